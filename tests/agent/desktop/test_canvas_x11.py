from collections.abc import Iterator
from contextlib import closing

import pytest

from agent.desktop.canvas_x11 import X11Canvas, open_x11_canvas
from agent.errors import WindowGone, WindowHidden
from bridge.geometry import Point, Rect
from tests.agent.desktop.plain_window import plain_window


@pytest.fixture
def canvas(game) -> Iterator[X11Canvas]:
    with closing(open_x11_canvas(game)) as canvas:
        yield canvas


def test_a_moved_and_resized_window_is_followed(plain, canvas):
    assert canvas.geometry().desktop == Rect(100, 80, 765, 503)
    plain.place(7, 9)
    assert canvas.geometry().desktop == Rect(7, 9, 765, 503)
    plain.place(7, 9, 400, 300)
    assert canvas.geometry().desktop == Rect(7, 9, 400, 300)


def test_a_hidden_window_has_no_place_until_it_is_back(plain, canvas):
    plain.hide()
    with pytest.raises(WindowHidden, match="show it"):
        canvas.geometry()
    plain.show()
    assert canvas.geometry().desktop == Rect(100, 80, 765, 503)


def test_a_closed_window_is_gone_for_good(plain, canvas):
    plain.destroy()
    for _ in range(2):
        with pytest.raises(WindowGone, match="closed"):
            canvas.geometry()


def test_only_the_client_area_is_ours(canvas):
    assert canvas.is_topmost_at(Point(100, 80))
    assert canvas.is_topmost_at(Point(864, 582))
    assert not canvas.is_topmost_at(Point(99, 80))
    assert not canvas.is_topmost_at(Point(865, 582))


def test_a_window_on_top_takes_what_is_under_it(canvas):
    with plain_window(x=200, y=200, width=50, height=50):
        assert not canvas.is_topmost_at(Point(220, 220))
        assert canvas.is_topmost_at(Point(260, 220))


def test_keys_are_ours_with_the_focus_or_under_the_pointer(plain, canvas):
    assert canvas.is_focused()
    plain.warp(5, 5)
    assert not canvas.is_focused()
    plain.focus()
    assert canvas.is_focused()
    with plain_window(x=900, y=700, width=50, height=50) as other:
        other.focus()
        assert not canvas.is_focused()
