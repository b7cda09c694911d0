import sys
from contextlib import closing

import pytest

from agent.desktop.canvas import GameWindow, find_window, open_canvas, with_canvas_inside
from agent.errors import DesktopError, WindowGone
from bridge.clock import SECOND_NS, VirtualClock
from bridge.geometry import CanvasGeometry, Rect
from tests.agent.desktop.plain_window import plain_window


def test_a_window_is_found_once_and_its_canvas_followed(display):
    with plain_window("a game of stones", x=30, y=40, width=200, height=100) as plain:
        window = find_window("a game of stones", VirtualClock())
        assert window == GameWindow(plain.window_id, "a game of stones")
        with closing(open_canvas(window)) as canvas:
            assert canvas.geometry() == CanvasGeometry(Rect(30, 40, 200, 100), 765, 503)


def test_a_window_is_waited_for_and_then_missed_with_a_reason(display):
    clock = VirtualClock()
    with pytest.raises(DesktopError, match="no window of process 7 has a title that begins with 'nothing'"):
        find_window("nothing", clock, pid=7, timeout_s=0.2)
    assert clock.now_ns() == SECOND_NS // 5


def test_two_windows_of_a_name_are_one_too_many(display):
    two = plain_window("a game of stones"), plain_window("a game of stones")
    with two[0], two[1], pytest.raises(DesktopError, match="2 windows match"):
        find_window("a game of stones", VirtualClock())


def test_a_window_that_was_closed_cannot_be_followed(display):
    with plain_window() as plain:
        window = GameWindow(plain.window_id, "a plain window")
        plain.destroy()
        with pytest.raises(WindowGone):
            open_canvas(window)


def test_a_canvas_without_a_size_is_refused():
    with pytest.raises(ValueError, match="positive size"):
        GameWindow(1, "x", canvas_width_px=0)


def test_the_canvas_inside_a_window_is_followed_wherever_a_panel_pushes_it(display):
    with plain_window("a client", x=30, y=40, width=900, height=600) as plain:
        panels = plain.add_inside(0, 0, 900, 600)
        plain.add_inside(800, 0, 100, 600, panels)
        canvas_id = plain.add_inside(7, 20, 765, 503, panels)
        window = with_canvas_inside(find_window("a client", VirtualClock()), (765, 503))
        assert window == GameWindow(plain.window_id, "a client", canvas_id=canvas_id)
        with closing(open_canvas(window)) as canvas:
            assert canvas.geometry() == CanvasGeometry(Rect(37, 60, 765, 503), 765, 503)
            plain.move_inside(canvas_id, 9, 50)
            assert canvas.geometry().desktop == Rect(39, 90, 765, 503)
            plain.move_inside(panels, 1, 1)
            assert canvas.geometry().desktop == Rect(40, 91, 765, 503)
            plain.focus()
            assert canvas.is_focused()


def test_a_window_without_one_inside_is_its_own_canvas(display):
    with plain_window("a client") as plain:
        plain.add_inside(0, 0, 100, 100)
        found = find_window("a client", VirtualClock())
        window = with_canvas_inside(found, (400, 300))
        assert window == GameWindow(found.window_id, "a client", 400, 300)
        plain.destroy()
        with pytest.raises(WindowGone):
            with_canvas_inside(found, (400, 300))


def test_a_desktop_that_is_none_of_x11_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(DesktopError, match=r"needs an X11 desktop, found darwin; play on Linux/X11"):
        find_window("a game of stones", VirtualClock())
