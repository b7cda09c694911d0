"""Scales keep near things apart and far things bounded."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.geometry import Point, Rect
from model.feature_groups.feature import (
    Feature,
    FeatureKind,
    aim,
    fine_px,
    fine_tiles,
    is_inside,
    linear_px,
    offset_px,
    optional,
    share,
)


@given(st.integers(-800, 800))
def test_the_fine_scale_is_odd_grows_and_stays_within_1(distance_px):
    assert fine_px(-distance_px) == -fine_px(distance_px)
    assert fine_px(distance_px) < fine_px(distance_px + 1)
    assert abs(fine_px(distance_px)) <= 1.0


def test_near_pixels_are_farther_apart_than_far_ones():
    assert fine_px(1) - fine_px(0) > 20 * (fine_px(701) - fine_px(700))
    assert linear_px(1) - linear_px(0) == pytest.approx(linear_px(701) - linear_px(700))


@given(st.integers(-100, 100))
def test_one_tile_always_matters(distance_tiles):
    assert fine_tiles(distance_tiles + 1) - fine_tiles(distance_tiles) > 0.001


def test_aiming_is_the_way_to_the_middle_at_both_scales_and_whether_it_is_reached():
    bounds = Rect(100, 200, 20, 10)
    assert aim(Point(110, 205), bounds) == (0.0, 0.0, 0.0, 0.0, 1.0)
    assert aim(Point(70, 205), bounds) == (0.1, 0.0, fine_px(40), 0.0, 0.0)


@pytest.mark.parametrize(("pointer", "bounds"), [(None, Rect(0, 0, 1, 1)), (Point(0, 0), None)])
def test_without_a_pointer_or_bounds_the_way_is_unknown(pointer, bounds):
    assert all(math.isnan(value) for value in (*offset_px(pointer, bounds), is_inside(pointer, bounds)))


@pytest.mark.parametrize(("part", "whole", "expected"), [(7, 28, 0.25), (0, 28, 0.0)])
def test_a_share_is_a_part_of_a_whole(part, whole, expected):
    assert share(part, whole) == expected


@pytest.mark.parametrize(("part", "whole"), [(None, 28), (7, None), (0, 0)])
def test_a_share_of_nothing_is_unknown(part, whole):
    assert math.isnan(share(part, whole))


def test_none_is_unknown_and_false_is_0():
    assert math.isnan(optional(None))
    assert optional(False) == 0.0


@pytest.mark.parametrize(("kind", "classes"), [(FeatureKind.CATEGORY, 0), (FeatureKind.NUMBER, 3)])
def test_only_a_category_has_classes(kind, classes):
    with pytest.raises(ValueError, match="does not fit"):
        Feature("a.b", kind, classes)
