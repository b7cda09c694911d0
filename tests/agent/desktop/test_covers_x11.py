"""Whatever window lies over the game's is known, and only that."""

from collections.abc import Callable, Iterator

import pytest

from agent.desktop.covers_x11 import Covers
from agent.desktop.x11 import extension, open_connection, root_window
from bridge.geometry import Rect
from tests.agent.desktop.plain_window import plain_window

SMALL = {"x": 200, "y": 210, "width": 50, "height": 60}


@pytest.fixture
def above(plain) -> Iterator[Callable[[], tuple[Rect, ...]]]:
    connection = open_connection()
    covers = Covers(connection)

    def ask() -> tuple[Rect, ...]:
        connection.core.GetInputFocus().reply()
        while (event := connection.poll_for_event()) is not None:
            covers.saw(event)
        return covers.above(plain.window_id)

    yield ask
    connection.disconnect()


def test_windows_come_move_hide_and_go(above):
    assert above() == ()
    with plain_window(**SMALL) as other:
        assert above() == (Rect(200, 210, 50, 60),)
        other.place(5, 6, 70, 80)
        assert above() == (Rect(5, 6, 70, 80),)
        other.hide()
        assert above() == ()
        other.show()
        assert above() == (Rect(5, 6, 70, 80),)
    assert above() == ()


def test_every_change_is_counted(plain):
    connection = open_connection()
    covers = Covers(connection)
    with plain_window(**SMALL) as other:
        other.hide()
    connection.core.GetInputFocus().reply()
    while (event := connection.poll_for_event()) is not None:
        covers.saw(event)
    connection.disconnect()
    assert covers.changes >= 4  # created, shown, hidden, gone


def test_a_window_without_pixels_covers_none(above):
    connection = open_connection()
    window, root = connection.generate_id(), root_window(connection)
    connection.core.CreateWindow(0, window, root, 0, 0, 900, 900, 0, 2, 0, 0, [])
    connection.core.MapWindow(window)
    connection.core.GetInputFocus().reply()
    assert above() == ()
    connection.disconnect()


def test_the_screen_that_a_compositor_draws_on_covers_nothing(plain):
    compositor = open_connection()
    name = "_NET_WM_CM_S0"
    atom = compositor.core.InternAtom(False, len(name), name).reply().atom
    with plain_window(x=900, y=900, width=5, height=5) as owner:
        compositor.core.SetSelectionOwner(owner.window_id, atom, 0)
        composite = extension(compositor, "composite")
        composite.QueryVersion(0, 3).reply()
        composite.GetOverlayWindow(root_window(compositor)).reply()
        connection = open_connection()
        rects = Covers(connection).above(plain.window_id)
        connection.disconnect()
    compositor.disconnect()
    assert rects == (Rect(900, 900, 5, 5),)


def test_windows_are_restacked(plain, above):
    connection = open_connection()
    with plain_window(**SMALL) as other, plain_window(x=1, y=2, width=3, height=4):
        assert above() == (Rect(200, 210, 50, 60), Rect(1, 2, 3, 4))
        connection.core.ConfigureWindow(other.window_id, 1 << 6, [1])  # below all
        connection.core.GetInputFocus().reply()
        assert above() == (Rect(1, 2, 3, 4),)
        connection.core.ConfigureWindow(plain.window_id, 1 << 6, [0])  # above all
        connection.core.GetInputFocus().reply()
        assert above() == ()
        connection.core.CirculateWindow(0, root_window(connection))  # the lowest that is covered comes up
        connection.core.GetInputFocus().reply()
        assert set(above()) <= {Rect(200, 210, 50, 60), Rect(1, 2, 3, 4)}
    connection.disconnect()


def test_a_window_that_is_taken_into_another_one_covers_no_more(plain, above):
    connection = open_connection()
    with plain_window(**SMALL) as other:
        connection.core.ReparentWindow(other.window_id, plain.window_id, 5, 6)
        connection.core.GetInputFocus().reply()
        assert above() == ()
        connection.core.ReparentWindow(other.window_id, root_window(connection), 7, 8)
        connection.core.GetInputFocus().reply()
        assert above() == (Rect(7, 8, 50, 60),)
    connection.disconnect()


def test_each_event_is_judged_by_what_lay_there_then(plain):
    connection = open_connection()
    covers, seen = Covers(connection), []
    with plain_window(**SMALL) as other:
        other.place(5, 6, 70, 80)
        other.hide()
    connection.core.GetInputFocus().reply()
    while (event := connection.poll_for_event()) is not None:
        covers.saw(event)
        seen.append(covers.above(plain.window_id))
    connection.disconnect()
    first, second = (Rect(200, 210, 50, 60),), (Rect(5, 6, 70, 80),)
    assert [rects for rects, before in zip(seen, [None, *seen], strict=False) if rects != before] == [
        (),
        first,
        second,
        (),
    ]
