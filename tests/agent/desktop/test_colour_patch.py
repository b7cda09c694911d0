from contextlib import closing

import numpy as np

from agent.desktop.colour_patch import colour_patch
from agent.desktop.screen import ScreenSource
from agent.desktop.window_search import windows_titled
from bridge.clock import SystemClock


def test_a_patch_shows_its_colour_and_goes_away(display):
    with colour_patch(10, 200, 90) as window, closing(ScreenSource(window, SystemClock())) as eyes:
        pixels = eyes.grab().pixels
        assert pixels.shape == (48, 64, 3)
        assert np.all(pixels == np.array((10, 200, 90), np.uint8))
    assert windows_titled("a test patch", None) == ()
