import os
import signal
import subprocess
import sys
from contextlib import contextmanager, nullcontext, suppress

import pytest

from agent.desktop.endings import Terminated, endings_raise


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_to_end_becomes_an_exception_that_names_it(name):
    with pytest.raises(Terminated) as ended, endings_raise():
        os.kill(os.getpid(), getattr(signal, name))
    assert ended.value.signal_name == name
    assert str(ended.value) == f"ended by {name}"


def test_ctrl_c_stays_what_it_is():
    with pytest.raises(KeyboardInterrupt), endings_raise():
        os.kill(os.getpid(), signal.SIGINT)


def test_a_second_signal_does_not_disturb_the_releasing():
    released = []
    with pytest.raises(Terminated), endings_raise(), _releasing(released):
        os.kill(os.getpid(), signal.SIGTERM)
    assert released == [True]


@contextmanager
def _releasing(released):
    try:
        yield
    finally:
        os.kill(os.getpid(), signal.SIGINT)
        released.append(True)


def test_a_third_signal_raises_again_for_a_first_one_that_got_lost():
    with endings_raise() as endings:
        for raises in (True, False, True):
            with pytest.raises(Terminated) if raises else nullcontext():
                os.kill(os.getpid(), signal.SIGTERM)
    assert endings.asked_by == "SIGTERM"


def test_the_first_signal_is_known_by_its_name():
    with endings_raise() as endings:
        assert endings.asked_by == ""
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGTERM)
        assert endings.asked_by == "Ctrl-C"


def test_what_got_lost_before_is_raised_where_it_is_entered_again():
    with endings_raise() as endings:
        with endings_raise() as inner:
            assert inner is endings
        with suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt), endings_raise():
            pytest.fail("entered in spite of a signal to end")
    with endings_raise() as later:
        assert later.asked_by == ""


def test_the_handlers_from_before_come_back():
    before = signal.getsignal(signal.SIGTERM)
    with endings_raise():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


def test_no_handler_for_exceptions_swallows_it():
    with pytest.raises(Terminated), endings_raise(), suppress(Exception):
        os.kill(os.getpid(), signal.SIGTERM)


def test_uncaught_it_ends_the_process_with_the_shells_code():
    script = (
        "import os, signal; from agent.desktop.endings import endings_raise\n"
        "with endings_raise(): os.kill(os.getpid(), signal.SIGTERM)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (128 + signal.SIGTERM, b"")
