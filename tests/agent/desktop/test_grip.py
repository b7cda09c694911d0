"""What is held stands in the ledger from before it goes down until after it came up."""

import pytest

from agent.desktop.grip import Grip
from agent.desktop.ledger import LEDGER_BYTES, HeldLedger
from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.geometry import Point

AGENT, LEFT = Author.AGENT, MouseButton.LEFT


@pytest.fixture
def ledger():
    return HeldLedger(bytearray(LEDGER_BYTES))


def test_a_press_is_held_from_before_it_leaves_until_its_release_left(ledger):
    grip = Grip(ledger)
    grip.takes(ButtonPress(0, 1, 2, LEFT, AGENT), 3)
    grip.takes(KeyPress(0, "shift", AGENT), 50)
    assert (grip.buttons, grip.keys, ledger.buttons, ledger.keys) == ({3}, {50}, (3,), (50,))
    assert grip.code_of(KeyRelease(1, "shift", AGENT)) == 50
    assert grip.code_of(ButtonRelease(1, 1, 2, LEFT, AGENT)) == 3
    grip.left(KeyRelease(1, "shift", AGENT))
    grip.left(ButtonRelease(1, 1, 2, LEFT, AGENT))
    assert not ledger.is_anything_held
    assert (grip.buttons, grip.keys) == (set(), set())


def test_a_turn_of_the_wheel_is_never_held_but_may_be_left_down(ledger):
    grip = Grip(ledger)
    grip.takes(WheelScroll(0, 1, 2, -1, AGENT), 5)
    assert (grip.buttons, ledger.buttons, ledger.buttons_left) == (set(), (), (5,))
    grip.settle()
    assert not ledger.is_anything_left


def test_moves_are_where_the_pointer_is(ledger):
    grip = Grip(ledger)
    grip.left(PointerMove(0, 5, 6, AGENT))
    assert grip.held.pointer == Point(5, 6)


def test_what_a_person_holds_too_stays_in_the_ledger_only(ledger):
    grip = Grip(ledger)
    grip.takes(KeyPress(0, "shift", AGENT), 50)
    grip.released(set(), set())
    assert (grip.keys, ledger.keys) == (set(), (50,))
