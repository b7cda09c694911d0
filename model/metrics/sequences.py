"""Windows of actions as flat arrays: the one form that every metric reads, of produced and of true sequences alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from bridge.events import KEYS
from model.actions import ActionKind, ActionSequence, TimedAction
from model.batch import HistoryBatch, TargetBatch
from model.event_table import BUTTONS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

THINGS = len(BUTTONS) + len(KEYS)
"""What can be held: first the buttons, then the keys."""

_BUTTON_THING = {button: index for index, button in enumerate(BUTTONS)}
_KEY_THING = {key: len(BUTTONS) + index for index, key in enumerate(KEYS)}
_NOTHING = -1
_MICROSECOND_DIGITS = 3


@dataclass(frozen=True, slots=True)
class ActionWindows:
    """W windows of actions, laid end to end: M actions.

    Args:
        offsets: int64 (W + 1,), window w holds the actions offsets[w] .. offsets[w + 1].
        at_ms: float64 (M,), since the window's start; nothing keeps a bad model inside the window or in order.
        kind: int64 (M,), `model.actions.ActionKind`.
        place: float64 (M, 2), where the pointer is after the action, canvas pixels.
        thing: int64 (M,), the button or key of a press or release as an index below `THINGS`, otherwise -1.
        start: float64 (W, 2), where the pointer is at the window's start.
        held: bool (W, THINGS), what is down at the window's start.
    """

    offsets: Ints
    at_ms: Floats
    kind: Ints
    place: Floats
    thing: Ints
    start: Floats
    held: Bools

    def __post_init__(self) -> None:
        windows, actions = len(self.offsets) - 1, len(self.at_ms)
        shapes = {
            "offsets": (windows + 1,),
            "at_ms": (actions,),
            "kind": (actions,),
            "place": (actions, 2),
            "thing": (actions,),
            "start": (windows, 2),
            "held": (windows, THINGS),
        }
        for name, expected in shapes.items():
            found = getattr(self, name).shape
            if found != expected:
                raise ValueError(f"{name}: expected shape {expected}, found {found}")
        if self.offsets[0] != 0 or self.offsets[-1] != actions or np.any(np.diff(self.offsets) < 0):
            raise ValueError(f"offsets grow from 0 to the {actions} actions")

    @property
    def size(self) -> int:
        """W."""
        return len(self.offsets) - 1

    @property
    def counts(self) -> Ints:
        """Actions of each window, int64 (W,)."""
        return np.diff(self.offsets)

    @property
    def window(self) -> Ints:
        """The window of each action, int64 (M,)."""
        return np.repeat(np.arange(self.size), self.counts)

    @property
    def is_first(self) -> Bools:
        """Which actions are the first of their window, bool (M,)."""
        first = np.zeros(len(self.at_ms), np.bool_)
        first[self.offsets[:-1][self.counts > 0]] = True
        return first

    def chosen(self, windows: Ints) -> ActionWindows:
        """The windows that int64 (N,) names, in that order."""
        counts = self.counts[windows]
        offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        actions = np.arange(offsets[-1]) + np.repeat(self.offsets[:-1][windows] - offsets[:-1], counts)
        return ActionWindows(
            offsets,
            self.at_ms[actions],
            self.kind[actions],
            self.place[actions],
            self.thing[actions],
            self.start[windows],
            self.held[windows],
        )


def produced_windows(sequences: Sequence[ActionSequence], history: HistoryBatch) -> ActionWindows:
    """Sequences that a model made after the histories of a batch, row by row.

    Raises:
        ValueError: there are not as many sequences as histories.
    """
    if len(sequences) != history.size:
        raise ValueError(f"{len(sequences)} sequences of {history.size} histories")
    offsets = np.concatenate(([0], np.cumsum([len(sequence.actions) for sequence in sequences]))).astype(np.int64)
    actions = [action for sequence in sequences for action in sequence.actions]
    wait_ms = np.fromiter((1000.0 * action.wait_s for action in actions), np.float64, len(actions))
    place = np.array([(action.x, action.y) for action in actions], np.float64).reshape(-1, 2)
    thing = np.fromiter((_thing(action) for action in actions), np.int64, len(actions))
    kind = np.fromiter((action.kind for action in actions), np.int64, len(actions))
    return ActionWindows(offsets, _cumulated(wait_ms, offsets), kind, place, thing, _start(history), _held(history))


def true_windows(target: TargetBatch, history: HistoryBatch) -> ActionWindows:
    """What was really done after the histories of a batch."""
    mask = target.mask.cpu().numpy()
    offsets = np.concatenate(([0], np.cumsum(mask.sum(axis=1)))).astype(np.int64)
    start = _start(history)
    kind = target.kinds.cpu().numpy()[mask]
    button, key = target.buttons.cpu().numpy()[mask], target.keys.cpu().numpy()[mask]
    is_button = (kind == ActionKind.PRESS) | (kind == ActionKind.RELEASE)
    thing = np.where(is_button, button, np.where(kind >= ActionKind.KEY_PRESS, len(BUTTONS) + key, _NOTHING))
    waits_ms = target.waits_ms.cpu().numpy()[:, :-1][mask].astype(np.float64)
    way = target.delta.cpu().numpy()[mask].astype(np.float64)
    moved = np.stack([_cumulated(way[:, axis], offsets) for axis in (0, 1)], axis=1)
    place = moved + np.repeat(start, np.diff(offsets), axis=0)
    return ActionWindows(offsets, _cumulated(waits_ms, offsets), kind, place, thing, start, _held(history))


def joined(parts: Sequence[ActionWindows]) -> ActionWindows:
    """The windows of all parts, part after part.

    Args:
        parts: at least one.
    """
    starts = np.cumsum([0, *(len(part.at_ms) for part in parts)])
    offsets = [part.offsets[:-1] + start for part, start in zip(parts, starts, strict=False)]
    rest = (np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(ActionWindows)[1:])
    return ActionWindows(np.concatenate([*offsets, starts[-1:]]), *rest)


def _cumulated(values: Floats, offsets: Ints) -> Floats:
    """The running sum within each window, rounded where doubles only carry noise."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    before = np.repeat(total[offsets[:-1]], np.diff(offsets))
    rounded: Floats = np.round(total[1:] - before, _MICROSECOND_DIGITS)
    return rounded


def _thing(action: TimedAction) -> int:
    if action.button is not None:
        return _BUTTON_THING[action.button]
    return _NOTHING if action.key is None else _KEY_THING[action.key]


def _start(history: HistoryBatch) -> Floats:
    """As in `model.encoders.context.pointer_px`: the middle pixel of the canvas where the pointer was not seen yet."""
    pointer, canvas = history.pointer.cpu().numpy(), history.canvas.cpu().numpy()
    start: Floats = np.where(np.isnan(pointer), np.floor(canvas / 2), pointer).astype(np.float64)
    return start


def _held(history: HistoryBatch) -> Bools:
    return np.concatenate([history.held_buttons.cpu().numpy(), history.held_keys.cpu().numpy()], axis=1)
