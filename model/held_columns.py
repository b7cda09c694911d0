"""What is held, and where the pointer is, at many moments at once; and which events were possible at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bridge.events import KEYS
from bridge.geometry import Point
from bridge.held import HeldInput
from model.actions import ActionKind
from model.event_table import BUTTONS, EventTable
from model.windows import is_pointer_kind

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class HeldColumns:
    """`HeldInput` at N moments.

    Args:
        pointer: float32 (N, 2), canvas pixels; NaN where it was not seen yet.
        buttons: bool (N, 3), left, middle, right.
        keys: bool (N, K), in the order of `bridge.events.KEYS`.
    """

    pointer: npt.NDArray[np.float32]
    buttons: Bools
    keys: Bools

    def at(self, index: int) -> HeldInput:
        """The held input of one moment."""
        x, y = self.pointer[index].tolist()
        pointer = None if np.isnan(x) else Point(int(x), int(y))
        buttons = frozenset(BUTTONS[button] for button in np.flatnonzero(self.buttons[index]))
        return HeldInput(pointer, buttons, frozenset(KEYS[key] for key in np.flatnonzero(self.keys[index])))


def held_at(table: EventTable, moments_ns: npt.NDArray[np.int64]) -> HeldColumns:
    """What is held after every event before each moment; nothing is held before the first event."""
    done = np.searchsorted(table.at_ns, moments_ns)
    buttons = np.zeros((len(moments_ns), len(BUTTONS)), np.bool_)
    keys = np.zeros((len(moments_ns), len(KEYS)), np.bool_)
    for code in np.unique(table.button[table.button > 0]):
        buttons[:, code - 1] = _is_down(table.kind, table.button == code, ActionKind.PRESS, done)
    for code in np.unique(table.key[table.key > 0]):
        keys[:, code - 1] = _is_down(table.kind, table.key == code, ActionKind.KEY_PRESS, done)
    return HeldColumns(_pointer(table, done), buttons, keys)


def held_columns(held: list[HeldInput]) -> HeldColumns:
    """The same columns from values."""
    pointer = [(np.nan, np.nan) if one.pointer is None else (one.pointer.x, one.pointer.y) for one in held]
    buttons = [[button in one.buttons for button in BUTTONS] for one in held]
    keys = [[key in one.keys for key in KEYS] if one.keys else [False] * len(KEYS) for one in held]
    return HeldColumns(np.array(pointer, np.float32), np.array(buttons, np.bool_), np.array(keys, np.bool_))


def is_possible(table: EventTable) -> Bools:
    """Which events change something: not a press of what is down, not a release of what is up (N,)."""
    possible = np.ones(table.size, np.bool_)
    changing = np.flatnonzero((table.button > 0) | (table.key > 0))
    thing = np.where(table.button > 0, table.button, len(BUTTONS) + table.key)[changing]
    order = np.argsort(thing, kind="stable")
    thing, is_press = thing[order], np.isin(table.kind[changing][order], (ActionKind.PRESS, ActionKind.KEY_PRESS))
    was_down = np.zeros(len(order), np.bool_)
    was_down[1:] = is_press[:-1] & (thing[1:] == thing[:-1])
    possible[changing[order]] = is_press != was_down
    return possible


def _is_down(kind: npt.NDArray[np.int8], mine: Bools, press: ActionKind, done: npt.NDArray[np.int64]) -> Bools:
    index = np.flatnonzero(mine)
    last = np.searchsorted(index, done) - 1
    is_down: Bools = (last >= 0) & (kind[index[last]] == press)
    return is_down


def _pointer(table: EventTable, done: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    index = np.flatnonzero(is_pointer_kind(table.kind))
    pointer = np.full((len(done), 2), np.nan, np.float32)
    last = np.searchsorted(index, done) - 1
    seen, at = last >= 0, index[last[last >= 0]]
    pointer[seen] = np.stack((table.x[at], table.y[at]), axis=1)
    return pointer
