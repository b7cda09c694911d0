"""What other windows lie over the game's on an X server, by the server's own events and in their order."""

from __future__ import annotations

import struct

from agent.desktop.x11 import Connection, event_kind, extension, root_window
from bridge.geometry import Rect

_SUBSTRUCTURE_MASK = 1 << 19
_SELECT_EVENTS = 1 << 11
_VIEWABLE = 2
_INPUT_ONLY = 2
_CREATED, _DESTROYED, _UNMAPPED, _MAPPED, _REPARENTED, _CONFIGURED, _CIRCULATED = 16, 17, 18, 19, 21, 22, 26
_CHANGES = frozenset({_CREATED, _DESTROYED, _UNMAPPED, _MAPPED, _REPARENTED, _CONFIGURED, _CIRCULATED})
_HEAD = struct.Struct("=4xII")  # who told, and which window changed
_NEXT = struct.Struct("=12xI")  # the sibling below a configured window, or the parent of a reparented one
_PLACE_AT = {_CREATED: 12, _CONFIGURED: 16}
_PLACE = struct.Struct("=hhHHH")
_CIRCULATED_TO = 16
_COMPOSITOR = "_NET_WM_CM_S0"


class Covers:
    """The shown windows above another one: a copy of the root's children, asked for once and kept by events.

    Asking again would tell what lies there now, not what lay there when an event happened that is read late. A window
    counts with the rectangle around it, whatever its shape. The screen that a compositor draws on is none.

    Args:
        connection: whose owner passes each event on to `saw`, in order; the root's events are selected on it.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._core = connection.core
        self._root = root_window(connection)
        self._core.ChangeWindowAttributes(self._root, _SELECT_EVENTS, [_SUBSTRUCTURE_MASK])
        self._overlay = self._compositor_screen()
        self._stack = [int(child) for child in self._core.QueryTree(self._root).reply().children]
        self._rects: dict[int, Rect] = {}
        self._shown: set[int] = set()
        for window in self._stack:
            self._ask(window)
        self._above: dict[int, tuple[Rect, ...]] = {}
        self._changes = 0

    @property
    def changes(self) -> int:
        """How often any window of the desktop changed so far, as far as events were passed on."""
        return self._changes

    def saw(self, event: bytes) -> bool:
        """Take in an event; others than those of windows change nothing.

        Returns:
            Whether the root told it: a followed window that it is about tells it once more.
        """
        kind = event_kind(event)
        if kind not in _CHANGES:
            return False
        self._changes += 1
        told, window = _HEAD.unpack_from(event)
        if told != self._root:
            return False
        self._above.clear()
        self._change(kind, window, event)
        return True

    def above(self, outermost: int) -> tuple[Rect, ...]:
        """The rectangles of the windows above a child of the root, in desktop pixels, after the last event seen."""
        if outermost not in self._above:
            above = self._stack[self._stack.index(outermost) + 1 :] if outermost in self._stack else self._stack
            self._above[outermost] = tuple(self._rects[window] for window in above if window in self._shown)
        return self._above[outermost]

    def _change(self, kind: int, window: int, event: bytes) -> None:
        if kind in _PLACE_AT:
            x, y, width, height, border = _PLACE.unpack_from(event, _PLACE_AT[kind])
            self._rects[window] = Rect(x, y, width + 2 * border, height + 2 * border)
        if kind == _CREATED:
            self._put(window, len(self._stack))
        elif kind == _DESTROYED:
            self._forget(window)
        elif kind == _UNMAPPED:
            self._shown.discard(window)
        elif kind == _MAPPED:
            self._show(window)
        elif kind == _CONFIGURED:
            sibling = _NEXT.unpack_from(event)[0]
            self._put(window, self._stack.index(sibling) + 1 if sibling in self._stack else 0, sibling)
        elif kind == _CIRCULATED:
            self._put(window, len(self._stack) if event[_CIRCULATED_TO] == 0 else 0)
        elif _NEXT.unpack_from(event)[0] == self._root:
            self._put(window, len(self._stack))
            self._ask(window)
        else:
            self._forget(window)

    def _put(self, window: int, place: int, sibling: int = 0) -> None:
        """Put a window at a place of the stack, or right above a sibling."""
        if window in self._stack:
            self._stack.remove(window)
            place = self._stack.index(sibling) + 1 if sibling in self._stack else min(place, len(self._stack))
        self._stack.insert(place, window)

    def _forget(self, window: int) -> None:
        if window in self._stack:
            self._stack.remove(window)
        self._shown.discard(window)
        self._rects.pop(window, None)

    def _show(self, window: int) -> None:
        """A window is shown from now on, unless it has no pixels."""
        if window not in self._rects:
            self._ask(window)
        elif window != self._overlay and not self._is_input_only(window):
            self._shown.add(window)

    def _ask(self, window: int) -> None:
        """Learn a window's place from the server; one that closes meanwhile is told of by an event."""
        asked = self._core.GetWindowAttributes(window), self._core.GetGeometry(window)
        try:
            seen, place = (cookie.reply() for cookie in asked)
        except Exception:
            self._connection.invalid()  # raises where the display died
            return
        border = 2 * int(place.border_width)
        self._rects[window] = Rect(int(place.x), int(place.y), int(place.width) + border, int(place.height) + border)
        if seen.map_state == _VIEWABLE and seen._class != _INPUT_ONLY and window != self._overlay:
            self._shown.add(window)

    def _is_input_only(self, window: int) -> bool:
        try:
            return bool(self._core.GetWindowAttributes(window).reply()._class == _INPUT_ONLY)
        except Exception:
            self._connection.invalid()
            return False  # it closed meanwhile, which an event will tell; until then it counts

    def _compositor_screen(self) -> int:
        """The window that a compositor draws the whole desktop on; 0 where there is none."""
        atom = self._core.InternAtom(False, len(_COMPOSITOR), _COMPOSITOR).reply().atom
        if not self._core.GetSelectionOwner(atom).reply().owner:
            return 0
        composite = extension(self._connection, "composite")
        composite.QueryVersion(0, 3).reply()
        overlay = int(composite.GetOverlayWindow(self._root).reply().overlay_win)
        composite.ReleaseOverlayWindow(self._root)
        return overlay
