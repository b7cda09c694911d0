"""Finding windows by title and process on an X server."""

from __future__ import annotations

import struct

from agent.desktop.canvas import GameWindow
from agent.desktop.failures import desktop_errors
from agent.desktop.x11 import Connection, open_connection, root_window

_DEPTH = 4
_TITLE_WORDS = 256
_VIEWABLE = 2


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
