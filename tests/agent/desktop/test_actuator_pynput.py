from contextlib import closing

import pytest

from agent.desktop.actuator_pynput import open_pynput_actuator
from agent.desktop.canvas import GameWindow
from agent.errors import InputRefused, WindowGone
from bridge.events import Author, ButtonPress, KeyPress, MouseButton, PointerMove
from tests.agent.desktop.listening import eventually

AGENT = Author.AGENT


def test_a_place_on_the_canvas_is_a_place_on_the_desktop(plain, game):
    with closing(open_pynput_actuator(game)) as actuator:
        actuator.send(PointerMove(0, 10, 20, AGENT))
        assert eventually(plain.pointer, (110, 100)) == (110, 100)
        with pytest.raises(InputRefused):
            actuator.send(PointerMove(0, 765, 20, AGENT))


def test_closing_releases_on_the_server(plain, game):
    actuator = open_pynput_actuator(game)
    actuator.send(KeyPress(0, "shift", AGENT))
    actuator.send(ButtonPress(0, 10, 20, MouseButton.RIGHT, AGENT))
    assert eventually(plain.held, ({3}, {50})) == ({3}, {50})
    actuator.close()
    assert plain.held() == (set(), set())
    with pytest.raises(InputRefused):
        actuator.send(PointerMove(0, 10, 20, AGENT))


def test_a_closed_window_cannot_be_acted_on(plain):
    plain.destroy()
    with pytest.raises(WindowGone):
        open_pynput_actuator(GameWindow(plain.window_id, "gone"))
