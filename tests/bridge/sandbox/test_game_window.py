from contextlib import closing

import numpy as np
import pytest

from agent.desktop.actuator_xtest import open_xtest_actuator
from agent.desktop.canvas import find_window
from agent.desktop.screen import ScreenSource
from bridge.clock import MILLISECOND_NS, SECOND_NS, SystemClock
from bridge.errors import BridgeError
from bridge.events import Author, ButtonPress, ButtonRelease, KeyPress, KeyRelease, MouseButton, WheelScroll
from bridge.sandbox.game_window import TITLE, open_window
from bridge.sandbox.observe import observe
from bridge.sandbox.rules_file import load_rules
from bridge.sandbox.view import draw
from bridge.sandbox.worldgen import make_world
from tests.agent.desktop.listening import discrete, timeless

AGENT, HUMAN, LEFT = Author.AGENT, Author.HUMAN, MouseButton.LEFT


def test_the_window_shows_the_view_pixel_by_pixel_and_gives_what_is_done_in_it(display):
    clock = SystemClock()
    world = make_world(load_rules("woodcutting"), "woodcutting", 1)
    with open_window(clock) as seat:
        seat.show(world, observe(world, 0))
        window = find_window(TITLE, clock, timeout_s=5.0)
        with closing(ScreenSource(window, clock)) as screen, closing(open_xtest_actuator(window)) as hand:
            seat.events(clock.now_ns() + 100 * MILLISECOND_NS)
            assert np.array_equal(screen.grab().pixels, draw(world))
            sent = [
                ButtonPress(0, 10, 20, LEFT, AGENT),
                ButtonRelease(0, 764, 502, LEFT, AGENT),
                WheelScroll(0, 5, 6, -1, AGENT),
                KeyPress(0, "left", AGENT),
                KeyRelease(0, "left", AGENT),
            ]
            for event in sent:
                hand.send(event)
            assert timeless(_done(seat, len(sent), clock)) == timeless(sent, author=HUMAN)
            assert not seat.is_left


def _done(seat, count, clock):
    events, deadline_ns = [], clock.now_ns() + 5 * SECOND_NS
    while len(events) < count and clock.now_ns() < deadline_ns:
        events += discrete(seat.events(clock.now_ns() + 30 * MILLISECOND_NS))
    return events


def test_closing_the_window_leaves_the_seat(display):
    clock = SystemClock()
    with open_window(clock) as seat:
        import pygame

        pygame.event.post(pygame.event.Event(pygame.QUIT))
        while not seat.is_left:
            seat.events(clock.now_ns() + 30 * MILLISECOND_NS)


def test_without_a_display_one_line_says_so(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(BridgeError, match="no display"), open_window(SystemClock()):
        pass
