"""The picture of a world: a pure function of it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from bridge.sandbox.layout import CANVAS_HEIGHT_PX, CANVAS_WIDTH_PX, VIEWPORT
from bridge.sandbox.scene import placed_objects
from bridge.sandbox.world import World


def draw(world: World) -> npt.NDArray[np.uint8]:
    """The canvas as uint8 (503, 765, 3) RGB."""
    canvas = np.full((CANVAS_HEIGHT_PX, CANVAS_WIDTH_PX, 3), 60, dtype=np.uint8)
    view = canvas[VIEWPORT.y : VIEWPORT.y + VIEWPORT.height, VIEWPORT.x : VIEWPORT.x + VIEWPORT.width]
    view[:] = world.palette.grass
    for placed in placed_objects(world):
        if placed.bounds is not None:
            box = placed.bounds
            cv2.rectangle(canvas, (box.x, box.y, box.width, box.height), world.palette.wall, -1)
    return canvas
