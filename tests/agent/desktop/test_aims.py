"""What is asked ahead: the server is held from the aim until the press left, and moves wait for no answer."""

import select
from contextlib import closing

import pytest

from agent.desktop.actuator_xtest import open_xtest_actuator
from agent.desktop.lead import FRESH_NS, Lead
from agent.desktop.x11 import open_connection
from agent.errors import InputRefused
from bridge.clock import VirtualClock
from bridge.events import Author, ButtonPress, ButtonRelease, KeyPress, MouseButton, PointerMove, WheelScroll
from tests.agent.desktop.listening import eventually
from tests.agent.desktop.plain_window import plain_window

AGENT, LEFT = Author.AGENT, MouseButton.LEFT


def is_answered(other) -> bool:
    """Whether the server does something for somebody else."""
    asked = other.core.GetInputFocus()
    other.flush()
    is_there = bool(select.select([other.get_file_descriptor()], [], [], 0.05)[0])
    asked.discard_reply()
    return is_there


@pytest.fixture
def other(display):
    connection = open_connection()
    yield connection
    connection.disconnect()


def test_the_server_is_held_from_the_aim_until_the_press_left(plain, xtest, other):
    press = ButtonPress(0, 10, 20, LEFT, AGENT)
    xtest.aim(press)
    assert not eventually(lambda: is_answered(other), False)
    xtest.send(press)
    assert eventually(plain.held_buttons, {1}) == {1}
    assert is_answered(other)


def test_an_aim_that_is_given_up_lets_the_server_go(xtest, other):
    for event in (WheelScroll(0, 10, 20, 1, AGENT), KeyPress(0, "shift", AGENT)):
        xtest.aim(event)
        assert not eventually(lambda: is_answered(other), False)
        xtest.aim(None)
        assert is_answered(other)
    xtest.aim(KeyPress(0, "shift", AGENT))
    xtest.aim(KeyPress(0, "other", AGENT))  # which no hand can press
    assert is_answered(other)


def test_moves_between_the_aim_and_the_press_are_known_to_it(plain, xtest):
    press = ButtonPress(0, 10, 20, LEFT, AGENT)
    xtest.aim(press)
    xtest.send(PointerMove(0, 300, 300, AGENT))
    xtest.send(press)
    assert eventually(plain.pointer, (110, 100)) == (110, 100)
    release = ButtonRelease(0, 400, 300, LEFT, AGENT)
    xtest.aim(release)
    xtest.send(PointerMove(0, 5, 5, AGENT))
    xtest.send(release)
    assert eventually(plain.pointer, (500, 380)) == (500, 380)


def test_a_popup_that_came_before_the_aim_is_not_pressed(plain, xtest):
    with plain_window("a popup", x=120, y=100, width=100, height=100):
        press = ButtonPress(0, 50, 50, LEFT, AGENT)
        xtest.aim(press)
        with pytest.raises(InputRefused) as refused:
            xtest.send(press)
        assert refused.value.reason == "covered"


def test_a_move_waits_for_no_answer_where_the_server_was_heard_just_now(game, plain):
    connection, lead = open_connection(), Lead(VirtualClock().now_ns)
    with closing(open_xtest_actuator(game, connection=connection, lead=lead)) as actuator:
        actuator.send(PointerMove(0, 1, 1, AGENT))
        connection.wait_for_reply = None  # nothing can be waited for from now on
        actuator.send(PointerMove(0, 10, 20, AGENT))
        assert eventually(plain.pointer, (110, 100)) == (110, 100)
        del connection.wait_for_reply


def test_before_a_move_a_silent_server_is_asked_for_a_sign_of_life(game, plain):
    connection, clock = open_connection(), VirtualClock()
    with closing(open_xtest_actuator(game, connection=connection, lead=Lead(clock.now_ns))) as actuator:
        actuator.send(PointerMove(0, 1, 1, AGENT))
        clock.sleep_until_ns(10 * FRESH_NS)
        actuator.ping(10 * FRESH_NS)
        waits, wait_for_reply = [], connection.wait_for_reply
        connection.wait_for_reply = lambda number: waits.append(number) or wait_for_reply(number)
        actuator.send(PointerMove(10 * FRESH_NS, 10, 20, AGENT))
        assert len(waits) == 1
        assert eventually(plain.pointer, (110, 100)) == (110, 100)
