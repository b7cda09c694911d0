"""Input events as flat columns of numbers, the form in which they are cut, stored and trained on; nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, assert_never

import numpy as np
import numpy.typing as npt

from bridge.events import (
    KEYS,
    Author,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from model.actions import ActionKind

BUTTONS: tuple[MouseButton, ...] = (MouseButton.LEFT, MouseButton.MIDDLE, MouseButton.RIGHT)
"""The buttons in the order of their classes; class 0 is no button."""
AUTHORS: tuple[Author, ...] = (Author.HUMAN, Author.AGENT)
AGENT = 1
"""The class of `Author.AGENT`."""

_BUTTON_CLASS = {button: 1 + index for index, button in enumerate(BUTTONS)}
_KEY_CLASS = {key: 1 + index for index, key in enumerate(KEYS)}
_AUTHOR_CLASS = {author: index for index, author in enumerate(AUTHORS)}


@dataclass(frozen=True, slots=True)
class EventTable:
    """Columns of N events in their order.

    Args:
        at_ns: int64.
        kind: int8, `model.actions.ActionKind`.
        x, y: int32, canvas pixels; 0 for keys, which have no place.
        button: int8, 0 none, 1 left, 2 middle, 3 right.
        key: int16, 0 none, otherwise 1 + index in `bridge.events.KEYS`.
        scroll: int32, signed notches; 0 for everything but the wheel.
        author: int8, 0 human, 1 agent.
    """

    at_ns: npt.NDArray[np.int64]
    kind: npt.NDArray[np.int8]
    x: npt.NDArray[np.int32]
    y: npt.NDArray[np.int32]
    button: npt.NDArray[np.int8]
    key: npt.NDArray[np.int16]
    scroll: npt.NDArray[np.int32]
    author: npt.NDArray[np.int8]

    def __post_init__(self) -> None:
        lengths = {field.name: getattr(self, field.name).shape for field in fields(self)}
        if len(set(lengths.values())) != 1 or self.at_ns.ndim != 1:
            raise ValueError(f"the columns of an event table are of one length, found {lengths}")

    @property
    def size(self) -> int:
        """Number of events."""
        return int(self.at_ns.shape[0])

    def take(self, index: slice | npt.NDArray[Any]) -> EventTable:
        """The events chosen by a slice, a mask or growing indices."""
        return EventTable(*(getattr(self, field.name)[index] for field in fields(self)))


_DTYPES = (np.int64, np.int8, np.int32, np.int32, np.int8, np.int16, np.int32, np.int8)


def table_of(events: Sequence[InputEvent]) -> EventTable:
    """The events as columns, in the order given."""
    rows = [_row(event) for event in events]
    columns = zip(*rows, strict=True) if rows else ((),) * len(_DTYPES)
    return EventTable(*(np.array(column, dtype) for column, dtype in zip(columns, _DTYPES, strict=True)))


def _row(event: InputEvent) -> tuple[int, int, int, int, int, int, int, int]:
    author = _AUTHOR_CLASS[event.author]
    match event:
        case PointerMove():
            return event.at_ns, ActionKind.MOVE, event.x, event.y, 0, 0, 0, author
        case ButtonPress():
            return event.at_ns, ActionKind.PRESS, event.x, event.y, _BUTTON_CLASS[event.button], 0, 0, author
        case ButtonRelease():
            return event.at_ns, ActionKind.RELEASE, event.x, event.y, _BUTTON_CLASS[event.button], 0, 0, author
        case WheelScroll():
            return event.at_ns, ActionKind.SCROLL, event.x, event.y, 0, 0, event.notches, author
        case KeyPress():
            return event.at_ns, ActionKind.KEY_PRESS, 0, 0, 0, _KEY_CLASS[event.key], 0, author
        case KeyRelease():
            return event.at_ns, ActionKind.KEY_RELEASE, 0, 0, 0, _KEY_CLASS[event.key], 0, author
        case _:
            assert_never(event)
