import os
import signal
import subprocess
import sys

import pytest

from agent.desktop.actuator_xtest import open_xtest_actuator
from agent.errors import InputRefused, WindowGone, WindowHidden
from bridge.events import Author, ButtonPress, ButtonRelease, KeyPress, KeyRelease, MouseButton, PointerMove
from bridge.held import HeldInput
from tests.agent.desktop.listening import eventually

AGENT, LEFT = Author.AGENT, MouseButton.LEFT
SHIFT_KEYCODE = 50


def test_a_place_on_the_canvas_is_a_place_on_the_desktop(plain, xtest):
    xtest.send(PointerMove(0, 10, 20, AGENT))
    assert eventually(plain.pointer, (110, 100)) == (110, 100)


def test_a_moved_window_and_a_larger_one_are_followed(plain, xtest):
    plain.place(3, 5, 2 * 765, 2 * 503)
    xtest.send(PointerMove(0, 10, 20, AGENT))
    assert eventually(plain.pointer, (3 + 21, 5 + 41)) == (3 + 21, 5 + 41)


def test_a_press_brings_the_pointer_back_from_where_a_person_put_it(plain, xtest):
    xtest.send(PointerMove(0, 10, 20, AGENT))
    plain.warp(500, 500)
    xtest.send(ButtonPress(0, 10, 20, LEFT, AGENT))
    assert eventually(plain.pointer, (110, 100)) == (110, 100)


def test_what_is_pressed_is_down_on_the_server_until_it_is_released(plain, xtest):
    xtest.send(ButtonPress(0, 10, 20, LEFT, AGENT))
    xtest.send(KeyPress(0, "shift", AGENT))
    assert eventually(plain.held, ({1}, {SHIFT_KEYCODE})) == ({1}, {SHIFT_KEYCODE})
    xtest.send(KeyRelease(0, "shift", AGENT))
    xtest.send(ButtonRelease(0, 10, 20, LEFT, AGENT))
    assert eventually(plain.held, (set(), set())) == (set(), set())


def test_closing_releases_what_we_hold_and_leaves_what_a_person_holds(plain, game, devices):
    actuator = open_xtest_actuator(game)
    actuator.send(ButtonPress(0, 10, 20, LEFT, AGENT))
    actuator.send(KeyPress(0, "shift", AGENT))
    devices.key(38, is_press=True)
    actuator.close()
    assert eventually(plain.held, (set(), {38})) == (set(), {38})
    devices.key(38, is_press=False)


def test_refused_events_leave_nothing_held(plain, xtest):
    for event in (
        ButtonPress(0, -1, 20, LEFT, AGENT),
        ButtonRelease(0, 1, 20, LEFT, AGENT),
        KeyPress(0, "other", AGENT),
        KeyRelease(0, "a", AGENT),
    ):
        with pytest.raises(InputRefused):
            xtest.send(event)
    assert xtest.held() == HeldInput()
    assert eventually(plain.held_buttons, set()) == set()


def test_a_place_off_the_screen_is_refused(plain, xtest):
    plain.place(1000, 80)
    with pytest.raises(InputRefused, match="off the screen"):
        xtest.send(PointerMove(0, 700, 20, AGENT))


def test_a_hidden_window_gets_nothing_and_lets_go(plain, xtest):
    xtest.send(ButtonPress(0, 10, 20, LEFT, AGENT))
    plain.hide()
    with pytest.raises(WindowHidden):
        xtest.send(ButtonRelease(0, 10, 20, LEFT, AGENT))
    xtest.release_all()
    assert eventually(plain.held_buttons, set()) == set()


def test_a_closed_window_gets_nothing_and_lets_go(plain, xtest):
    xtest.send(KeyPress(0, "shift", AGENT))
    plain.destroy()
    with pytest.raises(WindowGone):
        xtest.send(KeyPress(0, "a", AGENT))
    xtest.release_all()
    assert eventually(plain.held_keycodes, set()) == set()


HOLDER = """
import sys
from contextlib import closing
from agent.desktop.actuator_xtest import open_xtest_actuator
from agent.desktop.canvas import GameWindow
from agent.desktop.endings import endings_raise
from bridge.events import Author, ButtonPress, KeyPress, MouseButton
with endings_raise(), closing(open_xtest_actuator(GameWindow(int(sys.argv[1]), "a plain window"))) as actuator:
    actuator.send(ButtonPress(0, 10, 20, MouseButton.LEFT, Author.AGENT))
    actuator.send(KeyPress(0, "shift", Author.AGENT))
    print("holding", flush=True)
    sys.stdin.read()
    raise RuntimeError("an exception ends it too")
"""


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, None])
def test_every_ending_but_a_kill_leaves_nothing_held(plain, game, ending):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(game.window_id)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with holder:
        assert holder.stdout.readline() == b"holding\n"
        assert eventually(plain.held, ({1}, {SHIFT_KEYCODE})) == ({1}, {SHIFT_KEYCODE})
        if ending is None:
            holder.stdin.close()
        else:
            os.kill(holder.pid, ending)
        assert holder.wait(10) != 0
    assert eventually(plain.held, (set(), set())) == (set(), set())
