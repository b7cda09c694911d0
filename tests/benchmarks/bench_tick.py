"""A tick at batch 1: a history of full windows encoded, and 100 actions decoded, on one thread.

The baseline of the tick is the seed's loop: the recurrent encoder run window by window over all ten, then `sequential`
as it was first written, in torch without compiling. That of the decoder is the point process in torch, with the same
weights and the same random numbers. The seed knows no tokens: beside it stands the point process without them, then
with. All take turns in one run. The point process waits 5 ms before each action; the seed's waits hardly at all. Where
a CUDA device is present, the captured graph is measured beside torch on it, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import torch

from bridge.events import Author, ButtonPress, ButtonRelease, InputEvent, MouseButton, PointerMove
from bridge.geometry import Point
from bridge.held import HeldInput
from bridge.state import TICK_NS, GameState
from model.actions import MAX_ACTIONS
from model.config import load_config
from model.encoders.context import Context
from model.features import history_batch
from model.history import HISTORY_WINDOWS, History, HistoryWindow, Observation
from model.runtime import fastest
from model.runtimes.compiling import load_kernels
from model.runtimes.cuda_graph import capture_point_process
from model.runtimes.moment import moment_of
from model.runtimes.point_process import compile_point_process
from model.timed_action_model import TimedActionModel
from model.vocabulary import Vocabulary
from tests.benchmarks.measurement import Measurement, best_seconds, measured
from tests.model.sessions import played

ROUNDS = 10
_WAIT_MS = 5
_STEP_NS = TICK_NS // MAX_ACTIONS
_VOCABULARY = Vocabulary(("Tree", "Oak tree"))
_CPU = torch.device("cpu")
_COMPARED = 5
"""Draws on CUDA that are held against torch's."""


@dataclass(frozen=True, slots=True)
class _Best:
    """The shortest seconds of several ways to do a thing, measured in turns."""

    seconds: dict[str, float]

    def row(self, name: str, way: str, baseline: str, goal: str | None) -> Measurement:
        slow, fast = self.seconds[baseline], self.seconds[way]
        return measured(f"tick: {name}", 1 / fast, "1/s", baseline=1 / slow, goal=goal)


@torch.inference_mode()
def measurements() -> Iterator[Measurement]:
    """How many ticks a second, whole and by parts."""
    torch.set_num_threads(1)
    histories = _busy_histories()
    model, seed_model = _model("point_process"), _model("sequential", "decoder.as_written=true")
    batch = history_batch([histories[0]], _VOCABULARY)
    context = model.encode(batch)
    compiled = compile_point_process(model.decoder, load_kernels())
    if compiled is None:
        raise AssertionError("the default decoder has parts that no kernel knows")
    moment, turn = moment_of(context), iter(range(10**9))
    decide = fastest(model, _VOCABULARY, _CPU)
    decide_with_tokens = fastest(_model("point_process", preset=Path("default")), _VOCABULARY, _CPU)
    best = _in_turns(
        {
            "seed's tick": lambda: _seed_tick(seed_model, histories[next(turn) % len(histories)]),
            "tick": lambda: _hundred(len(decide(histories[next(turn) % len(histories)], _generator()).actions)),
            "tick with tokens": lambda: _hundred(
                len(decide_with_tokens(histories[next(turn) % len(histories)], _generator()).actions)
            ),
            "eager decode": lambda: _hundred(len(model.decoder.sample(context, _generator())[0].actions)),
            "decode": lambda: _hundred(len(compiled.sample(moment, _generator()).actions)),
            "eager encode": partial(model.encode, batch),
        }
    )
    yield best.row("encode + decode, 100 actions (baseline: the seed's loop)", "tick", "seed's tick", "ratio >= 10")
    name = "encode + decode, 100 actions, with the tokens of `default` (baseline: the seed's loop, without)"
    yield best.row(name, "tick with tokens", "seed's tick", None)
    yield best.row("decode, 100 actions (baseline: the same in torch)", "decode", "eager decode", "ratio >= 8")
    yield best.row("encode all windows in torch (baseline: the seed's loop)", "eager encode", "seed's tick", None)
    if torch.cuda.is_available():
        yield from _on_cuda(model, histories)


