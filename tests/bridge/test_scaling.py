from __future__ import annotations

import numpy as np
import pytest

from bridge.clock import VirtualClock
from bridge.sandbox.game import SandboxGame
from bridge.scaling import scale_down, thumbnail_of
from tests.bridge.recording.sessions import HEIGHT_PX, WIDTH_PX, frame_at


def test_a_picture_of_the_right_size_is_not_touched() -> None:
    pixels = frame_at(0, 0).pixels
    assert scale_down(pixels, WIDTH_PX, HEIGHT_PX) is pixels


@pytest.mark.parametrize("size", [(384, 252), (96, 64)])
def test_scaling_down_keeps_the_mean_of_what_is_shown(size: tuple[int, int]) -> None:
    rows, columns = np.mgrid[0:503, 0:765]
    pixels = np.stack([columns // 3, rows // 2, (rows * columns) // 2000], axis=2).astype(np.uint8)
    small = scale_down(pixels, *size)
    assert small.shape == (size[1], size[0], 3)
    assert np.abs(small.mean(axis=(0, 1)) - pixels.mean(axis=(0, 1))).max() < 1.0


def test_scaling_up_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be scaled down"):
        scale_down(frame_at(0, 0).pixels, 100, 20)


def test_a_thumbnail_shows_the_whole_picture_on_96_by_64() -> None:
    pixels = np.zeros((503, 765, 3), np.uint8)
    pixels[:, 382:] = 200
    pixels[251:, :, 1] += 50
    small = thumbnail_of(pixels)
    assert small.shape == (64, 96, 3)
    assert small[10, 10].tolist() == [0, 0, 0]
    assert small[10, 90].tolist() == [200, 200, 200]
    assert small[60, 5].tolist() == [0, 50, 0]


def test_the_thumbnail_of_a_smaller_picture_of_the_same_is_nearly_the_same() -> None:
    pixels = SandboxGame("woodcutting", 3, VirtualClock()).grab().pixels
    filmed = thumbnail_of(scale_down(pixels, 384, 252)).astype(int)
    assert np.abs(thumbnail_of(pixels) - filmed).mean() < 3.0
