"""Pictures made smaller, and the thumbnail: the small picture of a tick that models look at."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

THUMBNAIL_WIDTH_PX, THUMBNAIL_HEIGHT_PX = 96, 64


def thumbnail_of(pixels: Pixels) -> Pixels:
    """A picture uint8 (H, W, 3) as a model sees it: uint8 (64, 96, 3), the whole of it whatever its shape.

    Raises:
        ValueError: the picture is smaller than that.
    """
    return scale_down(pixels, THUMBNAIL_WIDTH_PX, THUMBNAIL_HEIGHT_PX)


def scale_down(pixels: Pixels, width_px: int, height_px: int) -> Pixels:
    """A picture at a smaller size, or itself where it has that size already.

    Far down it goes in two steps, linear to four times the size and then by area: as good as area alone, and many
    times faster.

    Raises:
        ValueError: the picture is smaller than asked for.
    """
    height, width = pixels.shape[:2]
    if (width, height) == (width_px, height_px):
        return pixels
    if width < width_px or height < height_px:
        raise ValueError(f"a picture of {width}x{height} cannot be scaled down to {width_px}x{height_px}")
    if width > 4 * width_px and height > 4 * height_px:
        pixels = np.asarray(cv2.resize(pixels, (4 * width_px, 4 * height_px), interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.asarray(cv2.resize(pixels, (width_px, height_px), interpolation=cv2.INTER_AREA), np.uint8)
