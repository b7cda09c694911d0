import dataclasses
import os
import signal
import subprocess
import sys
from contextlib import closing

import pytest

from agent.desktop.actuator_xtest import open_xtest_actuator
from agent.desktop.ledger import LEDGER_BYTES, HeldLedger
from agent.desktop.xtest import nobody
from agent.errors import InputRefused, WindowGone, WindowHidden
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
from bridge.held import HeldInput
from tests.agent.desktop.listening import eventually
from tests.agent.desktop.plain_window import plain_window

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


def refused(xtest, event) -> str:
    with pytest.raises(InputRefused) as error:
        xtest.send(event)
    return error.value.reason


def test_another_window_over_a_place_is_neither_clicked_nor_moved_over(plain, xtest):
    with plain_window("a popup", x=120, y=100, width=100, height=100) as popup:
        assert refused(xtest, ButtonPress(0, 50, 50, LEFT, AGENT)) == "covered"
        assert refused(xtest, WheelScroll(0, 50, 50, 1, AGENT)) == "covered"
        assert refused(xtest, PointerMove(0, 50, 50, AGENT)) == "covered"
        assert popup.held_buttons() == set()
        xtest.send(PointerMove(0, 400, 400, AGENT))


def test_a_window_inside_the_canvas_covers_it_too(plain, xtest):
    plain.add_inside(40, 40, 20, 20)
    assert refused(xtest, ButtonPress(0, 50, 50, LEFT, AGENT)) == "covered"
    xtest.send(ButtonPress(0, 70, 50, LEFT, AGENT))


def test_keys_go_to_nobody_else(plain, xtest):
    with plain_window("a letter to a friend", x=900, y=600, width=100, height=100) as other:
        other.focus()
        assert refused(xtest, KeyPress(0, "f1", AGENT)) == "unfocused"
        assert other.held_keycodes() == set()


def test_where_keys_follow_the_pointer_they_go_where_it_is(plain, xtest):
    plain.warp(5, 5)
    assert refused(xtest, KeyPress(0, "f1", AGENT)) == "unfocused"
    plain.warp(400, 300)
    xtest.send(KeyPress(0, "f1", AGENT))
    assert len(plain.held_keycodes()) == 1


def test_what_is_held_can_be_let_go_wherever_the_focus_is(plain, xtest):
    plain.focus()
    xtest.send(ButtonPress(0, 50, 50, LEFT, AGENT))
    xtest.send(KeyPress(0, "f1", AGENT))
    with plain_window("a popup", x=100, y=80, width=200, height=200) as popup:
        popup.focus()
        xtest.send(KeyRelease(0, "f1", AGENT))
        xtest.send(ButtonRelease(0, 50, 50, LEFT, AGENT))
        assert eventually(popup.held, (set(), set())) == (set(), set())


def test_an_onlooker_who_objects_stops_all_but_releases(game, plain):
    may_act = [True]
    onlooker = dataclasses.replace(nobody(), may_act=lambda: may_act[0])
    with closing(open_xtest_actuator(game, onlooker=onlooker)) as actuator:
        actuator.send(ButtonPress(0, 10, 20, LEFT, AGENT))
        may_act[0] = False
        assert refused(actuator, PointerMove(0, 30, 20, AGENT)) == "stopped"
        assert refused(actuator, KeyPress(0, "f1", AGENT)) == "stopped"
        actuator.send(ButtonRelease(0, 10, 20, LEFT, AGENT))
    assert eventually(plain.held, (set(), set())) == (set(), set())


def test_the_ledger_says_what_is_down(game):
    ledger = HeldLedger(bytearray(LEDGER_BYTES))
    with closing(open_xtest_actuator(game, ledger=ledger)) as actuator:
        actuator.send(ButtonPress(0, 10, 20, LEFT, AGENT))
        actuator.send(KeyPress(0, "shift", AGENT))
        assert (ledger.buttons, ledger.keys) == ((1,), (SHIFT_KEYCODE,))
        actuator.send(KeyRelease(0, "shift", AGENT))
        assert (ledger.buttons, ledger.keys) == ((1,), ())
        actuator.send(WheelScroll(0, 10, 20, 1, AGENT))
        assert (ledger.buttons_left, ledger.keys_left) == ((1, 4), (SHIFT_KEYCODE,))
    assert not ledger.is_anything_left  # the server's last answer proves it


def test_the_left_button_and_the_left_arrow_are_two_things(plain, xtest):
    xtest.send(ButtonPress(0, 10, 20, LEFT, AGENT))
    xtest.send(KeyPress(0, "left", AGENT))
    xtest.send(ButtonRelease(0, 10, 20, LEFT, AGENT))
    assert eventually(plain.held_buttons, set()) == set()
    assert len(plain.held_keycodes()) == 1


HOLDER = """
import select
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
    while not select.select([sys.stdin], [], [], 0.05)[0]:  # a signal just before a read without end would be lost
        pass
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
