"""Canvas and desktop pixels map onto each other without drift."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.geometry import CanvasGeometry, Point, Rect


@given(
    st.integers(-3_000, 3_000),
    st.integers(-3_000, 3_000),
    st.floats(1.0, 4.0),
    st.integers(0, 764),
    st.integers(0, 502),
)
def test_a_canvas_pixel_comes_back_from_the_desktop(left, top, scale, x, y):
    geometry = CanvasGeometry(Rect(left, top, round(765 * scale), round(503 * scale)), 765, 503)
    assert geometry.to_canvas(geometry.to_desktop(Point(x, y))) == Point(x, y)


def test_x_and_y_use_their_own_size():
    geometry = CanvasGeometry(Rect(100, 50, 1530, 503), 765, 503)
    assert geometry.to_canvas(Point(100 + 200, 50 + 200)) == Point(100, 200)


def test_a_place_left_of_the_window_is_outside():
    geometry = CanvasGeometry(Rect(100, 50, 765, 503), 765, 503)
    assert geometry.to_canvas(Point(99, 60)).x == -1
    assert not geometry.is_inside(geometry.to_canvas(Point(99, 60)))
    assert geometry.is_inside(Point(764, 502))


def test_a_rectangle_is_half_open():
    rectangle = Rect(1, 2, 3, 4)
    assert rectangle.contains(1, 2)
    assert rectangle.contains(3, 5)
    assert not rectangle.contains(4, 2)
    assert not rectangle.contains(1, 6)


def test_rectangles_that_do_not_meet_have_an_empty_intersection():
    assert Rect(0, 0, 2, 2).intersection(Rect(5, 5, 2, 2)).width == 0
    assert Rect(0, 0, 4, 4).intersection(Rect(2, 1, 4, 4)) == Rect(2, 1, 2, 3)


def test_the_centre_lies_inside():
    assert Rect(10, 20, 5, 3).centre == Point(12, 21)


def test_a_negative_size_is_refused():
    with pytest.raises(ValueError, match="negative size"):
        Rect(0, 0, -1, 1)


def test_an_empty_canvas_is_refused():
    with pytest.raises(ValueError, match="positive size"):
        CanvasGeometry(Rect(0, 0, 0, 5), 765, 503)
