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
from bridge.held import HeldInput, events_to, held_at

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


def test_events_lead_to_what_is_held():
    held = HeldInput(Point(4, 5), frozenset({MouseButton.LEFT}), frozenset({"shift", "a"}))
    after = HeldInput()
    for event in events_to(held, 7, Author.HUMAN):
        assert after.allows(event)
        after = after.after(event)
    assert after == held


def test_held_at_a_moment_is_what_is_down_before_it():
    down = HeldInput().after(PRESS)
    assert list(held_at([0, 1, 2, 3], [PRESS, RELEASE], [(0, HeldInput())])) == [
        HeldInput(),
        HeldInput(),
        down,
        HeldInput(Point(4, 5)),
    ]


def test_a_part_begins_with_what_is_held_there():
    shift, up = HeldInput(Point(1, 1), keys=frozenset({"shift"})), HeldInput(keys=frozenset({"up"}))
    release = KeyRelease(6, "up", Author.HUMAN)
    found = list(held_at([0, 2, 5, 7], [PRESS, release], [(0, shift), (5, up)]))
    assert found == [shift, shift.after(PRESS), up, HeldInput()]
    assert list(held_at([9], [release], [(0, shift), (5, up)])) == [HeldInput()]
