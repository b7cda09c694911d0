"""The idle control fails where the machine wakes a sleeper late or slows what it does, and only there."""

from tests.benchmarks.idle_control import IdleControl, idle_control, together

CALM = IdleControl((0.1,) * 100, (0.2,) * 100)


def test_a_calm_machine_passes():
    assert not CALM.has_failed


def test_late_wakes_fail_it():
    assert IdleControl((0.1,) * 95 + (0.6,) * 5, CALM.work_ms).has_failed


def test_work_that_is_slowed_fails_it():
    assert IdleControl(CALM.late_ms, (0.2,) * 95 + (0.7,) * 5).has_failed


def test_one_bad_moment_in_five_hundred_does_not():
    assert not IdleControl((0.1,) * 499 + (9.0,), (0.2,) * 499 + (9.0,)).has_failed


def test_controls_of_one_run_are_judged_together():
    both = together([CALM, IdleControl((0.6,) * 100, (0.2,) * 100)])
    assert (len(both.late_ms), len(both.work_ms), both.has_failed) == (200, 200, True)


def test_each_wake_is_measured_with_its_work():
    control = idle_control(3, 1_000)
    assert len(control.late_ms) == 3
    assert min(control.work_ms) > 0


def test_the_share_of_times_when_the_machine_was_hardly_slower_is_told():
    control = IdleControl((0.1,) * 5, (1.0, 1.0, 1.0, 2.0, 9.0))
    assert [control.share_within(slowed) for slowed in (1, 2, 8, 9)] == [0.6, 0.8, 0.8, 1.0]
