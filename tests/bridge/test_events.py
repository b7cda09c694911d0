"""Every input event is complete, tagged and comes back from JSON as itself."""

import msgspec
import pytest

from bridge.events import (
    KEYS,
    Author,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)

EVENTS = [
    PointerMove(1, 2, 3, Author.HUMAN),
    ButtonPress(1, 2, 3, MouseButton.LEFT, Author.AGENT),
    ButtonRelease(1, 2, 3, MouseButton.RIGHT, Author.HUMAN),
    WheelScroll(1, 2, 3, -1, Author.HUMAN),
    KeyPress(1, "space", Author.HUMAN),
    KeyRelease(1, "f12", Author.HUMAN),
]


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_comes_back_from_json_as_itself(event):
    assert msgspec.json.decode(msgspec.json.encode(event), type=InputEvent) == event


def test_press_and_release_are_told_apart():
    tags = {msgspec.to_builtins(event)["type"] for event in EVENTS}
    assert len(tags) == len(EVENTS)


def test_an_unknown_key_is_refused():
    with pytest.raises(ValueError, match="unknown key 'hyper'"):
        KeyPress(1, "hyper", Author.HUMAN)


def test_a_wheel_that_does_not_turn_is_refused():
    with pytest.raises(ValueError, match="at least one notch"):
        WheelScroll(1, 2, 3, 0, Author.HUMAN)


def test_key_names_are_unique():
    assert len(set(KEYS)) == len(KEYS)
