from contextlib import closing

import numpy as np
import pytest

from agent.desktop.canvas import GameWindow
from agent.desktop.screen import ScreenSource
from agent.errors import DesktopError, WindowGone, WindowHidden
from bridge.clock import SystemClock
from tests.agent.desktop.plain_window import HEIGHT_PX, WIDTH_PX, plain_window


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


def test_what_another_window_covers_is_black(plain, game, pattern):
    plain.paint(pattern)
    with (
        closing(ScreenSource(game, SystemClock())) as screen,
        plain_window("other", x=150, y=100, width=200, height=90) as other,
    ):
        other.paint(np.full((90, 200, 3), (255, 0, 255), np.uint8))
        seen = screen.grab().pixels
    expected = pattern.copy()
    expected[20:110, 50:250] = 0
    assert np.array_equal(seen, expected)


def test_a_window_that_reaches_over_the_edge_covers_its_part_only(plain, game, pattern):
    plain.paint(pattern)
    with closing(ScreenSource(game, SystemClock())) as screen, plain_window(x=60, y=40, width=50, height=50):
        seen = screen.grab().pixels
    expected = pattern.copy()
    expected[:10, :10] = 0
    assert np.array_equal(seen, expected)


def test_a_window_below_or_a_hidden_one_covers_nothing(plain, game, pattern):
    with plain_window(x=60, y=40) as other, closing(ScreenSource(game, SystemClock())) as screen:
        other.hide()
        plain.paint(pattern)
        assert np.array_equal(screen.grab().pixels, pattern)


def test_a_stretched_window_is_black_where_it_is_covered(plain):
    game = GameWindow(plain.window_id, "a plain window", canvas_width_px=WIDTH_PX // 2, canvas_height_px=HEIGHT_PX // 2)
    plain.paint(np.full((HEIGHT_PX, WIDTH_PX, 3), (10, 200, 30), np.uint8))
    with closing(ScreenSource(game, SystemClock())) as screen, plain_window(x=100, y=80, width=200, height=100) as top:
        top.paint(np.full((100, 200, 3), (255, 0, 255), np.uint8))
        pixels = screen.grab().pixels
    assert not pixels[:49, :99].any()
    assert pixels[..., 0].max() <= 10


def test_a_picture_that_never_settles_is_black(plain, game, pattern):
    class Restless(ScreenSource):
        def _shot(self, desktop):
            shot = super()._shot(desktop)
            plain.place(desktop.x + 1, desktop.y)
            return shot

    plain.paint(pattern)
    with closing(Restless(game, SystemClock())) as screen:
        assert not screen.grab().pixels.any()
