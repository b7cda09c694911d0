"""A flood of refusals is a line a second of each kind, and none goes uncounted."""

import pytest

from bridge.clock import SECOND_NS, VirtualClock
from bridge.link.complaints import Complaints


@pytest.fixture
def clock():
    return VirtualClock(0)


@pytest.fixture
def complaints(clock, caplog):
    caplog.set_level("WARNING", "bridge.link.complaints")
    return Complaints(clock)


def test_a_flood_is_one_line_a_second_with_the_number_left_out(complaints, clock, caplog):
    for at_ns in range(0, 2 * SECOND_NS, SECOND_NS // 32):
        clock.sleep_until_ns(at_ns)
        complaints.refused("bad_frame", "no frame")
    clock.sleep_until_ns(2 * SECOND_NS)
    complaints.refused("bad_frame", "no frame")
    line = "a connection was refused: no frame"
    assert caplog.messages == [line, f"{line} (31 more like it before)", f"{line} (31 more like it before)"]


def test_a_flood_of_one_kind_hides_no_other(complaints, caplog):
    for _ in range(10):
        complaints.refused("bad_frame", "no frame")
    complaints.refused("unauthenticated", "another token")
    assert caplog.messages == ["a connection was refused: no frame", "a connection was refused: another token"]


def test_what_comes_seldom_is_always_logged(complaints, clock, caplog):
    for second in range(3):
        clock.sleep_until_ns(second * SECOND_NS)
        complaints.refused("version", "too old")
    assert caplog.messages == ["a connection was refused: too old"] * 3
