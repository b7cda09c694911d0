"""Eyes: pictures of the game's canvas, grabbed from the desktop."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import numpy.typing as npt

from agent.desktop.canvas import GameWindow, require_x11
from agent.errors import DesktopError
from bridge.clock import Clock
from bridge.frame import Frame
from bridge.geometry import CanvasGeometry, Rect

if TYPE_CHECKING:
    from agent.desktop.sight_x11 import Look, Sight

_TRIES = 3


class ScreenSource:
    """A `FrameSource` of a window's client area. All calls come from one thread, which may be another than ours.

    What other windows cover is black, and so is a whole picture while windows change too fast to tell.

    Args:
        window: the game's window.
        clock: stamps the frames.
    """

    def __init__(self, window: GameWindow, clock: Clock) -> None:
        self._window = window
        self._clock = clock
        self._sight: Sight | None = None
        self._camera: Any = None

    def grab(self) -> Frame:
        """The picture now, RGB, at the size of the game's own canvas, stamped when the pixels were taken.

        Raises:
            WindowGone: the window was closed.
            WindowHidden: the window is minimised.
            DesktopError: it lies outside the screen, or the display cannot be read.
        """
        if self._sight is None:
            self._sight = _open_sight(self._window)
        look = self._sight.look()
        for _ in range(_TRIES):
            at_ns, shot = self._shot(look.geometry.desktop)
            after = self._sight.look()
            if look == after:
                return Frame(at_ns, _to_canvas_size(_without(shot, look), look.geometry))
            look = after
        return Frame(at_ns, np.zeros((look.geometry.canvas_height_px, look.geometry.canvas_width_px, 3), np.uint8))

    def _shot(self, desktop: Rect) -> tuple[int, npt.NDArray[np.uint8]]:
        """The time and the pixels BGRA (h, w, 4) of a part of the desktop."""
        area = {"left": desktop.x, "top": desktop.y, "width": desktop.width, "height": desktop.height}
        try:
            if self._camera is None:
                self._camera = _open_camera()
            at_ns = self._clock.now_ns()
            return at_ns, np.asarray(self._camera.grab(area))
        except Exception as error:  # mss raises its own, Xlib's and empty assertion errors
            self._give_back_camera()
            raise DesktopError(
                f"cannot grab {desktop.width}x{desktop.height} pixels at ({desktop.x}, {desktop.y}): "
                f"{type(error).__name__} {error}; bring the whole window onto the screen"
            ) from error

    def close(self) -> None:
        """Give back the devices; a second call does nothing."""
        self._give_back_camera()
        if self._sight is not None:
            self._sight.close()
            self._sight = None

    def _give_back_camera(self) -> None:
        camera, self._camera = self._camera, None
        if camera is not None:
            with suppress(Exception):  # a camera of a display that died is gone already
                camera.close()


def _open_camera() -> Any:
    import mss

    return mss.MSS(backend="default")


def _open_sight(window: GameWindow) -> Sight:
    require_x11()
    from agent.desktop.sight_x11 import Sight

    return Sight(window)


def _without(shot: npt.NDArray[np.uint8], look: Look) -> npt.NDArray[np.uint8]:
    """The picture BGRA (h, w, 4) with what is covered in black."""
    if not look.covered:
        return shot
    shown = shot.copy()
    for part in look.covered:
        left, top = part.x - look.geometry.desktop.x, part.y - look.geometry.desktop.y
        shown[top : top + part.height, left : left + part.width] = 0
    return shown


def _to_canvas_size(shot: npt.NDArray[np.uint8], geometry: CanvasGeometry) -> npt.NDArray[np.uint8]:
    """RGB (H, W, 3) of the canvas from BGRA (h, w, 4) of the desktop."""
    pixels = cv2.cvtColor(shot, cv2.COLOR_BGRA2RGB)
    size = (geometry.canvas_width_px, geometry.canvas_height_px)
    if (pixels.shape[1], pixels.shape[0]) != size:
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(pixels, dtype=np.uint8)
