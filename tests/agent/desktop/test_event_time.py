from agent.desktop.event_time import LATE_NS, EventTime
from bridge.clock import MILLISECOND_NS

OFFSET_NS = 7_000_000_000


def test_an_event_read_in_time_happened_when_it_was_read():
    times = EventTime()
    assert times.stamp(OFFSET_NS + 5 * MILLISECOND_NS + 100_000, 5) == OFFSET_NS + 5 * MILLISECOND_NS + 100_000


def test_an_event_read_late_happened_in_the_servers_millisecond():
    times = EventTime()
    times.stamp(OFFSET_NS + 5 * MILLISECOND_NS, 5)
    assert times.stamp(OFFSET_NS + 90 * MILLISECOND_NS, 10) == OFFSET_NS + 10 * MILLISECOND_NS + MILLISECOND_NS // 2


def test_a_reading_just_within_the_limit_is_believed():
    times = EventTime()
    times.stamp(OFFSET_NS, 0)
    assert times.stamp(OFFSET_NS + LATE_NS + MILLISECOND_NS, 1) == OFFSET_NS + LATE_NS + MILLISECOND_NS


def test_times_never_run_back():
    times = EventTime()
    first = times.stamp(OFFSET_NS + 2 * MILLISECOND_NS, 0)
    assert times.stamp(OFFSET_NS + MILLISECOND_NS, 1) == first


def test_the_servers_stamp_wraps_after_49_days():
    times = EventTime()
    last_ms = (1 << 32) - 1
    times.stamp(OFFSET_NS + last_ms * MILLISECOND_NS, last_ms)
    read_ns = OFFSET_NS + (last_ms + 2) * MILLISECOND_NS
    assert times.stamp(read_ns, 1) == read_ns
