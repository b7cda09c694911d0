"""The virtual clock jumps, and never backwards; the system clock reaches its deadline."""

from bridge.clock import MILLISECOND_NS, ProcessorClock, SystemClock, VirtualClock, suspended_ns, wall_time_ns


def test_the_virtual_clock_jumps_to_the_deadline():
    clock = VirtualClock(5)
    clock.sleep_until_ns(9)
    assert clock.now_ns() == 9


def test_the_virtual_clock_never_runs_backwards():
    clock = VirtualClock(5)
    clock.sleep_until_ns(3)
    assert clock.now_ns() == 5


def test_the_system_clock_reaches_its_deadline():
    clock = SystemClock()
    deadline_ns = clock.now_ns() + MILLISECOND_NS
    clock.sleep_until_ns(deadline_ns)
    assert clock.now_ns() >= deadline_ns


def test_the_processors_clock_moves_by_work() -> None:
    clock = ProcessorClock()
    before_ns = clock.now_ns()
    assert sum(range(100_000)) == 4_999_950_000
    assert clock.now_ns() > before_ns


def test_wall_time_is_after_this_code_was_written():
    assert wall_time_ns() > 1_760_000_000 * 10**9


def test_sleep_of_the_machine_is_time_that_the_monotonic_clock_leaves_out() -> None:
    assert suspended_ns() >= 0
    assert suspended_ns() - suspended_ns() < 1_000_000
