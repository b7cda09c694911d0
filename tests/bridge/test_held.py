"""Held input follows the events and says what is possible."""

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
from bridge.held import HeldInput, presses_of

PRESS = ButtonPress(1, 2, 3, MouseButton.LEFT, Author.HUMAN)
RELEASE = ButtonRelease(2, 4, 5, MouseButton.LEFT, Author.HUMAN)


def test_nothing_is_held_at_first():
    assert HeldInput() == HeldInput(None, frozenset(), frozenset())


def test_a_press_holds_its_button_at_its_place():
    assert HeldInput().after(PRESS) == HeldInput(Point(2, 3), frozenset({MouseButton.LEFT}))


def test_a_release_lets_go():
    assert HeldInput().after(PRESS).after(RELEASE) == HeldInput(Point(4, 5))


def test_moves_and_wheel_carry_the_pointer():
    held = HeldInput().after(PointerMove(1, 7, 8, Author.HUMAN)).after(WheelScroll(2, 9, 10, 1, Author.HUMAN))
    assert held.pointer == Point(9, 10)


def test_keys_are_held_apart_from_buttons():
    held = HeldInput().after(PRESS).after(KeyPress(2, "up", Author.HUMAN))
    assert held.keys == {"up"}
    assert held.after(KeyRelease(3, "up", Author.HUMAN)) == HeldInput().after(PRESS)


def test_only_possible_events_are_allowed():
    down = HeldInput().after(PRESS).after(KeyPress(2, "up", Author.HUMAN))
    assert not down.allows(PRESS)
    assert not HeldInput().allows(RELEASE)
    assert not down.allows(KeyPress(3, "up", Author.HUMAN))
    assert not HeldInput().allows(KeyRelease(3, "up", Author.HUMAN))
    assert down.allows(RELEASE)
    assert HeldInput().allows(PRESS)
    assert down.allows(PointerMove(3, 0, 0, Author.HUMAN))


def test_presses_lead_to_what_is_held():
    held = HeldInput(Point(4, 5), frozenset({MouseButton.LEFT}), frozenset({"shift", "a"}))
    after = HeldInput()
    for event in presses_of(held, 7, Author.HUMAN):
        assert after.allows(event)
        after = after.after(event)
    assert after == held
