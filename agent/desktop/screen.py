"""Eyes: pictures of the game's canvas, grabbed from the desktop."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from agent.desktop.canvas import Canvas, GameWindow, open_canvas
from agent.errors import DesktopError
from bridge.clock import Clock
from bridge.frame import Frame
from bridge.geometry import CanvasGeometry


class ScreenSource:
    """A `FrameSource` of a window's client area. All calls come from one thread, which may be another than ours.

    A window that covers the game's covers the picture too: see `Canvas.is_topmost_at`.

    Args:
        window: the game's window.
        clock: stamps the frames.
    """

    def __init__(self, window: GameWindow, clock: Clock) -> None:
        self._window = window
        self._clock = clock
        self._canvas: Canvas | None = None
        self._camera: Any = None

    def grab(self) -> Frame:
        """The picture now, RGB, at the size of the game's own canvas, stamped when the pixels were taken.

        Raises:
            WindowGone: the window was closed.
            WindowHidden: the window is minimised.
            DesktopError: it lies outside the screen, or the display cannot be read.
        """
        if self._canvas is None:
            self._canvas = open_canvas(self._window)
        geometry = self._canvas.geometry()
        desktop = geometry.desktop
        area = {"left": desktop.x, "top": desktop.y, "width": desktop.width, "height": desktop.height}
        try:
            if self._camera is None:
                self._camera = _open_camera()
            at_ns = self._clock.now_ns()
            shot = np.asarray(self._camera.grab(area))
        except Exception as error:  # mss raises its own, Xlib's and empty assertion errors
            self._give_back_camera()
            raise DesktopError(
                f"cannot grab {desktop.width}x{desktop.height} pixels at ({desktop.x}, {desktop.y}): "
                f"{type(error).__name__} {error}; bring the whole window onto the screen"
            ) from error
        return Frame(at_ns, _to_canvas_size(shot, geometry))

    def close(self) -> None:
        """Give back the devices; a second call does nothing."""
        self._give_back_camera()
        if self._canvas is not None:
            self._canvas.close()
            self._canvas = None

    def _give_back_camera(self) -> None:
        camera, self._camera = self._camera, None
        if camera is not None:
            with suppress(Exception):  # a camera of a display that died is gone already
                camera.close()


def _open_camera() -> Any:
    import mss

    return mss.MSS(backend="default")


def _to_canvas_size(shot: npt.NDArray[np.uint8], geometry: CanvasGeometry) -> npt.NDArray[np.uint8]:
    """RGB (H, W, 3) of the canvas from BGRA (h, w, 4) of the desktop."""
    pixels = cv2.cvtColor(shot, cv2.COLOR_BGRA2RGB)
    size = (geometry.canvas_width_px, geometry.canvas_height_px)
    if (pixels.shape[1], pixels.shape[0]) != size:
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(pixels, dtype=np.uint8)
