import pytest

from agent.desktop.observed import Observed
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

HUMAN, AGENT, LEFT = Author.HUMAN, Author.AGENT, MouseButton.LEFT
PLACE = Point(3, 4)


@pytest.fixture
def observed() -> Observed:
    return Observed(10, 8)


def test_what_the_game_gets_is_an_event(observed):
    assert observed.move(1, PLACE, True, HUMAN) == PointerMove(1, 3, 4, HUMAN)
    assert observed.scroll(2, PLACE, True, -1, HUMAN) == WheelScroll(2, 3, 4, -1, HUMAN)
    assert observed.press_button(3, PLACE, True, LEFT, AGENT) == ButtonPress(3, 3, 4, LEFT, AGENT)
    assert observed.release_button(4, PLACE, LEFT, AGENT) == ButtonRelease(4, 3, 4, LEFT, AGENT)
    assert observed.press_key(5, 38, "a", True, HUMAN) == KeyPress(5, "a", HUMAN)
    assert observed.release_key(6, 38, HUMAN) == KeyRelease(6, "a", HUMAN)


def test_what_another_window_gets_is_none(observed):
    assert observed.move(1, PLACE, False, HUMAN) is None
    assert observed.scroll(1, PLACE, False, 1, HUMAN) is None
    assert observed.press_button(1, PLACE, False, LEFT, HUMAN) is None
    assert observed.press_key(1, 38, "a", False, HUMAN) is None


def test_a_release_belongs_to_its_press_wherever_it_happens(observed):
    observed.press_button(1, PLACE, True, LEFT, HUMAN)
    assert observed.release_button(2, Point(-5, 99), LEFT, HUMAN) == ButtonRelease(2, 0, 7, LEFT, HUMAN)
    assert observed.release_button(3, PLACE, LEFT, HUMAN) is None


def test_a_release_whose_press_went_elsewhere_is_none(observed):
    observed.press_button(1, PLACE, False, LEFT, HUMAN)
    observed.press_key(1, 38, "a", False, HUMAN)
    assert observed.release_button(2, PLACE, LEFT, HUMAN) is None
    assert observed.release_key(2, 38, HUMAN) is None


def test_automatic_repeats_are_no_events(observed):
    observed.press_key(1, 38, "a", True, HUMAN)
    assert observed.press_key(2, 38, "a", True, HUMAN) is None
    assert observed.release_key(3, 38, HUMAN) == KeyRelease(3, "a", HUMAN)


def test_two_keys_of_one_name_are_one_key(observed):
    assert observed.press_key(1, 50, "shift", True, HUMAN) == KeyPress(1, "shift", HUMAN)
    assert observed.press_key(2, 62, "shift", True, HUMAN) is None
    assert observed.release_key(3, 50, HUMAN) is None
    assert observed.release_key(4, 62, HUMAN) == KeyRelease(4, "shift", HUMAN)


def test_a_person_and_the_agent_hold_apart(observed):
    observed.press_button(1, PLACE, True, LEFT, AGENT)
    assert observed.press_button(2, PLACE, True, LEFT, HUMAN) == ButtonPress(2, 3, 4, LEFT, HUMAN)
    assert observed.release_button(3, PLACE, LEFT, HUMAN) == ButtonRelease(3, 3, 4, LEFT, HUMAN)
    assert observed.release_button(4, PLACE, LEFT, AGENT) == ButtonRelease(4, 3, 4, LEFT, AGENT)
