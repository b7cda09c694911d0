"""What may never be sent is refused with its reason."""

import pytest

from agent.limits import Limits, Refusal, refusal
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
from bridge.geometry import Rect
from bridge.held import HeldInput

LIMITS = Limits(765, 503)
NOTHING = HeldInput()


def press(at_ns: int, x: int = 5, y: int = 5) -> ButtonPress:
    return ButtonPress(at_ns, x, y, MouseButton.LEFT, Author.AGENT)


@pytest.mark.parametrize(("x", "y"), [(-1, 5), (765, 5), (5, -1), (5, 503)])
def test_a_place_outside_the_canvas_is_refused(x, y):
    for event in (PointerMove(0, x, y, Author.AGENT), press(0, x, y), WheelScroll(0, x, y, 1, Author.AGENT)):
        assert refusal(event, NOTHING, (), LIMITS) is Refusal.OUTSIDE_CANVAS


def test_the_corners_of_the_canvas_are_allowed():
    assert refusal(press(0, 0, 0), NOTHING, (), LIMITS) is None
    assert refusal(press(0, 764, 502), NOTHING, (), LIMITS) is None


def test_a_second_press_of_a_held_button_is_impossible():
    assert refusal(press(0), HeldInput(buttons=frozenset({MouseButton.LEFT})), (), LIMITS) is Refusal.IMPOSSIBLE


def test_a_release_of_what_is_not_held_is_impossible():
    assert refusal(KeyRelease(0, "left", Author.AGENT), NOTHING, (), LIMITS) is Refusal.IMPOSSIBLE


def test_a_release_is_allowed_anywhere_and_at_any_rate():
    held = HeldInput(buttons=frozenset({MouseButton.LEFT}))
    sent = [PointerMove(0, 1, 1, Author.AGENT)] * 1_000
    assert refusal(ButtonRelease(0, -50, 9_000, MouseButton.LEFT, Author.AGENT), held, sent, LIMITS) is None


def test_too_many_held_at_once_is_refused():
    held = HeldInput(keys=frozenset({"left", "up", "shift", "ctrl"}))
    assert refusal(press(0), held, (), LIMITS) is Refusal.TOO_MANY_HELD


def test_a_key_outside_the_allowed_ones_is_refused():
    limits = Limits(765, 503, allowed_keys=frozenset({"space"}))
    assert refusal(KeyPress(0, "a", Author.AGENT), NOTHING, (), limits) is Refusal.FORBIDDEN_KEY
    assert refusal(KeyPress(0, "space", Author.AGENT), NOTHING, (), limits) is None


def test_presses_are_limited_within_any_second():
    sent = [press(at_ns * 1_000_000) for at_ns in range(20)]
    assert refusal(press(999_000_000), NOTHING, sent, LIMITS) is Refusal.TOO_FAST
    assert refusal(press(1_100_000_000), NOTHING, sent, LIMITS) is None


def test_moves_are_limited_within_any_second():
    sent = [PointerMove(at_ns * 1_000_000, 1, 1, Author.AGENT) for at_ns in range(400)]
    assert refusal(PointerMove(500_000_000, 1, 1, Author.AGENT), NOTHING, sent, LIMITS) is Refusal.TOO_FAST


@pytest.mark.parametrize("broken", [float("nan"), float("inf"), 3.0, True, None, "3"])
def test_what_is_no_whole_number_is_refused_before_any_bound(broken):
    for event in (
        PointerMove(0, broken, 5, Author.AGENT),
        press(0, 5, broken),
        WheelScroll(0, 5, 5, broken, Author.AGENT),
    ):
        assert refusal(event, NOTHING, (), LIMITS) is Refusal.NOT_A_NUMBER


def test_a_wheel_is_not_turned_without_end():
    assert refusal(WheelScroll(0, 5, 5, -11, Author.AGENT), NOTHING, (), LIMITS) is Refusal.TOO_MANY_NOTCHES
    assert refusal(WheelScroll(0, 5, 5, 10, Author.AGENT), NOTHING, (), LIMITS) is None


def test_a_forbidden_rectangle_is_passed_over_and_not_pressed():
    limits = Limits(765, 503, forbidden=(Rect(10, 10, 5, 5),))
    assert refusal(press(0, 12, 12), NOTHING, (), limits) is Refusal.FORBIDDEN_PLACE
    assert refusal(WheelScroll(0, 14, 14, 1, Author.AGENT), NOTHING, (), limits) is Refusal.FORBIDDEN_PLACE
    assert refusal(PointerMove(0, 12, 12, Author.AGENT), NOTHING, (), limits) is None
    assert refusal(press(0, 15, 12), NOTHING, (), limits) is None
