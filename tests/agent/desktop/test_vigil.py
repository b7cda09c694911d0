"""The first objection stays: a person, a lost focus, a silent agent, a panic, a sleep."""

import struct

import pytest

from agent.desktop.canvas import GameWindow
from agent.desktop.echoes import Echoes
from agent.desktop.ledger import LEDGER_BYTES, HeldLedger
from agent.desktop.raw_input import RawInput, RawKind
from agent.desktop.vigil import (
    AGENT_SILENCE_NS,
    AGENT_SILENT,
    DISPLAY_GONE,
    FOCUS_LOST,
    GUARDIAN_GONE,
    KEYBOARD_TAKEN,
    PANIC,
    SLEPT,
    TAKEN_OVER,
    WINDOW_HIDDEN,
    Vigil,
)
from agent.desktop.wire import Setup
from agent.desktop.x11 import DESTROY_NOTIFY, FOCUS_OUT
from agent.errors import DesktopError, WindowGone, WindowHidden
from agent.limits import Limits
from agent.reports import WINDOW_GONE
from bridge.clock import MILLISECOND_NS, VirtualClock

STOP_KEYCODE = 96
NORMAL, GRAB = 0, 1


class Desk:
    """Where the focus is, and whether the window is there."""

    focus: bool | None = True
    window: Exception | None = None

    def holds_focus(self):
        return self.focus

    def check_window(self):
        if self.window is not None:
            raise self.window


class Watched:
    """A vigil in virtual time, and what it looks at."""

    def __init__(self, *, yields: bool = True, armed: bool = True) -> None:
        self.clock, self.desk, self.slept_ns = VirtualClock(), Desk(), 0
        self.ledger = HeldLedger(bytearray(LEDGER_BYTES))
        self.raw: RawInput | None = None
        setup = Setup(GameWindow(1, "a window"), Limits(765, 503), "f12", yields)
        self.vigil = Vigil(
            setup,
            STOP_KEYCODE,
            self.ledger,
            Echoes(frozenset({4}), self.clock.now_ns),
            lambda _: self.raw,
            self.clock.now_ns,
            lambda: self.slept_ns,
        )
        if armed:
            self.vigil.arm()

    def person(self, kind: RawKind = RawKind.MOTION, detail: int = 0) -> str:
        self.raw = RawInput(kind, 6, detail, 0, 0, 1.0, 1.0)
        self.vigil.saw(b"")
        self.raw = None
        return self.vigil.objection

    def saw(self, kind: int, mode: int = NORMAL) -> None:
        self.vigil.saw(struct.pack("=BBHIB23x", kind, 0, 0, 1, mode))

    def judged_until(self, end_ns: int) -> None:
        """Look as often as the hands do, until then."""
        while (now_ns := self.clock.now_ns()) < end_ns:
            self.clock.sleep_until_ns(min(end_ns, now_ns + 100 * MILLISECOND_NS))
            self.judged()

    def judged(self, *, is_guarded: bool = True) -> str:
        try:
            self.vigil.judge(self.desk, is_guarded=is_guarded)
        except DesktopError as error:
            self.vigil.lost(error)
        return self.vigil.objection


def test_it_acts_while_armed_and_nothing_is_wrong():
    assert Watched().vigil.may_act
    assert not Watched(armed=False).vigil.may_act


@pytest.mark.parametrize("kind", RawKind)
def test_whatever_a_person_does_is_a_takeover_at_once(kind):
    watched = Watched()
    assert watched.person(kind) == TAKEN_OVER
    assert not watched.vigil.may_act


def test_before_it_is_armed_and_for_one_who_does_not_yield_a_person_is_none():
    assert Watched(armed=False).person() == ""
    assert Watched(yields=False).person() == ""


def test_the_stop_key_is_left_to_the_guardian():
    assert Watched().person(RawKind.KEY_PRESS, STOP_KEYCODE) == ""
    assert Watched().person(RawKind.BUTTON_PRESS, STOP_KEYCODE) == TAKEN_OVER


def test_a_lost_focus_stops_at_once_and_is_an_objection_once_it_is_sure():
    watched = Watched()
    watched.saw(FOCUS_OUT)
    assert not watched.vigil.may_act
    watched.desk.focus = False
    assert watched.judged() == FOCUS_LOST


def test_a_focus_that_is_still_there_or_follows_the_pointer_is_none():
    for focus in (True, None):
        watched = Watched()
        watched.desk.focus = focus
        watched.saw(FOCUS_OUT)
        assert watched.judged() == ""
        assert watched.vigil.may_act


def test_a_keyboard_grab_is_an_objection():
    watched = Watched()
    watched.saw(FOCUS_OUT, GRAB)
    assert watched.vigil.objection == KEYBOARD_TAKEN


@pytest.mark.parametrize(
    ("error", "objection"),
    [(WindowGone("x"), WINDOW_GONE), (WindowHidden("x"), WINDOW_HIDDEN), (DesktopError("x"), DISPLAY_GONE)],
)
def test_a_window_that_goes_stops_at_once(error, objection):
    watched = Watched()
    watched.saw(DESTROY_NOTIFY)
    assert not watched.vigil.may_act
    watched.desk.window = error
    assert watched.judged() == objection
    assert watched.vigil.is_display_dead == (objection == DISPLAY_GONE)


def test_a_silent_agent_is_an_objection_after_0_9_s_while_armed():
    watched = Watched()
    watched.judged_until(AGENT_SILENCE_NS)
    assert watched.judged() == ""
    watched.vigil.heard_agent()
    watched.judged_until(2 * AGENT_SILENCE_NS)
    assert watched.judged() == ""
    watched.judged_until(2 * AGENT_SILENCE_NS + 1)
    assert watched.judged() == AGENT_SILENT


def test_a_machine_that_stood_still_is_no_silence_of_the_agent_alone():
    watched = Watched()
    watched.clock.sleep_until_ns(5 * AGENT_SILENCE_NS)
    assert watched.judged() == ""
    watched.judged_until(6 * AGENT_SILENCE_NS + 1)
    assert watched.judged() == AGENT_SILENT


def test_a_panic_stops_at_once():
    watched = Watched()
    watched.ledger.stop()
    assert not watched.vigil.may_act
    assert watched.judged() == PANIC


def test_a_missing_guardian_and_a_sleep_are_objections():
    assert Watched().judged(is_guarded=False) == GUARDIAN_GONE
    watched = Watched()
    watched.slept_ns = 51 * MILLISECOND_NS
    assert watched.judged() == SLEPT


def test_the_first_objection_stays_and_nothing_arms_again():
    watched = Watched()
    watched.person()
    watched.ledger.stop()
    watched.vigil.arm()
    assert watched.judged() == TAKEN_OVER
    assert not watched.vigil.may_act


def test_after_disarming_nothing_is_objected_to():
    watched = Watched()
    watched.vigil.disarm()
    assert watched.person() == ""
    assert not watched.vigil.may_act