def _on_cuda(model: TimedActionModel, histories: list[History]) -> Iterator[Measurement]:
    """The decoder as a captured graph beside the same in torch, on the first CUDA device; both draw the same."""
    device = torch.device("cuda")
    moved = deepcopy(model).to(device)
    context = moved.encode(history_batch([histories[0]], _VOCABULARY).to(device))
    steps = capture_point_process(moved.decoder, context)
    if steps is None:
        raise AssertionError("the default decoder cannot be captured on this device")
    for seed in range(_COMPARED):
        drawn, expected = steps.sample(context, _generator(seed)), moved.decoder.sample(context, _generator(seed))[0]
        if drawn != expected:
            raise AssertionError(f"seed {seed}: the graph draws {drawn} instead of {expected}")
    best = _in_turns(
        {
            "eager decode": lambda: _hundred(len(moved.decoder.sample(context, _generator())[0].actions)),
            "decode": lambda: _hundred(len(steps.sample(context, _generator()).actions)),
        }
    )
    yield best.row("decode on CUDA, a graph, 100 actions (baseline: the same in torch)", "decode", "eager decode", None)


def _in_turns(ways: dict[str, Callable[[], object]]) -> _Best:
    rounds = [{name: best_seconds(way, repeats=2) for name, way in ways.items()} for _ in range(ROUNDS)]
    return _Best({name: min(each[name] for each in rounds) for name in ways})


def _seed_tick(model: TimedActionModel, history: History) -> None:
    """One tick as the seed does it: each of ten windows through the encoder by itself, then step after step."""
    batch = history_batch([history], _VOCABULARY)
    windows = [model.encoder.windows(batch.actions[:, t], batch.action_mask[:, t], batch.canvas) for t in range(10)]
    rest = model.encode(replace(batch, action_mask=torch.zeros_like(batch.action_mask)))
    context = Context(rest.fused, rest.afresh, torch.stack(windows, dim=1), batch)
    _hundred(len(model.decoder.sample(context, _generator())[0].actions))


def _hundred(actions: int) -> None:
    if actions != MAX_ACTIONS:
        raise AssertionError(f"{actions} actions were decoded: this measures no full window")


def _generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def _model(kind: str, *overrides: str, preset: Path | None = None) -> TimedActionModel:
    """Untrained: what is measured does not depend on the weights, once every wait is short."""
    torch.manual_seed(0)
    model = TimedActionModel(load_config(preset, [f"decoder.kind={kind}", *overrides])).eval()
    name = "clock.project.bias" if kind == "point_process" else "wait.project.bias"
    waits = model.decoder.get_parameter(name)
    waits.fill_(-30.0)
    if kind == "point_process":
        waits[_WAIT_MS] = 30.0
    return model


def _busy_histories() -> list[History]:
    """Histories in a row, tick by tick, with 100 actions in every window."""
    states = [window.observation.state for window in played(1).histories[40].windows]
    state = next(state for state in reversed(states) if state is not None)
    windows = [_busy_window(index, state) for index in range(2 * HISTORY_WINDOWS)]
    return [
        History(tuple(windows[first : first + HISTORY_WINDOWS]), windows[first + HISTORY_WINDOWS - 1].events[-1].at_ns)
        for first in range(HISTORY_WINDOWS)
    ]


def _busy_window(index: int, state: GameState) -> HistoryWindow:
    start_ns = index * TICK_NS
    events: list[InputEvent] = []
    for slot in range(MAX_ACTIONS):
        make = (_move, _press, _move, _release)[slot % 4]  # no two moves in a row: none is thinned away
        events.append(make(start_ns + slot * _STEP_NS, 10 + 7 * slot, 20 + 3 * slot + index))
    held = HeldInput(Point(events[-1].x, events[-1].y))
    return HistoryWindow(start_ns, tuple(events), Observation(start_ns + TICK_NS, state, held))


def _move(at_ns: int, x: int, y: int) -> InputEvent:
    return PointerMove(at_ns, x, y, Author.AGENT)


def _press(at_ns: int, x: int, y: int) -> InputEvent:
    return ButtonPress(at_ns, x, y, MouseButton.LEFT, Author.AGENT)


def _release(at_ns: int, x: int, y: int) -> InputEvent:
    return ButtonRelease(at_ns, x, y, MouseButton.LEFT, Author.AGENT)
