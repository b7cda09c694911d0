"""From what devices did to what happened to the game: which facts are events, and whose."""

from __future__ import annotations

from bridge.events import (
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
from bridge.geometry import Point


class Observed:
    """Keeps what is held, so that each press and each release of the game's input is an event exactly once.

    A press counts where the game gets it; a press of what is held already is an automatic repeat. A release counts
    where its press did, wherever it happens, since the game gets it too. Keys with the same name are one key: down
    with the first, up with the last. Each method returns the event, or None where there is none.

    Args:
        width_px: width of the canvas.
        height_px: height of the canvas; places outside are moved to its edge.
    """

    def __init__(self, width_px: int, height_px: int) -> None:
        self._width_px = width_px
        self._height_px = height_px
        self._buttons: set[tuple[Author, MouseButton]] = set()
        self._keys: dict[tuple[Author, int], str] = {}

    def move(self, at_ns: int, place: Point, is_ours: bool, author: Author) -> InputEvent | None:
        """The pointer went to a canvas place."""
        return PointerMove(at_ns, *self._on_canvas(place), author) if is_ours else None

    def scroll(self, at_ns: int, place: Point, is_ours: bool, notches: int, author: Author) -> InputEvent | None:
        """The wheel turned at a canvas place."""
        return WheelScroll(at_ns, *self._on_canvas(place), notches, author) if is_ours and notches else None

    def press_button(
        self, at_ns: int, place: Point, is_ours: bool, button: MouseButton, author: Author
    ) -> InputEvent | None:
        """A button went down at a canvas place."""
        if not is_ours or (author, button) in self._buttons:
            return None
        self._buttons.add((author, button))
        return ButtonPress(at_ns, *self._on_canvas(place), button, author)

    def release_button(self, at_ns: int, place: Point, button: MouseButton, author: Author) -> InputEvent | None:
        """A button came up at a canvas place."""
        if (author, button) not in self._buttons:
            return None
        self._buttons.remove((author, button))
        return ButtonRelease(at_ns, *self._on_canvas(place), button, author)

    def press_key(self, at_ns: int, code: int, key: str, is_ours: bool, author: Author) -> InputEvent | None:
        """A key went down; `code` tells keys of the same name apart."""
        if not is_ours or (author, code) in self._keys:
            return None
        is_first = not self._is_down(author, key)
        self._keys[author, code] = key
        return KeyPress(at_ns, key, author) if is_first else None

    def release_key(self, at_ns: int, code: int, author: Author) -> InputEvent | None:
        """A key came up."""
        key = self._keys.pop((author, code), None)
        if key is None or self._is_down(author, key):
            return None
        return KeyRelease(at_ns, key, author)

    def _is_down(self, author: Author, key: str) -> bool:
        return any(whose is author and name == key for (whose, _), name in self._keys.items())

    def _on_canvas(self, place: Point) -> tuple[int, int]:
        return min(max(place.x, 0), self._width_px - 1), min(max(place.y, 0), self._height_px - 1)
