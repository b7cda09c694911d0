"""What of a tick is committed follows from how long plans took lately."""

import pytest

from agent.latency import Latency

MS = 1_000_000


def measured(*times_ms: float) -> int:
    latency = Latency()
    for time_ms in times_ms:
        latency = latency.measured(round(time_ms * MS))
    return latency.committed_ms


def test_nothing_is_committed_before_a_plan_was_made_or_where_deciding_takes_no_time():
    assert measured() == measured(0, 0) == 0


@pytest.mark.parametrize(
    ("times_ms", "committed_ms"), [((20,), 25), ((20.1, 30), 26), ((20, 20, 250), 25), ((400, 400), 300)]
)
def test_as_much_is_committed_as_the_second_slowest_plan_took_and_a_margin(times_ms, committed_ms):
    assert measured(*times_ms) == committed_ms


def test_what_was_slow_long_ago_is_forgotten():
    assert measured(200, 200, *[10] * 20) == 15
