"""What shows no life in time is named; what could not be watched is not blamed."""

import pytest

from agent.watchdog import Watchdog
from bridge.clock import MILLISECOND_NS, SECOND_NS, VirtualClock


@pytest.fixture
def due():
    return {"the listener": 10 * SECOND_NS, "the frame grabber": 10 * SECOND_NS}


def watched_until(due, seconds: float, *, spacing_ns: int = 100 * MILLISECOND_NS) -> str:
    clock = VirtualClock()
    watchdog = Watchdog(clock, {name: lambda name=name: due[name] for name in due})
    complaint = ""
    while clock.now_ns() < seconds * SECOND_NS:
        clock.sleep_until_ns(clock.now_ns() + spacing_ns)
        complaint = watchdog.complaint()
    return complaint


def test_parts_that_are_in_time_are_well(due):
    assert watched_until(due, 10.0) == ""


def test_each_part_that_is_late_is_named(due):
    assert watched_until(due, 10.1) == "the listener and the frame grabber do not answer any more"
    due["the listener"] = 20 * SECOND_NS
    assert watched_until(due, 10.1) == "the frame grabber does not answer any more"


def test_a_part_that_comes_back_is_well_again(due):
    due["the listener"] = due["the frame grabber"] = 12 * SECOND_NS
    assert watched_until(due, 11.0) == ""


def test_a_process_that_was_stopped_itself_gives_its_parts_time(due):
    assert watched_until(due, 30.0, spacing_ns=2 * SECOND_NS) == ""
