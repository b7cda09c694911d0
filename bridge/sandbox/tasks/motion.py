"""How a hand moves: minimum-jerk strokes along a curve, Fitts' law durations, landings that scatter. All pure.

The numbers are the task card's ("Experts act only through mouse and keyboard events"); where the card gives a range,
the draw is uniform over it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bridge.clock import MILLISECOND_NS, SECOND_NS
from bridge.geometry import Point, Rect

Sample = tuple[int, int, int]
"""(at_ns, x, y) of one pointer sample."""


@dataclass(frozen=True, slots=True)
class Habits:
    """The numbers of a hand.

    Args:
        reaction_median_s, reaction_sigma: the log-normal reaction time.
        fitts_start_s, fitts_bit_s: Fitts' law, duration = start + bit * log2(distance / width + 1).
        duration_sigma: log-normal scatter of durations.
        sample_ms: shortest and longest spacing of pointer samples.
        hold_ms: shortest and longest press of a button or tap of a key.
        settle_ms: shortest and longest rest between landing and pressing.
        sides_per_sigma: a target's side over the standard deviation of landings along it; 4.6 leaves 2.1 % outside
            per axis, 4.2 % in both, inside the card's 3-6 %.
        curve_sigma: standard deviation of a stroke's bulge, as a share of its length.
        blind_press_share: share of missed landings that are pressed before the miss is seen.
        notch_ms: shortest and longest spacing of wheel notches.
        wrong_button_share: share of clicks that slip to the right button.
    """

    reaction_median_s: float = 0.28
    reaction_sigma: float = 0.35
    fitts_start_s: float = 0.08
    fitts_bit_s: float = 0.11
    duration_sigma: float = 0.1
    sample_ms: tuple[float, float] = (8.0, 16.0)
    hold_ms: tuple[float, float] = (60.0, 120.0)
    settle_ms: tuple[float, float] = (30.0, 90.0)
    sides_per_sigma: float = 4.6
    curve_sigma: float = 0.05
    blind_press_share: float = 0.2
    notch_ms: tuple[float, float] = (60.0, 140.0)
    wrong_button_share: float = 0.01


def reaction_ns(habits: Habits, generator: np.random.Generator) -> int:
    """A reaction time: log-normal around its median."""
    return round(habits.reaction_median_s * math.exp(habits.reaction_sigma * generator.standard_normal()) * SECOND_NS)


def between_ns(range_ms: tuple[float, float], generator: np.random.Generator) -> int:
    """A uniform draw from a range of milliseconds."""
    low, high = range_ms
    return round((low + (high - low) * generator.random()) * MILLISECOND_NS)


def fitts_s(distance_px: float, width_px: float, habits: Habits) -> float:
    """Fitts' law in Shannon's form (MacKenzie 1992): the mean duration of an aimed stroke."""
    return habits.fitts_start_s + habits.fitts_bit_s * math.log2(distance_px / max(width_px, 1.0) + 1.0)


def stroke_duration_ns(
    start: Point, end: Point, width_px: float, habits: Habits, generator: np.random.Generator
) -> int:
    """How long one stroke to a target `width_px` wide takes, scattered around Fitts' law."""
    distance_px = math.hypot(end.x - start.x, end.y - start.y)
    mean_s = fitts_s(distance_px, width_px, habits)
    return round(mean_s * math.exp(habits.duration_sigma * generator.standard_normal()) * SECOND_NS)


def landing(target: Rect, habits: Habits, generator: np.random.Generator) -> Point:
    """Where a first stroke lands: normal around the middle of the target, sometimes outside it."""
    across, down = generator.standard_normal(2).tolist()
    return Point(
        round(target.x + (target.width - 1) / 2 + across * target.width / habits.sides_per_sigma),
        round(target.y + (target.height - 1) / 2 + down * target.height / habits.sides_per_sigma),
    )


def landing_inside(target: Rect, habits: Habits, generator: np.random.Generator) -> Point:
    """Where a correcting stroke lands: as `landing`, drawn again until it is inside.

    Raises:
        ValueError: the target is empty, so that nothing is inside.
    """
    if not (target.width and target.height):
        raise ValueError(f"an empty target cannot be hit: {target}")
    while not target.contains((point := landing(target, habits, generator)).x, point.y):
        pass
    return point


def minimum_jerk(progress: float) -> float:
    """The share of the way covered after a share of the time (Flash and Hogan 1985): 10 t^3 - 15 t^4 + 6 t^5."""
    return progress * progress * progress * (10.0 + progress * (6.0 * progress - 15.0))


def stroke(
    start: Point, end: Point, start_ns: int, duration_ns: int, habits: Habits, generator: np.random.Generator
) -> list[Sample]:
    """The pointer samples of one stroke: the last is exactly at `end`, within a sample of `start_ns + duration_ns`.

    The path bulges to one side by a random share of its length. Samples that stay on the same pixel are left out, as
    no mouse reports them; a stroke from a pixel to itself is empty.
    """
    if start == end:
        return []
    across_x, across_y = float(end.x - start.x), float(end.y - start.y)
    bulge = 4.0 * habits.curve_sigma * generator.standard_normal()
    skew = generator.random() - 0.5
    low, high = habits.sample_ms
    count = max(1, math.ceil(duration_ns / (low * MILLISECOND_NS)))
    waits = ((low + (high - low) * generator.random(count)) * MILLISECOND_NS).astype(np.int64)
    samples: list[Sample] = []
    last_x, last_y = start.x, start.y
    for offset_ns in np.cumsum(waits).tolist():
        along = minimum_jerk(min(1.0, offset_ns / duration_ns))
        aside = bulge * along * (1.0 - along) * (1.0 + skew * (2.0 * along - 1.0))
        x = round(start.x + across_x * along - across_y * aside)
        y = round(start.y + across_y * along + across_x * aside)
        if x != last_x or y != last_y:
            samples.append((start_ns + offset_ns, x, y))
            last_x, last_y = x, y
        if offset_ns >= duration_ns:
            break
    return samples
