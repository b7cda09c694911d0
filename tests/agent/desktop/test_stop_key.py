"""The stop key is heard whichever window has the focus; other keys are not it."""

from contextlib import closing

import pytest

from agent.desktop.keyboard_x11 import read_keyboard_map
from agent.desktop.stop_key import DEFAULT_STOP_KEY, open_stop_key
from agent.desktop.x11 import open_connection
from agent.errors import DesktopError
from bridge.clock import SECOND_NS, SystemClock

CLOCK = SystemClock()


@pytest.fixture
def keycodes(display):
    connection = open_connection()
    yield read_keyboard_map(connection).keycodes
    connection.disconnect()


def becomes_true(look) -> bool:
    deadline_ns = CLOCK.now_ns() + 2 * SECOND_NS
    while not look() and CLOCK.now_ns() < deadline_ns:
        CLOCK.sleep_until_ns(CLOCK.now_ns() + SECOND_NS // 200)
    return look()


def test_the_stop_key_is_heard_without_any_window(devices, keycodes):
    with closing(open_stop_key(DEFAULT_STOP_KEY, CLOCK)) as stop_key:
        assert not stop_key.was_pressed
        devices.key(keycodes[DEFAULT_STOP_KEY], is_press=True)
        devices.key(keycodes[DEFAULT_STOP_KEY], is_press=False)
        assert becomes_true(lambda: stop_key.was_pressed)


def test_another_key_is_not_the_stop_key(devices, keycodes):
    with closing(open_stop_key("f11", CLOCK)) as stop_key:
        for key in ("f10", "f12", "f11"):
            assert not stop_key.was_pressed
            devices.key(keycodes[key], is_press=True)
            devices.key(keycodes[key], is_press=False)
        assert becomes_true(lambda: stop_key.was_pressed)


def test_a_key_that_the_keyboard_lacks_is_refused(display):
    with pytest.raises(DesktopError, match="no key 'letter'"):
        open_stop_key("letter", CLOCK)


def test_closing_twice_does_nothing(display):
    stop_key = open_stop_key(DEFAULT_STOP_KEY, CLOCK)
    stop_key.close()
    stop_key.close()
