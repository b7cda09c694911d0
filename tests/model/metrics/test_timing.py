from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from model.metrics.timing import gaps_ms, is_backwards, is_past_horizon, timing_figures, waits_ms
from tests.model.metrics.plain_windows import Window, arrays, at, plain_windows


@given(plain_windows(3))
def test_waits_and_gaps_are_those_of_each_window_by_itself(windows: tuple[Window, ...]) -> None:
    waits, gaps = [], []
    for one in windows:
        times = [act.at_ms for act in one.acts]
        waits += [now - before for before, now in zip([0.0, *times], times, strict=False)]
        gaps += [now - before for before, now in pairwise(times)]
    assert waits_ms(arrays(*windows)).tolist() == waits
    assert gaps_ms(arrays(*windows)).tolist() == gaps


def test_the_last_millisecond_of_a_window_is_599() -> None:
    assert is_past_horizon(arrays(at(599.0), at(600.0), at(0.0, 700.0), at())).tolist() == [False, True, True, False]


def test_a_window_is_backwards_where_time_runs_back_or_before_its_start() -> None:
    assert is_backwards(arrays(at(5.0, 5.0), at(5.0, 4.0), at(-1.0), at())).tolist() == [False, True, True, False]


def test_the_figures_are_over_all_draws() -> None:
    true = arrays(at(10.0, 20.0), at())
    figures = timing_figures([arrays(at(10.0, 25.0), at()), arrays(at(), at(30.0, 20.0, 650.0))], true)
    assert figures["past_horizon_share"] == figures["backwards_share"] == 0.25
    assert figures["gap_w1_ms"] == pytest.approx((5.0 + 20.0 + 620.0) / 3)  # 15, -10, 630 against 10
    assert figures["wait_w1_ms"] == pytest.approx((20.0 + 0.0 + 5.0 + 20.0 + 620.0) / 5)  # -10 10 15 30 630 against 10
