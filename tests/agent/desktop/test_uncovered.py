"""Nothing is sent where another window lies, or gets the keys; releases always pass."""

from contextlib import closing

import pytest

from agent.desktop.canvas import open_canvas
from agent.desktop.uncovered import UncoveredSink
from agent.errors import InputRefused
from bridge.events import Author, ButtonPress, ButtonRelease, KeyPress, KeyRelease, MouseButton, PointerMove
from tests.agent.desktop.plain_window import plain_window

ME = Author.AGENT


@pytest.fixture
def hands(game, xtest):
    with closing(open_canvas(game)) as canvas:
        yield UncoveredSink(xtest, canvas)


def refused(hands, event) -> str:
    with pytest.raises(InputRefused) as error:
        hands.send(event)
    return error.value.reason


def test_what_is_seen_can_be_touched(plain, hands):
    plain.focus()
    hands.send(PointerMove(1, 50, 60, ME))
    hands.send(KeyPress(2, "f1", ME))
    assert plain.pointer() == (150, 140)
    assert hands.held().keys == {"f1"}
    hands.release_all()
    assert plain.held() == (set(), set())


def test_another_window_over_a_place_is_not_clicked(plain, hands):
    hands.send(PointerMove(1, 300, 300, ME))
    with plain_window("a popup", x=120, y=100, width=100, height=100) as popup:
        assert refused(hands, ButtonPress(2, 50, 50, MouseButton.LEFT, ME)) == "covered"
        assert popup.held_buttons() == set()
        hands.send(PointerMove(3, 400, 400, ME))


def test_keys_go_to_nobody_else(plain, hands):
    with plain_window("a letter to a friend", x=900, y=600, width=100, height=100) as other:
        other.focus()
        assert refused(hands, KeyPress(1, "f1", ME)) == "unfocused"
        assert other.held_keycodes() == set()


def test_what_is_held_can_always_be_let_go(plain, hands):
    plain.focus()
    hands.send(ButtonPress(1, 50, 50, MouseButton.LEFT, ME))
    hands.send(KeyPress(2, "f1", ME))
    with plain_window("a popup", x=100, y=80, width=200, height=200) as popup:
        popup.focus()
        hands.send(KeyRelease(3, "f1", ME))
        hands.send(ButtonRelease(4, 50, 50, MouseButton.LEFT, ME))
        assert popup.held() == (set(), set())
    hands.close()
