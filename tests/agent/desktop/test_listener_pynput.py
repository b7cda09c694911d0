from collections.abc import Iterator
from contextlib import closing
from threading import Thread

import pytest

from agent.desktop.listener_pynput import PynputListener, open_pynput_listener
from agent.errors import DesktopError, WindowGone
from bridge.clock import SystemClock
from bridge.events import Author, ButtonPress, ButtonRelease, KeyPress, KeyRelease, MouseButton, WheelScroll
from tests.agent.desktop.injected import script
from tests.agent.desktop.listening import discrete, heard, is_discrete, timeless
from tests.agent.desktop.plain_window import plain_window

HUMAN, LEFT = Author.HUMAN, MouseButton.LEFT
A_KEY = 38


@pytest.fixture
def pynput(game) -> Iterator[PynputListener]:
    with closing(open_pynput_listener(game, SystemClock(), Author.AGENT)) as listener:
        yield listener


def test_a_burst_is_heard_whole_at_its_places_and_each_device_in_order(pynput, xtest):
    sent = script(2_000, seed=4)
    for event in sent:
        xtest.send(event)
    events = timeless(discrete(heard(pynput, len(discrete(sent)), is_discrete)), author=Author.AGENT)
    for is_key in (True, False):
        assert _of(events, is_key) == _of(discrete(sent), is_key)


def _of(events, is_key):
    return [event for event in events if isinstance(event, KeyPress | KeyRelease) is is_key]


def test_a_device_is_a_person(plain, pynput, devices):
    plain.warp(300, 200)
    devices.button(1, is_press=True)
    devices.button(1, is_press=False)
    devices.inject_button(4, is_press=True)
    devices.inject_button(4, is_press=False)
    assert timeless(discrete(heard(pynput, 3, is_discrete))) == [
        ButtonPress(0, 200, 120, LEFT, HUMAN),
        ButtonRelease(0, 200, 120, LEFT, HUMAN),
        WheelScroll(0, 200, 120, 1, HUMAN),
    ]


def test_other_windows_input_is_not_heard(plain, pynput, devices):
    with plain_window(x=900, y=700, width=50, height=50) as other:
        other.focus()
        plain.warp(920, 720)
        devices.key(A_KEY, is_press=True)
        devices.key(A_KEY, is_press=False)
        devices.button(1, is_press=True)
        devices.button(1, is_press=False)
        plain.warp(300, 200)
        devices.button(3, is_press=True)
        devices.button(3, is_press=False)
        events = heard(pynput, 2, is_discrete)
    assert {event.button for event in discrete(events)} == {MouseButton.RIGHT}


def test_a_closed_window_ends_the_listening(plain, pynput, devices):
    plain.destroy()
    devices.button(1, is_press=True)
    devices.button(1, is_press=False)
    with pytest.raises(WindowGone):
        heard(pynput, 1)


def test_a_library_that_cannot_listen_is_told(plain, game, monkeypatch):
    def refuse(listener) -> None:
        raise RuntimeError("no hook")

    monkeypatch.setattr(PynputListener, "start", refuse)
    with pytest.raises(DesktopError, match=r"pynput cannot listen: RuntimeError no hook; is there a desktop\?"):
        open_pynput_listener(game, SystemClock(), Author.AGENT)


def test_a_hook_of_pynput_that_ended_is_told(pynput, monkeypatch):
    with monkeypatch.context() as ended:
        ended.setattr(pynput, "_hooks", (Thread(),))  # one that does not run
        with pytest.raises(DesktopError, match="pynput stopped listening; is the display still there"):
            pynput.drain()
