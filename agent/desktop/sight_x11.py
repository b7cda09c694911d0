"""What can be seen of the game's canvas on an X server: where it lies, and what lies over it."""

from __future__ import annotations

from dataclasses import dataclass

from agent.desktop.canvas import GameWindow
from agent.desktop.canvas_x11 import FollowedWindow
from agent.desktop.covers_x11 import Covers
from agent.desktop.failures import desktop_errors
from agent.desktop.x11 import open_connection
from bridge.geometry import CanvasGeometry, Rect


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the desktop; two that are equal had nothing change between them.

    Args:
        geometry: where the canvas lies.
        covered: the parts of the canvas that other windows lie over, in desktop pixels.
        changes: counts every change of any window.
    """

    geometry: CanvasGeometry
    covered: tuple[Rect, ...]
    changes: int


class Sight:
    """Looks at the game's window. For use on one thread, with a connection of its own.

    Args:
        window: the window to follow.
    """

    def __init__(self, window: GameWindow) -> None:
        self._window = window
        self._connection = open_connection()
        self._followed = FollowedWindow(self._connection, window)
        self._covers = Covers(self._connection)

    def look(self) -> Look:
        """What there is to see now: every change that the server made before is taken in.

        Raises:
            WindowGone: the window was closed.
            WindowHidden: it is minimised.
            DesktopError: the display cannot be asked.
        """
        with desktop_errors(f"looking at {self._window.title!r}"):
            self._connection.core.GetInputFocus().reply()  # what the server did until now is here when it answers
            while (event := self._connection.poll_for_event()) is not None:
                self._followed.saw(event)
                self._covers.saw(event)
            geometry = self._followed.geometry()
            above = self._covers.above(self._followed.outermost())
            parts = (geometry.desktop.intersection(rect) for rect in above)
            covered = tuple(part for part in parts if part.width and part.height)
            return Look(geometry, covered, self._covers.changes)

    def close(self) -> None:
        """Give back the connection; a second call does nothing."""
        self._connection.disconnect()
