"""A look tells where the canvas lies and what of it can be seen; looks differ where anything changed between them."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from agent.desktop.sight_x11 import Sight
from agent.errors import WindowGone
from bridge.geometry import Rect
from tests.agent.desktop.plain_window import plain_window


@pytest.fixture
def sight(plain, game) -> Iterator[Sight]:
    with closing(Sight(game)) as sight:
        yield sight


def test_nothing_changed_is_the_same_look(sight):
    first = sight.look()
    assert first.geometry.desktop == Rect(100, 80, 765, 503)
    assert first.covered == ()
    assert sight.look() == first


def test_only_what_lies_on_the_canvas_is_covered(sight):
    with plain_window(x=850, y=570, width=100, height=100), plain_window(x=10, y=10, width=20, height=20):
        assert sight.look().covered == (Rect(850, 570, 15, 13),)


def test_a_window_that_came_and_went_between_makes_another_look(sight):
    first = sight.look()
    with plain_window(x=850, y=570, width=100, height=100):
        pass
    second = sight.look()
    assert (second.geometry, second.covered) == (first.geometry, first.covered)
    assert second != first


def test_a_move_is_seen(plain, sight):
    plain.place(1, 2)
    assert sight.look().geometry.desktop == Rect(1, 2, 765, 503)


def test_a_closed_window_is_gone(plain, sight):
    plain.destroy()
    with pytest.raises(WindowGone):
        sight.look()
