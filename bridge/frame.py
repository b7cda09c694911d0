"""A picture of the game's canvas and the moment it was taken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Frame:
    """Pixels uint8 (H, W, 3) in RGB order, contiguous and read-only, taken at `at_ns`."""

    at_ns: int
    pixels: npt.NDArray[np.uint8]

    def __post_init__(self) -> None:
        pixels = self.pixels
        if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3:
            raise ValueError(f"a frame is uint8 (H, W, 3), found {pixels.dtype} {pixels.shape}")
        if not pixels.flags.c_contiguous:
            raise ValueError("a frame's pixels must be contiguous")
        pixels.setflags(write=False)
