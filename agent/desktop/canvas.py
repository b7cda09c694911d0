"""The game's window and where its canvas lies on the desktop."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import Protocol

from agent.errors import DesktopError
from bridge.clock import MILLISECOND_NS, SECOND_NS, Clock
from bridge.geometry import CanvasGeometry, Point

CANVAS_WIDTH_PX = 765
CANVAS_HEIGHT_PX = 503
_POLL_NS = 50 * MILLISECOND_NS


@dataclass(frozen=True, slots=True)
class GameWindow:
    """A window found once; its id stays the same while it lives.

    Args:
        window_id: the desktop's own number of it.
        title: the title when it was found.
        canvas_width_px: width of the game's own picture, whatever size the window has.
        canvas_height_px: height of the game's own picture.
        canvas_id: the window inside of it that shows the picture alone; None: its whole client area does.
    """

    window_id: int
    title: str
    canvas_width_px: int = CANVAS_WIDTH_PX
    canvas_height_px: int = CANVAS_HEIGHT_PX
    canvas_id: int | None = None

    def __post_init__(self) -> None:
        if min(self.canvas_width_px, self.canvas_height_px) <= 0:
            raise ValueError(f"a canvas has a positive size, found {self.canvas_width_px}x{self.canvas_height_px}")


class Canvas(Protocol):
    """Where the game's window is now. For use on one thread."""

    def geometry(self) -> CanvasGeometry:
        """Where the canvas lies on the desktop now.

        Raises:
            WindowGone: the window was closed.
            WindowHidden: it is minimised.
            DesktopError: the display cannot be asked.
        """
        ...

    def is_topmost_at(self, desktop: Point) -> bool:
        """Whether the game's window is what a click at this desktop pixel would hit."""
        ...

    def is_focused(self) -> bool:
        """Whether keys typed now go to the game."""
        ...

    def close(self) -> None:
        """Give back the connection; a second call does nothing."""
        ...


def find_window(title: str, clock: Clock, *, pid: int | None = None, timeout_s: float = 0.0) -> GameWindow:
    """Find the game's window, waiting for it to appear.

    Args:
        title: how its title begins.
        clock: for waiting.
        pid: the process that must own it; None: any.
        timeout_s: how long to wait for it.

    Raises:
        DesktopError: there is none, there are several, or this desktop cannot be searched.
    """
    deadline_ns = clock.now_ns() + round(timeout_s * SECOND_NS)
    while not (found := _windows(title, pid)):
        if clock.now_ns() >= deadline_ns:
            owner = "" if pid is None else f" of process {pid}"
            raise DesktopError(f"no window{owner} has a title that begins with {title!r}; is the game running?")
        clock.sleep_until_ns(min(clock.now_ns() + _POLL_NS, deadline_ns))
    if len(found) > 1:
        titles = ", ".join(repr(window.title) for window in found)
        raise DesktopError(f"{len(found)} windows match {title!r} ({titles}); close all but one, or name its process")
    return found[0]


def with_canvas_inside(window: GameWindow, canvas_px: tuple[int, int]) -> GameWindow:
    """The window of a client that shows its canvas beside panels of its own, with that canvas.

    A Java client (RuneLite) draws its panels itself and gives the canvas an X window of its own. So the canvas is taken
    to be what one finds by going into the largest window inside, as long as it fills a quarter of the one around it.

    Args:
        window: as found.
        canvas_px: width and height of the game's own picture, as the client reports them.

    Raises:
        WindowGone: it was closed meanwhile.
        DesktopError: this desktop cannot be searched.
    """
    require_x11()
    from agent.desktop.window_search import canvas_inside

    return replace(
        window, canvas_width_px=canvas_px[0], canvas_height_px=canvas_px[1], canvas_id=canvas_inside(window.window_id)
    )


def open_canvas(window: GameWindow) -> Canvas:
    """Follow a window from now on.

    Raises:
        WindowGone: it was closed meanwhile.
        DesktopError: this desktop cannot be asked.
    """
    require_x11()
    from agent.desktop.canvas_x11 import open_x11_canvas

    return open_x11_canvas(window)


def _windows(title: str, pid: int | None) -> tuple[GameWindow, ...]:
    require_x11()
    from agent.desktop.window_search import windows_titled

    return windows_titled(title, pid)


def require_x11() -> None:
    """Refuse a desktop on which the game's window cannot be found.

    Raises:
        DesktopError: it is none of X11.
    """
    if not sys.platform.startswith("linux"):
        raise DesktopError(f"finding the game's window needs an X11 desktop, found {sys.platform}; play on Linux/X11")
