"""Single facts reach the server once they are shot, and the onlooker hears of each."""

import select

import pytest

from agent.desktop.raw_input import RawKind
from agent.desktop.x11 import open_connection
from agent.desktop.xtest import Faked, XTest, nobody
from agent.errors import InputRefused
from bridge.events import Author, ButtonPress, KeyPress, MouseButton, WheelScroll
from bridge.geometry import Point


def test_motions_and_presses_arrive_and_are_told(plain, connection):
    told = []
    xtest = XTest(connection, told.append)
    before = plain.pointer()
    shots = xtest.motion(Point(300, 200)), xtest.fake(RawKind.BUTTON_PRESS, 1)
    connection.core.GetInputFocus().reply()
    assert (plain.pointer(), plain.held_buttons(), told) == (before, set(), [])
    xtest.shoot(*shots)
    connection.core.GetInputFocus().reply()
    assert (plain.pointer(), plain.held_buttons()) == ((300, 200), {1})
    xtest.shoot(xtest.fake(RawKind.BUTTON_RELEASE, 1))
    connection.core.GetInputFocus().reply()
    assert plain.held_buttons() == set()
    kinds = [RawKind.MOTION, RawKind.BUTTON_PRESS, RawKind.BUTTON_RELEASE]
    assert told == [Faked(kinds[0], 0, Point(300, 200)), Faked(kinds[1], 1, None), Faked(kinds[2], 1, None)]


def test_codes_are_those_of_the_keyboard_and_the_pointer(connection):
    xtest = XTest(connection, nobody().faked)
    assert xtest.code(KeyPress(0, "shift", Author.AGENT)) == 50
    assert xtest.code(ButtonPress(0, 1, 1, MouseButton.RIGHT, Author.AGENT)) == 3
    assert [xtest.code(WheelScroll(0, 1, 1, notches, Author.AGENT)) for notches in (2, -2)] == [4, 5]
    xtest.forget_maps()
    xtest.learn_maps()
    with pytest.raises(InputRefused, match="no key 'other'"):
        xtest.code(KeyPress(0, "other", Author.AGENT))


def test_while_the_server_is_held_nobody_else_gets_an_answer(plain, connection):
    xtest = XTest(connection, nobody().faked)
    other = open_connection()
    xtest.hold_server()
    connection.core.GetInputFocus().reply()
    asked = other.core.GetInputFocus()
    other.flush()
    assert select.select([other.get_file_descriptor()], [], [], 0.03)[0] == []
    xtest.free_server()
    assert asked.reply() is not None
    other.disconnect()
