from __future__ import annotations

from math import hypot

import pytest
from hypothesis import given

from model.metrics.paths import ends_px, move_steps_px, path_figures, paths_px, steps_px
from tests.model.metrics.plain_windows import MOVE, Act, Window, arrays, plain_windows, window


@given(plain_windows(3))
def test_steps_paths_and_ends_are_those_of_a_walk(windows: tuple[Window, ...]) -> None:
    steps, of_moves, paths, ends = [], [], [], []
    for one in windows:
        here, path = one.start, 0.0
        for act in one.acts:
            step = hypot(act.x - here[0], act.y - here[1])
            here, path = (act.x, act.y), path + step
            steps.append(step)
            of_moves += [step] if act.kind is MOVE else []
        paths.append(path)
        ends.append(list(here))
    flat = arrays(*windows)
    assert steps_px(flat).tolist() == pytest.approx(steps)
    assert move_steps_px(flat).tolist() == pytest.approx(of_moves)
    assert paths_px(flat).tolist() == pytest.approx(paths)
    assert ends_px(flat).tolist() == ends


def test_the_median_miss_is_over_windows_in_which_something_was_done() -> None:
    true = arrays(window(Act(1.0, x=3.0, y=4.0)), window(), window())
    still = arrays(window(), window(), window())
    assert path_figures([still], true)["end_px_median"] == 5.0


def test_a_draw_that_is_the_truth_has_no_distance() -> None:
    true = arrays(window(Act(1.0, x=3.0, y=4.0)), window(Act(2.0, x=30.0, y=40.0), start=(30.0, 30.0)))
    assert path_figures([true, true], true) == {
        "step_w1_px": 0.0,
        "path_w1_px": 0.0,
        "end_px_median": 0.0,
        "end_energy_px": 0.0,
    }


def test_the_end_energy_is_the_miss_less_half_the_spread() -> None:
    true = arrays(window(Act(1.0, x=0.0, y=0.0)))
    left, right = (arrays(window(Act(1.0, x=x, y=0.0))) for x in (-3.0, 4.0))
    assert path_figures([left, right], true)["end_energy_px"] == pytest.approx(3.5 - 7.0 / 2)
