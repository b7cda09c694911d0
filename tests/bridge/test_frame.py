"""A frame refuses what is not a picture, and nobody changes it afterwards."""

import numpy as np
import pytest

from bridge.frame import Frame


def test_a_frame_is_read_only():
    frame = Frame(1, np.zeros((3, 4, 3), np.uint8))
    with pytest.raises(ValueError, match="read-only"):
        frame.pixels[0, 0, 0] = 1


@pytest.mark.parametrize("pixels", [np.zeros((3, 4, 4), np.uint8), np.zeros((3, 4), np.uint8), np.zeros((3, 4, 3))])
def test_other_shapes_and_types_are_refused(pixels):
    with pytest.raises(ValueError, match="uint8"):
        Frame(1, pixels)


def test_a_view_with_gaps_is_refused():
    with pytest.raises(ValueError, match="contiguous"):
        Frame(1, np.zeros((6, 4, 3), np.uint8)[::2])
