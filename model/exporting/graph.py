"""A model's tick as the bytes of an ONNX file."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from onnx import helper
from torch import Tensor, nn

from bridge.events import KEYS
from model.actions import MAX_ACTIONS
from model.batch import ACTION_FEATURES, THUMBNAIL_SHAPE, HistoryBatch
from model.decoders.drawing import UNIFORMS
from model.exporting.assembling import assemble
from model.exporting.parts import StartGraph, StepGraph, unread
from model.history import HISTORY_WINDOWS
from model.runtimes.nested_tensors import tensors_in
from model.timed_action_model import TimedActionModel
from model.tokens.state_tokens import MOST_TOKENS
from model.tokens.token import F_TOKEN

_SLOTS = 3
_NAMES = {
    "waits": "clock",
    "marks.kinds": "kind",
    "marks.buttons": "button",
    "marks.keys": "key",
    "marks.scrolls": "scroll",
    "marks.places.shares": "place_shares",
    "marks.places.corner": "place_corner",
    "marks.places.weights": "place_weights",
    "marks.places.mean": "place_mean",
    "marks.places.log_scale": "place_log_scale",
}
"""Of the outputs that say what a step was drawn from, by their place in `Chances`."""


def tick_graph(model: TimedActionModel, facts: Mapping[str, str], opset: int) -> bytes:
    """The file.

    Args:
        model: with a point process, on the CPU, in evaluation mode.
        facts: for the file's metadata.
        opset: of the operators.
    """
    history = _any_history(model)
    with torch.no_grad():
        step = StepGraph(model, model.encode(history))
    longest = torch.export.Dim("slots", min=1, max=MAX_ACTIONS)
    read = [(name, tensor) for name, tensor in tensors_in(history) if name not in unread(model)]
    names, tensors = [name for name, _ in read], [tensor for _, tensor in read]
    shapes = tuple({2: longest} if name in ("actions", "action_mask") else {} for name in names)
    begun = _exported(StartGraph(model, names), tensors, (shapes,), names, opset)
    shared, carried = (list(tensors_in(value)) for value in (step.setting, step.carried))
    given = [
        tensor.clone() for _, tensor in (*shared, *carried)
    ]  # one that stands in two places would be traced as one
    uniforms = torch.full((1, UNIFORMS), 0.5, dtype=torch.float64)
    taken = [f"given_{place}" for place in range(len(given) + 1)]
    stepped = _exported(step, [*given, uniforms], None, taken, opset)
    graph = assemble(begun, stepped, [name for name, _ in shared], [name for name, _ in carried], list(_NAMES.values()))
    helper.set_model_props(graph, dict(facts))
    content: bytes = graph.SerializeToString()
    return content


def _any_history(model: TimedActionModel) -> HistoryBatch:
    """One history, for the shapes."""
    there = torch.ones(1, HISTORY_WINDOWS, dtype=torch.bool)
    tokens = MOST_TOKENS if model.config.encoder.sees_tokens else 0
    return HistoryBatch(
        actions=torch.zeros(1, HISTORY_WINDOWS, _SLOTS, ACTION_FEATURES),
        action_mask=there.unsqueeze(-1).expand(-1, -1, _SLOTS).clone(),
        window_mask=there,
        window_s=torch.full((1, HISTORY_WINDOWS), 0.6),
        states=torch.zeros(1, HISTORY_WINDOWS, model.layout.columns),
        pointer=torch.zeros(1, 2),
        held_buttons=torch.zeros(1, 3, dtype=torch.bool),
        held_keys=torch.zeros(1, len(KEYS), dtype=torch.bool),
        since_last_s=torch.zeros(1),
        canvas=torch.ones(1, 2),
        tokens=torch.zeros(1, tokens, F_TOKEN),
        token_mask=torch.ones(1, tokens, dtype=torch.bool),
        pictures=torch.zeros(1, 0, *THUMBNAIL_SHAPE, dtype=torch.uint8),
    )


def _exported(part: nn.Module, given: list[Tensor], shapes: Any, names: list[str], opset: int) -> Any:
    """A part as a message of ONNX's (Any: onnx builds its classes at run time; shapes nest as the arguments do)."""
    with _quiet_torch(), torch.no_grad():
        traced = torch.export.export(part.eval(), tuple(given), dynamic_shapes=shapes)
        program = torch.onnx.export(traced, dynamo=True, input_names=names, opset_version=opset, verbose=False)
    assert program is not None, "with dynamo it always is one"
    return program.model_proto


@contextmanager
def _quiet_torch() -> Iterator[None]:
    """Torch warns and logs about itself and about packages that it does without: nothing that a person could mend."""
    logs = [logging.getLogger(name) for name in ("torch.onnx", "onnxscript", "onnx_ir")]
    levels = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)
