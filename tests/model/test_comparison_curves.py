from __future__ import annotations

import msgspec
import numpy as np
import pytest

from model.actions import ActionKind
from model.comparison_curves import PIT_BINS, Curves, curves_of
from model.metrics.sequences import ActionWindows
from tests.model.metrics.plain_windows import Act, Window, arrays, window


def moving(steps: int, start: float = 0.0, every_ms: float = 10.0) -> Window:
    acts = (Act(every_ms * (step + 1), ActionKind.MOVE, start + step + 1, 0.0) for step in range(steps))
    return window(*acts, start=(start, 0.0))


def of(*windows: Window) -> ActionWindows:
    return arrays(*windows)


def test_counts_and_waits_are_shares() -> None:
    curves = curves_of([of(moving(3), moving(0)), of(moving(1), moving(0))], of(moving(2), moving(2)), None)
    assert (curves.counts[:4], curves.counts_true[2]) == ([0.5, 0.25, 0.0, 0.25], 1.0)
    assert (curves.gaps[10], curves.gaps_true[10]) == (1.0, 1.0)
    assert (len(curves.counts), len(curves.gaps), curves.pit) == (101, 600, None)


def test_what_lies_beyond_counts_in_the_last_class() -> None:
    late = curves_of([of(moving(2, every_ms=5000.0))], of(moving(2)), None)
    assert late.gaps[-1] == 1.0


def test_the_pit_of_a_true_clock_is_flat_with_its_edges_inside() -> None:
    pit = curves_of([of(moving(1))], of(moving(1)), np.linspace(0.0, 1.0, 2001)).pit
    assert pit is not None
    assert len(pit) == PIT_BINS
    assert pit == pytest.approx([1 / PIT_BINS] * PIT_BINS, abs=1e-3)


def test_examples_are_chosen_by_the_truth_alone_and_begin_where_the_pointer_was() -> None:
    true = of(*(moving(8 + number, start=100.0 * number) for number in range(9)), moving(2))
    one, other = (curves_of([of(*[moving(steps)] * 10)] * 5, true, None).paths for steps in (0, 9))
    assert [path.true for path in one] == [path.true for path in other]
    assert [path.true[0] for path in one][:2] == [[0.0, 0.0], [100.0, 0.0]]
    assert [len(path.true) for path in one] == [9, 10, 12, 13, 15, 17]
    assert [len(path.draws) for path in other] == [3] * 6


def test_curves_are_kept_as_they_are() -> None:
    curves = curves_of([of(moving(9))], of(moving(9)), np.array([0.5]))
    assert msgspec.json.decode(msgspec.json.encode(curves), type=Curves) == curves
