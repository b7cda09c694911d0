from contextlib import closing

import numpy as np
import pytest

from agent.desktop.canvas import GameWindow
from agent.desktop.screen import ScreenSource
from agent.errors import DesktopError, WindowGone, WindowHidden
from bridge.clock import SystemClock
from tests.agent.desktop.plain_window import HEIGHT_PX, WIDTH_PX


@pytest.fixture
def pattern() -> np.ndarray:
    return np.random.default_rng(7).integers(0, 256, (HEIGHT_PX, WIDTH_PX, 3), np.uint8)


def test_every_pixel_has_its_exact_colour(plain, game, pattern):
    plain.paint(pattern)
    with closing(ScreenSource(game, SystemClock())) as screen:
        assert np.array_equal(screen.grab().pixels, pattern)


def test_the_picture_follows_the_window(plain, game, pattern):
    with closing(ScreenSource(game, SystemClock())) as screen:
        screen.grab()
        plain.place(3, 500)
        plain.paint(pattern)
        assert np.array_equal(screen.grab().pixels, pattern)


def test_a_larger_window_gives_a_picture_of_the_canvas_size(plain, pattern):
    game = GameWindow(plain.window_id, "a plain window", canvas_width_px=WIDTH_PX // 2, canvas_height_px=HEIGHT_PX // 2)
    plain.paint(np.full((HEIGHT_PX, WIDTH_PX, 3), (10, 200, 30), np.uint8))
    with closing(ScreenSource(game, SystemClock())) as screen:
        pixels = screen.grab().pixels
    assert pixels.shape == (HEIGHT_PX // 2, WIDTH_PX // 2, 3)
    assert (pixels == (10, 200, 30)).all()


def test_a_window_that_leaves_the_screen_cannot_be_grabbed_until_it_is_back(plain, game):
    with closing(ScreenSource(game, SystemClock())) as screen:
        plain.place(900, 80)
        with pytest.raises(DesktopError, match="bring the whole window onto the screen"):
            screen.grab()
        plain.place(100, 80)
        screen.grab()


def test_a_hidden_and_a_closed_window_say_so(plain, game):
    with closing(ScreenSource(game, SystemClock())) as screen:
        plain.hide()
        with pytest.raises(WindowHidden):
            screen.grab()
        plain.destroy()
        with pytest.raises(WindowGone):
            screen.grab()
