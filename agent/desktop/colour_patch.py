"""A small window of one colour, shown for a moment: what the eyes should see of it is known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from agent.desktop.canvas import GameWindow
from agent.desktop.failures import desktop_errors
from agent.desktop.x11 import open_connection, root_window

PATCH_WIDTH_PX = 64
PATCH_HEIGHT_PX = 48
_AS_ROOT = 0
_INPUT_OUTPUT = 1
_BACK_PIXEL = 1 << 1
_NO_WINDOW_MANAGER = 1 << 9


@contextmanager
def colour_patch(red: int, green: int, blue: int) -> Iterator[GameWindow]:
    """A window at the top left of this X display, above all others, that takes no focus.

    Args:
        red: 0 to 255, as the others.
        green: see red.
        blue: see red.

    Raises:
        DesktopError: the display is gone.
    """
    connection = open_connection()
    try:
        with desktop_errors("showing a test patch"):
            window_id = int(connection.generate_id())
            size = (PATCH_WIDTH_PX, PATCH_HEIGHT_PX)
            connection.core.CreateWindow(
                _AS_ROOT,
                window_id,
                root_window(connection),
                *(0, 0, *size, 0),
                _INPUT_OUTPUT,
                _AS_ROOT,
                _BACK_PIXEL | _NO_WINDOW_MANAGER,
                [red << 16 | green << 8 | blue, 1],
            )
            connection.core.MapWindow(window_id)
            connection.core.GetInputFocus().reply()  # an answer proves that it is shown
        yield GameWindow(window_id, "a test patch", *size)
    finally:
        connection.disconnect()
