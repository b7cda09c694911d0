"""The statistics of a hand are those of the task card."""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import median

import numpy as np
import pytest

from bridge.clock import MILLISECOND_NS
from bridge.geometry import Point, Rect
from bridge.sandbox.tasks.motion import (
    Habits,
    fitts_s,
    landing,
    landing_inside,
    minimum_jerk,
    reaction_ns,
    stroke,
    stroke_duration_ns,
)

HABITS = Habits()


def test_reactions_are_log_normal_with_median_280_ms_and_sigma_0_35() -> None:
    generator = np.random.default_rng(1)
    logs = [math.log(reaction_ns(HABITS, generator) / 1e9) for _ in range(4000)]
    assert math.exp(median(logs)) == pytest.approx(0.28, rel=0.02)
    assert float(np.std(logs)) == pytest.approx(0.35, rel=0.05)


@pytest.mark.parametrize("side_px", [14, 20, 27, 40])
def test_first_landings_miss_in_3_to_6_percent_of_aims(side_px: int) -> None:
    generator = np.random.default_rng(2)
    target = Rect(100, 200, side_px, side_px)
    landings = [landing(target, HABITS, generator) for _ in range(10_000)]
    share = sum(not target.contains(point.x, point.y) for point in landings) / len(landings)
    assert 0.03 <= share <= 0.06


def test_correcting_landings_are_always_inside() -> None:
    generator = np.random.default_rng(3)
    target = Rect(100, 200, 14, 14)
    assert all(target.contains(p.x, p.y) for p in (landing_inside(target, HABITS, generator) for _ in range(2000)))


def test_an_empty_target_cannot_be_hit() -> None:
    with pytest.raises(ValueError, match="empty target"):
        landing_inside(Rect(5, 5, 0, 10), HABITS, np.random.default_rng(4))


def test_minimum_jerk_starts_and_ends_at_rest() -> None:
    assert minimum_jerk(0.0) == 0.0
    assert minimum_jerk(0.5) == 0.5
    assert minimum_jerk(1.0) == 1.0
    assert minimum_jerk(0.01) < 1e-5
    assert 1.0 - minimum_jerk(0.99) < 1e-5


def test_durations_follow_fitts_law() -> None:
    generator = np.random.default_rng(5)
    start, end = Point(100, 100), Point(400, 100)
    durations_s = [stroke_duration_ns(start, end, 20.0, HABITS, generator) / 1e9 for _ in range(2000)]
    assert median(durations_s) == pytest.approx(0.08 + 0.11 * math.log2(300 / 20 + 1), rel=0.01)


def test_a_far_small_target_takes_longer_than_a_near_large_one() -> None:
    assert fitts_s(500.0, 14.0, HABITS) > 1.5 * fitts_s(100.0, 40.0, HABITS)


def test_a_stroke_ends_exactly_at_its_end_within_a_sample_of_its_duration() -> None:
    for seed in range(200):
        samples = stroke(Point(10, 20), Point(310, 140), 1_000, 500_000_000, HABITS, np.random.default_rng(seed))
        at_ns, *end = samples[-1]
        assert end == [310, 140]
        assert at_ns <= 1_000 + 516_000_000


def test_samples_are_8_to_16_ms_apart_unless_the_pixel_stayed_the_same() -> None:
    samples = stroke(Point(0, 0), Point(700, 400), 0, 600_000_000, HABITS, np.random.default_rng(6))
    gaps_ms = np.diff([at_ns for at_ns, _, _ in samples]) / MILLISECOND_NS
    assert gaps_ms.min() >= 8.0
    assert np.quantile(gaps_ms, 0.9) <= 16.0


def test_samples_never_repeat_a_pixel_at_once() -> None:
    samples = stroke(Point(50, 50), Point(58, 51), 0, 300_000_000, HABITS, np.random.default_rng(7))
    places = [(50, 50), *((x, y) for _, x, y in samples)]
    assert all(one != other for one, other in pairwise(places))


def test_strokes_bulge_by_some_percent_of_their_length() -> None:
    bulges = []
    for seed in range(400):
        samples = stroke(Point(0, 200), Point(500, 200), 0, 600_000_000, HABITS, np.random.default_rng(seed))
        bulges.append(max((y - 200 for _, _, y in samples), key=abs) / 500)
    assert float(np.std(bulges)) == pytest.approx(0.05, rel=0.2)


def test_a_stroke_to_where_the_pointer_is_is_empty() -> None:
    assert stroke(Point(5, 5), Point(5, 5), 0, 100_000_000, HABITS, np.random.default_rng(8)) == []


def test_the_same_generator_gives_the_same_stroke() -> None:
    one, other = (
        stroke(Point(0, 0), Point(90, 70), 0, 400_000_000, HABITS, np.random.default_rng(9)) for _ in range(2)
    )
    assert one == other
