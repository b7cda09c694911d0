"""The weights of the point process in the order in which its kernels read them.

Where a layer reads a class, a flag or an embedding beside numbers, its product with each possible value is made once:
then a step adds a row where the layer would multiply.

Letters: H hidden width; K targets; E target width; M mixture components; C keys.
"""

from __future__ import annotations

from typing import NamedTuple, TypeGuard

import numpy as np

from model.decoders.clock import ClockHead
from model.decoders.decoder import Decoder
from model.decoders.feedback import Feedback
from model.decoders.heads import MarkHeads
from model.decoders.point_process import PointProcessDecoder
from model.decoders.targets import TARGET_WIDTH, TargetReader
from model.runtimes.structs import Floats, array_of, layer_of

_LAYER = ("weight", "bias")
_KNOWN = frozenset(
    (
        *("feedback.kind.weight", "feedback.key.weight", "feedback.gap.weight"),
        *("feedback.project.weight", "feedback.project.bias"),
        *(f"recurrent.{part}_l0" for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")),
        *(f"{layer}.{part}" for layer in ("start", "context", "goal.query", "goal.slots") for part in _LAYER),
        *(f"targets.{part}" for part in ("slot", "name.weight")),
        *(f"targets.{layer}.{part}" for layer in ("place", "goal") for part in _LAYER),
        *("clock.project.weight", "clock.project.bias", "clock.gap.weight", "clock.gap.bias", "clock.marginal"),
        *("marks.wait.weight", "marks.kind_shift.weight", "marks.share_bias", "marks.scale_bias", "marks.aim_bias"),
        *(
            f"marks.{layer}.{part}"
            for layer in ("after_wait", "kind", "after_kind", "button", "key", "scroll", "place")
            for part in _LAYER
        ),
    )
)
"""The parameters and buffers of the decoder that the kernels work with."""


class StepWeights(NamedTuple):
    """All that a step of `PointProcessDecoder` reads: the struct of the same name in step.h, field by field.

    Args:
        target_numbers, target_bias: `TargetReader.place`, one row a number (11, E), and (E,).
        kind, key, gap, numbers, button, held_buttons, held_keys, targets: `Feedback.project` by what each part of its
            input adds: rows (n, H), of the targets (K, E, H); the bias lies in `kind`.
        input_gates, input_bias, hidden_gates, hidden_bias: of the GRU, (3H, H) and (3H,).
        clock, clock_bias, clock_gap, clock_gap_bias: (600, H), (600,), (1200, H), (1200,).
        after_wait, no_bias, wait, wait_numbers: `MarkHeads.after_wait`: the hidden part (H, H), zeros (H,), what each
            wait adds with the bias (601, H), what each number adds (6, H).
        mark_kind ... aim_bias: the layers and biases of `MarkHeads` as they are.
    """

    target_numbers: Floats
    target_bias: Floats
    kind: Floats
    key: Floats
    gap: Floats
    numbers: Floats
    button: Floats
    held_buttons: Floats
    held_keys: Floats
    targets: Floats
    input_gates: Floats
    input_bias: Floats
    hidden_gates: Floats
    hidden_bias: Floats
    clock: Floats
    clock_bias: Floats
    clock_gap: Floats
    clock_gap_bias: Floats
    after_wait: Floats
    no_bias: Floats
    wait: Floats
    wait_numbers: Floats
    mark_kind: Floats
    mark_kind_bias: Floats
    after_kind: Floats
    after_kind_bias: Floats
    kind_shift: Floats
    mark_button: Floats
    mark_button_bias: Floats
    mark_key: Floats
    mark_key_bias: Floats
    mark_scroll: Floats
    mark_scroll_bias: Floats
    place: Floats
    place_bias: Floats
    share_bias: Floats
    scale_bias: Floats
    aim_bias: Floats


def is_known(decoder: Decoder) -> TypeGuard[PointProcessDecoder]:
    """Whether the kernels work out every part of a decoder."""
    if not isinstance(decoder, PointProcessDecoder):
        return False
    return decoder.state_dict().keys() == _KNOWN


def step_weights(decoder: PointProcessDecoder) -> StepWeights:
    """The weights of a decoder whose parts are known, as they are now."""
    assert isinstance(decoder.clock, ClockHead), "the kernels know no other clock"
    w_ih, w_hh, b_ih, b_hh = decoder.recurrent.all_weights[0]
    parts = (
        *_target_weights(decoder.targets),
        *_feedback_weights(decoder.feedback),
        *(array_of(w_ih), array_of(b_ih), array_of(w_hh), array_of(b_hh)),
        *(*layer_of(decoder.clock.project), *layer_of(decoder.clock.gap)),
        *_mark_weights(decoder.marks),
    )
    return StepWeights._make(parts)


def _target_weights(reader: TargetReader) -> tuple[Floats, ...]:
    return array_of(reader.place.weight.T), array_of(reader.place.bias)


def _feedback_weights(feedback: Feedback) -> tuple[Floats, ...]:
    rows, bias = array_of(feedback.project.weight.T), array_of(feedback.project.bias)  # (I, H), (H,)
    tables = [array_of(embedding.weight) for embedding in (feedback.kind, feedback.key, feedback.gap)]
    widths, held = [table.shape[1] for table in tables], [3, 3, len(tables[1]) - 1]
    numbers = len(rows) - sum(widths) - sum(held) - feedback.targets
    parts = np.split(rows, np.cumsum([*widths, numbers, *held]))
    kind, key, gap = (table @ part for table, part in zip(tables, parts, strict=False))
    *others, targets = (np.ascontiguousarray(part) for part in parts[len(tables) :])
    return (kind + bias, key, gap, *others, targets.reshape(-1, TARGET_WIDTH, len(bias)))


def _mark_weights(heads: MarkHeads) -> tuple[Floats, ...]:
    waits = array_of(heads.wait.weight)  # (601, .)
    weight, bias = layer_of(heads.after_wait)  # (H, H + . + 4), (H,)
    hidden, wait, numbers = np.split(weight, [len(bias), len(bias) + waits.shape[1]], axis=1)
    return (
        *(np.ascontiguousarray(hidden), np.zeros_like(bias)),
        *(waits @ wait.T + bias, np.ascontiguousarray(numbers.T)),
        *(*layer_of(heads.kind), *layer_of(heads.after_kind), array_of(heads.kind_shift.weight)),
        *(*layer_of(heads.button), *layer_of(heads.key), *layer_of(heads.scroll), *layer_of(heads.place)),
        *(array_of(heads.share_bias), array_of(heads.scale_bias), array_of(heads.aim_bias.reshape(1))),
    )
