"""A plain X window to look at and to act on: no game, no toolkit, moved and hidden at will."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from agent.desktop.x11 import Connection, open_connection, root_window

WIDTH_PX, HEIGHT_PX = 765, 503
_COPY_FROM_PARENT = 0
_INPUT_OUTPUT = 1
_BACK_PIXEL, _EVENT_MASK = 2, 1 << 11
_INPUT_MASK = 0b1001111  # keys, buttons and motion, as every game's window selects them
_REPLACE = 0
_X, _Y, _WIDTH, _HEIGHT = 1, 2, 4, 8
_POINTER_ROOT = 1
_Z_PIXMAP = 2


class PlainWindow:
    """A window of a connection of its own; every method returns when the server has done it."""

    def __init__(self, connection: Connection, title: str, x: int, y: int, width: int, height: int) -> None:
        self._connection = connection
        self._core = connection.core
        self._root = root_window(connection)
        self.window_id = connection.generate_id()
        self._core.CreateWindow(
            24,
            self.window_id,
            self._root,
            x,
            y,
            width,
            height,
            0,
            _INPUT_OUTPUT,
            _COPY_FROM_PARENT,
            _BACK_PIXEL | _EVENT_MASK,
            [0, _INPUT_MASK],
        )
        self._set_property("WM_NAME", "STRING", 8, title.encode())
        self.show()

    def show(self) -> None:
        self._core.MapWindow(self.window_id)
        self.settle()

    def add_inside(self, x: int, y: int, width: int, height: int, inside: int | None = None) -> int:
        """A shown window inside, as a toolkit gives its canvas; returns its id."""
        inner = self._connection.generate_id()
        around = self.window_id if inside is None else inside
        self._core.CreateWindow(
            24, inner, around, x, y, width, height, 0, _INPUT_OUTPUT, _COPY_FROM_PARENT, _BACK_PIXEL, [0xFF]
        )
        self._core.MapWindow(inner)
        self.settle()
        return inner

    def move_inside(self, inner: int, x: int, y: int) -> None:
        """Put a window inside elsewhere."""
        self._core.ConfigureWindow(inner, _X | _Y, [x, y])
        self.settle()

    def hide(self) -> None:
        self._core.UnmapWindow(self.window_id)
        self.settle()

    def destroy(self) -> None:
        self._core.DestroyWindow(self.window_id)
        self.settle()

    def place(self, x: int, y: int, width: int = WIDTH_PX, height: int = HEIGHT_PX) -> None:
        self._core.ConfigureWindow(self.window_id, _X | _Y | _WIDTH | _HEIGHT, [x, y, width, height])
        self.settle()

    def focus(self) -> None:
        self._core.SetInputFocus(_POINTER_ROOT, self.window_id, 0)
        self.settle()

    def focus_follows_pointer(self) -> None:
        self._core.SetInputFocus(_POINTER_ROOT, _POINTER_ROOT, 0)
        self.settle()

    def grab_keyboard(self) -> None:
        self._core.GrabKeyboard(True, self.window_id, 0, 1, 1).reply()

    def ungrab_keyboard(self) -> None:
        self._core.UngrabKeyboard(0)
        self.settle()

    def warp(self, x: int, y: int) -> None:
        """Put the pointer at a place of the desktop without any device."""
        self._core.WarpPointer(0, self._root, 0, 0, 0, 0, x, y)
        self.settle()

    def set_pid(self, pid: int) -> None:
        self._set_property("_NET_WM_PID", "CARDINAL", 32, struct.pack("=I", pid))

    def paint(self, pixels: np.ndarray) -> None:
        """Show RGB pixels (H, W, 3)."""
        context = self._connection.generate_id()
        self._core.CreateGC(context, self.window_id, 0, [])
        bgrx = np.zeros((*pixels.shape[:2], 4), np.uint8)
        bgrx[..., :3] = pixels[..., ::-1]
        for top in range(0, len(bgrx), 64):  # a request holds 256 KiB
            rows = bgrx[top : top + 64]
            data = rows.tobytes()
            self._core.PutImage(
                _Z_PIXMAP, self.window_id, context, pixels.shape[1], len(rows), 0, top, 0, 24, len(data), data
            )
        self.settle()

    def held_keycodes(self) -> set[int]:
        keys = self._core.QueryKeymap().reply().keys
        return {8 * index + bit for index, byte in enumerate(keys) for bit in range(8) if byte >> bit & 1}

    def held_buttons(self) -> set[int]:
        mask = self._core.QueryPointer(self._root).reply().mask
        return {number for number in range(1, 6) if mask >> 7 + number & 1}

    def held(self) -> tuple[set[int], set[int]]:
        """The buttons and the keycodes that are down."""
        return self.held_buttons(), self.held_keycodes()

    def pointer(self) -> tuple[int, int]:
        reply = self._core.QueryPointer(self._root).reply()
        return reply.root_x, reply.root_y

    def settle(self) -> None:
        """Return when the server has done all that was asked."""
        self._core.GetInputFocus().reply()

    def _set_property(self, name: str, kind: str, width: int, data: bytes) -> None:
        name_atom, kind_atom = (self._core.InternAtom(False, len(text), text).reply().atom for text in (name, kind))
        count = len(data) // (width // 8)
        self._core.ChangeProperty(_REPLACE, self.window_id, name_atom, kind_atom, width, count, data)
        self.settle()


@contextmanager
def plain_window(
    title: str = "a plain window", x: int = 100, y: int = 80, width: int = WIDTH_PX, height: int = HEIGHT_PX
) -> Iterator[PlainWindow]:
    """A window on the display that `DISPLAY` names, while entered."""
    connection = open_connection()
    try:
        yield PlainWindow(connection, title, x, y, width, height)
    finally:
        connection.disconnect()
