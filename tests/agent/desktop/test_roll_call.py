"""The roll call: all cores answer at once, one that is kept from programs does not, and the next call is a new one."""

import os
import select

import pytest

from agent.desktop.punctual import GUARDIAN_PRIORITY
from agent.desktop.roll_call import GRACE_NS, LONGEST_NS, RollCall
from bridge.clock import MILLISECOND_NS, SystemClock
from tests.agent.desktop.kept_core import kept_core, needs_right

CLOCK = SystemClock()
NOW_NS = 1_000 * MILLISECOND_NS


@pytest.fixture
def roll_call():
    return RollCall(GUARDIAN_PRIORITY)


def all_answers(roll_call: RollCall, now_ns: int) -> None:
    for _ in os.sched_getaffinity(0):
        assert not roll_call.is_hung(now_ns)
        assert select.select([roll_call.answers], [], [], 5)[0]
    assert not roll_call.is_hung(now_ns)


def test_silence_is_a_hang_a_moment_after_all_cores_answered(roll_call):
    assert not roll_call.is_on
    all_answers(roll_call, NOW_NS)
    assert roll_call.is_on
    assert not roll_call.is_hung(NOW_NS + GRACE_NS - 1)
    assert roll_call.is_hung(NOW_NS + GRACE_NS)


def test_a_sign_of_life_ends_it_and_the_next_one_asks_all_cores_again(roll_call):
    all_answers(roll_call, NOW_NS)
    roll_call.stop()
    assert not roll_call.is_on
    all_answers(roll_call, NOW_NS + GRACE_NS)


def test_one_that_was_cut_short_leaves_no_answer_to_the_next(roll_call):
    assert not roll_call.is_hung(NOW_NS)
    assert select.select([roll_call.answers], [], [], 5)[0]
    roll_call.stop()
    all_answers(roll_call, NOW_NS)


def test_without_an_answer_it_waits_no_longer_than_said(roll_call, monkeypatch):
    monkeypatch.setattr(RollCall, "_ask", lambda _: None)
    assert not roll_call.is_hung(NOW_NS)
    assert not roll_call.is_hung(NOW_NS + LONGEST_NS - 1)
    assert roll_call.is_hung(NOW_NS + LONGEST_NS)


def test_each_core_is_asked_where_it_is(roll_call, monkeypatch):
    asked: list[set[int]] = []
    real = os.sched_setaffinity
    monkeypatch.setattr(os, "sched_setaffinity", lambda thread, cores: (asked.append(cores), real(thread, cores)))
    all_answers(roll_call, NOW_NS)
    assert asked == [{core} for core in sorted(os.sched_getaffinity(0))]


@needs_right
def test_a_core_that_is_kept_from_all_does_not_answer(roll_call):
    with kept_core(0.2) as begin:
        begin()
        begun_ns = CLOCK.now_ns()
        while CLOCK.now_ns() - begun_ns < LONGEST_NS:
            assert not roll_call.is_hung(begun_ns)
            select.select([roll_call.answers], [], [], 0.001)
    assert select.select([roll_call.answers], [], [], 5)[0]
