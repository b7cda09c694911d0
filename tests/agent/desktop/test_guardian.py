"""The guardian as a process: what it says, and that a healthy, idle or ended injector is left alone."""

import os
import subprocess
import sys

import pytest

from agent.desktop.guardian import HANDS_DIED, HANDS_HUNG, READY, pause_s
from agent.desktop.ledger import LEDGER_BYTES, mapped_ledger
from agent.desktop.punctual import HANDS_PRIORITY, run_before_others
from bridge.clock import MILLISECOND_NS, SystemClock
from tests.agent.desktop.kept_core import kept_core, needs_right

CLOCK = SystemClock()


@pytest.fixture
def guarded(display, tmp_path):
    """A guardian, a sleeper in the injector's place, the pipe to beat into, and the ledger."""
    held = os.open(tmp_path / "held", os.O_RDWR | os.O_CREAT)
    os.ftruncate(held, LEDGER_BYTES)
    reads, writes = os.pipe()
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    command = [sys.executable, "-m", "agent.desktop.guardian", str(reads), str(held), str(sleeper.pid), "f12"]
    guardian = subprocess.Popen(command, stdout=subprocess.PIPE, pass_fds=(reads, held), start_new_session=True)
    os.close(reads)
    assert guardian.stdout.readline().decode().strip() == READY
    run_before_others(0, HANDS_PRIORITY)  # the heart beats here: on a busy machine, in the injector's place
    with guardian, sleeper:
        yield guardian, sleeper, writes, mapped_ledger(held)
        sleeper.kill()
        guardian.kill()
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    os.close(held)


def beat(writes: int, milliseconds: int) -> None:
    end_ns = CLOCK.now_ns() + milliseconds * MILLISECOND_NS
    while CLOCK.now_ns() < end_ns:
        os.write(writes, b".")
        CLOCK.sleep_until_ns(CLOCK.now_ns() + 4 * MILLISECOND_NS)


def last_word(guardian) -> str:
    return guardian.stdout.readline().decode().strip()


def test_a_silent_injector_that_holds_nothing_is_left_alone(guarded):
    guardian, sleeper, writes, _ = guarded
    CLOCK.sleep_until_ns(CLOCK.now_ns() + 300 * MILLISECOND_NS)
    assert (guardian.poll(), sleeper.poll()) == (None, None)
    os.close(writes)
    assert last_word(guardian) == ""
    assert sleeper.poll() is None


def test_one_that_holds_something_is_killed_once_its_heart_is_silent(guarded):
    guardian, sleeper, writes, ledger = guarded
    beat(writes, 20)
    ledger.press_key(50)
    beat(writes, 150)
    assert sleeper.poll() is None
    assert last_word(guardian) == HANDS_HUNG
    assert sleeper.wait(5) == -9
    assert not ledger.is_anything_held
    os.close(writes)


@needs_right
def test_one_that_is_silent_while_a_core_is_kept_from_all_is_left_alone(guarded):
    guardian, sleeper, writes, ledger = guarded
    beat(writes, 20)
    with kept_core(0.07) as begin:
        ledger.press_key(50)
        beat(writes, 20)
        begin()
        CLOCK.sleep_until_ns(CLOCK.now_ns() + 60 * MILLISECOND_NS)
        beat(writes, 50)
    assert (guardian.poll(), sleeper.poll()) == (None, None)
    assert last_word(guardian) == HANDS_HUNG
    os.close(writes)


def test_one_that_ended_while_it_held_something_is_told(guarded):
    guardian, _, writes, ledger = guarded
    beat(writes, 10)
    ledger.press_button(1)
    os.close(writes)
    assert last_word(guardian) == HANDS_DIED
    assert not ledger.is_anything_held


def test_it_lives_in_a_session_of_its_own(guarded):
    guardian, _, writes, _ = guarded
    assert os.getsid(guardian.pid) == guardian.pid
    os.close(writes)


def test_one_that_is_silent_while_it_holds_the_server_is_killed(guarded):
    guardian, sleeper, writes, ledger = guarded
    beat(writes, 20)
    ledger.hold_server()
    assert last_word(guardian) == HANDS_HUNG
    assert sleeper.wait(5) == -9
    os.close(writes)


def test_it_looks_again_just_when_silence_has_lasted_too_long():
    assert pause_s(30 * MILLISECOND_NS, is_anything_held=True) == 0.005
    assert 0.001 < pause_s(MILLISECOND_NS, is_anything_held=True) < 0.0011
    assert 0 < pause_s(0, is_anything_held=True) < 0.0001
    assert pause_s(-1, is_anything_held=False) == 0.01
