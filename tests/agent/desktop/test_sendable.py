import pytest

from agent.desktop.sendable import check_sendable, place_of
from agent.errors import InputRefused
from bridge.events import Author, ButtonPress, ButtonRelease, KeyPress, KeyRelease, MouseButton, PointerMove
from bridge.geometry import CanvasGeometry, Point, Rect
from bridge.held import HeldInput

GEOMETRY = CanvasGeometry(Rect(100, 80, 765, 503), 765, 503)
NOTHING = HeldInput()
LEFT, AGENT = MouseButton.LEFT, Author.AGENT


def refusal(event, held=NOTHING) -> str:
    with pytest.raises(InputRefused) as refused:
        check_sendable(event, held, GEOMETRY)
    return refused.value.reason


def test_the_corners_of_the_canvas_are_inside():
    check_sendable(PointerMove(0, 0, 0, AGENT), HeldInput(), GEOMETRY)
    check_sendable(PointerMove(0, 764, 502, AGENT), HeldInput(), GEOMETRY)


@pytest.mark.parametrize("place", [(-1, 0), (0, -1), (765, 0), (0, 503)])
def test_a_place_beyond_an_edge_is_refused(place):
    assert refusal(PointerMove(0, *place, AGENT)) == "outside"


def test_pressing_what_is_held_is_impossible():
    assert refusal(ButtonPress(0, 1, 1, LEFT, AGENT), HeldInput(buttons=frozenset({LEFT}))) == "impossible"
    assert refusal(KeyPress(0, "a", AGENT), HeldInput(keys=frozenset({"a"}))) == "impossible"


def test_releasing_what_is_not_held_is_impossible():
    assert refusal(ButtonRelease(0, 1, 1, LEFT, AGENT)) == "impossible"
    assert refusal(KeyRelease(0, "a", AGENT)) == "impossible"


@pytest.mark.parametrize("key", ["letter", "other"])
def test_a_class_of_keys_cannot_be_pressed(key):
    assert refusal(KeyPress(0, key, AGENT)) == "unknown_key"


def test_keys_have_no_place():
    assert place_of(KeyPress(0, "a", AGENT)) is None
    assert place_of(PointerMove(0, 3, 4, AGENT)) == Point(3, 4)
