"""Finding windows by title and process on an X server."""

from __future__ import annotations

import struct
from typing import Any

from agent.desktop.canvas import GameWindow
from agent.desktop.failures import desktop_errors
from agent.desktop.x11 import Connection, open_connection, root_window
from agent.errors import WindowGone

_DEPTH = 4
_TITLE_WORDS = 256
_VIEWABLE = 2
_FILLS_AT_LEAST = 4


def windows_titled(title: str, pid: int | None) -> tuple[GameWindow, ...]:
    """Every shown window whose title begins with `title` and, where `pid` is given, that this process owns.

    A window that lies in another one that matches too (a window manager's frame) stands for both.

    Raises:
        DesktopError: the display cannot be asked.
    """
    connection = open_connection()
    try:
        with desktop_errors("searching the game's window"):
            search = _Search(connection, title, pid)
            return tuple(search.below(root_window(connection), _DEPTH))
    finally:
        connection.disconnect()


def canvas_inside(window_id: int) -> int | None:
    """The window of the canvas inside a client's window; None where there is none: the client area is the canvas.

    See `agent.desktop.canvas.with_canvas_inside` for what is taken for the canvas.

    Raises:
        WindowGone: the window was closed.
        DesktopError: the display cannot be asked.
    """
    connection = open_connection()
    try:
        with desktop_errors("searching the canvas in the game's window"):
            canvas = window_id
            while (inner := _largest_inside(connection.core, canvas)) is not None:
                canvas = inner
            return None if canvas == window_id else canvas
    finally:
        connection.disconnect()


def _largest_inside(core: Any, window: int) -> int | None:
    """The largest shown window right inside another, if it fills a quarter of it. Any: xcffib has no types."""
    try:
        around = _area(core, window)
        children = [int(child) for child in core.QueryTree(window).reply().children]
    except Exception as error:
        core.conn.invalid()  # raises where the display died
        raise WindowGone("the game's window was closed; start the game again") from error
    areas = {child: _shown_area(core, child) for child in children}
    largest = max(areas, key=lambda child: areas[child], default=None)
    return largest if largest is not None and areas[largest] * _FILLS_AT_LEAST >= around else None


def _shown_area(core: Any, window: int) -> int:
    try:
        if core.GetWindowAttributes(window).reply().map_state != _VIEWABLE:
            return 0
        return _area(core, window)
    except Exception:  # a window that closes while we look is not the canvas
        core.conn.invalid()
        return 0


def _area(core: Any, window: int) -> int:
    size = core.GetGeometry(window).reply()
    return int(size.width) * int(size.height)


class _Search:
    def __init__(self, connection: Connection, title: str, pid: int | None) -> None:
        self._core = connection.core
        self._title = title
        self._pid = pid
        self._net_name = self._atom("_NET_WM_NAME")
        self._name = self._atom("WM_NAME")
        self._net_pid = self._atom("_NET_WM_PID")

    def below(self, window: int, depth: int) -> list[GameWindow]:
        """The matching windows under `window`, the innermost of each branch."""
        found: list[GameWindow] = []
        for child in self._core.QueryTree(window).reply().children:
            try:
                found.extend(self._within(int(child), depth))
            except Exception:  # a window that closes while we look is not the one we look for
                self._core.conn.invalid()
                continue
        return found

    def _within(self, window: int, depth: int) -> list[GameWindow]:
        if self._core.GetWindowAttributes(window).reply().map_state != _VIEWABLE:
            return []
        inner = self.below(window, depth - 1) if depth > 1 else []
        return inner or self._itself(window)

    def _itself(self, window: int) -> list[GameWindow]:
        title = self._text(window, self._net_name) or self._text(window, self._name)
        if not title.startswith(self._title) or not title:
            return []
        if self._pid is not None and self._number(window, self._net_pid) != self._pid:
            return []
        return [GameWindow(window, title)]

    def _atom(self, name: str) -> int:
        return int(self._core.InternAtom(False, len(name), name).reply().atom)

    def _text(self, window: int, atom: int) -> str:
        reply = self._core.GetProperty(False, window, atom, 0, 0, _TITLE_WORDS).reply()
        return b"".join(reply.value).decode("utf-8", "replace") if reply.format == 8 else ""

    def _number(self, window: int, atom: int) -> int | None:
        reply = self._core.GetProperty(False, window, atom, 0, 0, 1).reply()
        if reply.format != 32 or reply.value_len == 0:
            return None
        return int(struct.unpack("=I", b"".join(reply.value)[:4])[0])
