"""What was sent is matched with what the server reports; whatever is left over is somebody else's."""

import pytest

from agent.desktop.echoes import ECHO_NS, Echoes
from agent.desktop.raw_input import RawInput, RawKind
from agent.desktop.xtest import Faked
from agent.reports import Sent
from bridge.clock import VirtualClock
from bridge.events import Author, ButtonPress, MouseButton, PointerMove
from bridge.geometry import Point

XTEST, MOUSE = 4, 6
MOVE = PointerMove(1, 10, 20, Author.AGENT)
PRESS = ButtonPress(2, 10, 20, MouseButton.LEFT, Author.AGENT)
MOTION = Faked(RawKind.MOTION, 0, Point(110, 100))
DOWN = Faked(RawKind.BUTTON_PRESS, 1, None)


def raw(kind: RawKind, *, source: int = XTEST, detail: int = 0, x=None, y=None) -> RawInput:
    return RawInput(kind, source, detail, 0, 0, x, y)


@pytest.fixture
def clock():
    return VirtualClock()


@pytest.fixture
def echoes(clock):
    return Echoes(frozenset({XTEST}), clock.now_ns)


def sent(echoes: Echoes, clock: VirtualClock, event, *facts: Faked, at_ns: int) -> None:
    clock.sleep_until_ns(at_ns)
    echoes.begin(event)
    for fact in facts:
        echoes.faked(fact)
    echoes.left()


def test_an_event_is_finished_once_its_last_fact_is_seen(echoes, clock):
    sent(echoes, clock, PRESS, MOTION, DOWN, at_ns=5)
    assert echoes.heard(raw(RawKind.MOTION, x=110.0, y=100.0), 6)
    assert echoes.finished(6) == []
    assert echoes.heard(raw(RawKind.BUTTON_PRESS, detail=1), 7)
    assert echoes.finished(7) == [Sent(PRESS, 5, 7)]
    assert not echoes.is_waiting


def test_a_motion_along_one_axis_is_recognised(echoes, clock):
    sent(echoes, clock, MOVE, MOTION, at_ns=5)
    assert echoes.heard(raw(RawKind.MOTION, y=100.0), 6)


def test_a_fact_that_the_server_passed_over_is_behind_us(echoes, clock):
    sent(echoes, clock, MOVE, MOTION, at_ns=5)
    sent(echoes, clock, PRESS, DOWN, at_ns=6)
    assert echoes.heard(raw(RawKind.BUTTON_PRESS, detail=1), 7)
    assert echoes.finished(7) == [Sent(MOVE, 5, None), Sent(PRESS, 6, 7)]


def test_what_is_not_seen_is_finished_after_a_while(echoes, clock):
    sent(echoes, clock, MOVE, MOTION, at_ns=5)
    assert echoes.finished(4 + ECHO_NS) == []
    assert echoes.finished(5 + ECHO_NS) == [Sent(MOVE, 5, None)]


def test_a_device_is_somebody_elses_even_where_it_does_the_same(echoes, clock):
    sent(echoes, clock, PRESS, DOWN, at_ns=5)
    assert not echoes.heard(raw(RawKind.BUTTON_PRESS, source=MOUSE, detail=1), 6)


def test_another_programs_injection_is_not_ours(echoes, clock):
    sent(echoes, clock, PRESS, DOWN, at_ns=5)
    assert not echoes.heard(raw(RawKind.BUTTON_PRESS, detail=3), 6)
    assert not echoes.heard(raw(RawKind.MOTION, x=1.0, y=1.0), 6)
    assert echoes.heard(raw(RawKind.BUTTON_PRESS, detail=1), 6)
    assert not echoes.heard(raw(RawKind.BUTTON_PRESS, detail=1), 7)


def test_the_facts_of_what_was_refused_belong_to_nobody(echoes):
    echoes.begin(PRESS)
    echoes.refused()
    echoes.faked(DOWN)
    assert echoes.heard(raw(RawKind.BUTTON_PRESS, detail=1), 7)
    assert echoes.finished(7) == []
