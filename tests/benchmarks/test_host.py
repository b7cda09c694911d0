"""What the host kept is read from the kernel's count of the time in which programs wanted a core."""

import pytest

from tests.benchmarks.host import CoreTimes, core_times, host_beside, stolen_between

STAT = """cpu  61715 10 9561 218932 1085 5 423 5834 0 0
cpu0 1 2 3 4 5 6 7 8 9 10
"""


def test_all_cores_are_read():
    assert core_times(STAT) == CoreTimes(busy=61715 + 10 + 9561 + 5 + 423, stolen=5834)


def test_without_a_count_nothing_was_kept():
    assert core_times("") == CoreTimes(0, 0)
    assert stolen_between(CoreTimes(0, 0), CoreTimes(0, 0)) == 0


def test_the_share_is_of_the_time_that_was_wanted():
    assert stolen_between(CoreTimes(100, 10), CoreTimes(190, 20)) == pytest.approx(0.1)


def test_more_than_a_hundredth_is_too_much():
    with host_beside() as host:
        sum(range(100_000))
    assert 0 <= host.stolen < 1
    host.stolen = 0.0101
    assert not host.is_good
    host.stolen = 0.0099
    assert host.is_good
