"""What was done in each row of an even grid of time, as numbers."""

from __future__ import annotations

from typing import assert_never

import numpy as np
import numpy.typing as npt

from bridge.events import (
    KEYS,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.geometry import Point
from bridge.held import HeldInput

UNSEEN = Point(-1, -1)
"""Where the pointer is before its first event."""

ACTION_NAMES: tuple[str, ...] = (
    "pointer.x_px",
    "pointer.y_px",
    "wheel.notches_up",
    "wheel.notches_down",
    *(f"button.{button}.is_down" for button in MouseButton),
    *(f"button.{button}.presses" for button in MouseButton),
    *(f"key.{key}.is_down" for key in KEYS),
    *(f"key.{key}.presses" for key in KEYS),
)
"""Place and what is down: at the row's end. The rest: how often within the row."""

COLUMNS = {name: column for column, name in enumerate(ACTION_NAMES)}


class ActionRows:
    """The action rows of a session, filled event by event in order of time.

    Args:
        rows: N, how many rows there are.
        held: the pointer and what is down where the session begins.
    """

    def __init__(self, rows: int, held: HeldInput) -> None:
        self.held = held
        self._rows = np.zeros((rows, len(ACTION_NAMES)), np.float32)
        self._filled = 0

    def begin(self, row: int, held: HeldInput) -> None:
        """Another part of the session begins inside a row, which is never before that of an event added earlier."""
        self._fill_until(row)
        self.held = held

    def add(self, row: int, event: InputEvent) -> None:
        """Count an event in its row, which is never before that of an event added earlier."""
        self._fill_until(row)
        self.held = self.held.after(event)
        match event:
            case WheelScroll():
                name = "wheel.notches_up" if event.notches > 0 else "wheel.notches_down"
                self._rows[row, COLUMNS[name]] += abs(event.notches)
            case ButtonPress():
                self._rows[row, COLUMNS[f"button.{event.button}.presses"]] += 1
            case KeyPress():
                self._rows[row, COLUMNS[f"key.{event.key}.presses"]] += 1
            case PointerMove() | ButtonRelease() | KeyRelease():
                pass
            case _:
                assert_never(event)

    def finished(self) -> npt.NDArray[np.float32]:
        """All rows, float32 (N, A) in the order of `ACTION_NAMES`."""
        self._fill_until(len(self._rows))
        return self._rows

    def _fill_until(self, row: int) -> None:
        """What is held now was held at the end of every row before."""
        if row == self._filled:
            return
        until = self._rows[self._filled : row]
        pointer = self.held.pointer or UNSEEN
        until[:, :2] = pointer.x, pointer.y
        down = (
            *(f"button.{button}.is_down" for button in self.held.buttons),
            *(f"key.{key}.is_down" for key in self.held.keys),
        )
        until[:, [COLUMNS[name] for name in down]] = 1.0
        self._filled = row
