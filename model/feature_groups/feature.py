"""What a state feature is, and how places and distances become numbers of about [-1, 1]."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from bridge.geometry import Point, Rect
from model.vocabulary import NAME_CLASSES

UNKNOWN = math.nan
"""The value of a feature of which nothing is known."""

LINEAR_PX = 400.0
FINE_PX = 8.0
FAR_PX = 800.0
FINE_TILES = 2.0
FAR_TILES = 32.0


class FeatureKind(StrEnum):
    """How a network reads a feature."""

    NUMBER = "number"
    SHARE = "share"
    FLAG = "flag"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Feature:
    """A named state feature; NaN is unknown in every kind.

    Args:
        name: unique, "group.what".
        kind: a number of about [-1, 1], a share in [0, 1] of which a small difference can decide, a flag 0 or 1, or a
            category.
        classes: number of classes of a category (values 0 .. classes - 1, 0 is unknown too); otherwise 0.
        is_name: whether the classes are those of a `model.vocabulary.Vocabulary`.
    """

    name: str
    kind: FeatureKind
    classes: int = 0
    is_name: bool = False

    def __post_init__(self) -> None:
        if (self.classes > 0) != (self.kind is FeatureKind.CATEGORY):
            raise ValueError(f"{self.name}: a category has classes, a {self.kind} with {self.classes} does not fit")


def numbers(prefix: str, *names: str) -> tuple[Feature, ...]:
    """Number features of one group."""
    return tuple(Feature(f"{prefix}.{name}", FeatureKind.NUMBER) for name in names)


def shares(prefix: str, *names: str) -> tuple[Feature, ...]:
    """Share features of one group."""
    return tuple(Feature(f"{prefix}.{name}", FeatureKind.SHARE) for name in names)


def flags(prefix: str, *names: str) -> tuple[Feature, ...]:
    """Flag features of one group."""
    return tuple(Feature(f"{prefix}.{name}", FeatureKind.FLAG) for name in names)


def category(name: str, classes: int) -> Feature:
    """A category with its own classes."""
    return Feature(name, FeatureKind.CATEGORY, classes)


def name_category(name: str) -> Feature:
    """A category whose classes are names of the vocabulary."""
    return Feature(name, FeatureKind.CATEGORY, NAME_CLASSES, is_name=True)


def optional(value: float | None) -> float:
    """The value, NaN for None."""
    return UNKNOWN if value is None else float(value)


def share(part: int | None, whole: int | None) -> float:
    """Part / whole; unknown where either is, or where the whole is 0."""
    return part / whole if part is not None and whole else UNKNOWN


def linear_px(distance_px: float) -> float:
    """A distance on the canvas at one scale for all distances."""
    return distance_px / LINEAR_PX


def fine_px(distance_px: float) -> float:
    """A distance on the canvas that keeps single pixels apart near 0: linear there, logarithmic far away."""
    return math.asinh(distance_px / FINE_PX) / math.asinh(FAR_PX / FINE_PX)


def fine_tiles(distance_tiles: float) -> float:
    """A distance in tiles, linear near 0 and logarithmic far away: one tile always changes it."""
    return math.asinh(distance_tiles / FINE_TILES) / math.asinh(FAR_TILES / FINE_TILES)


def offset_px(pointer: Point | None, bounds: Rect | None) -> tuple[float, float]:
    """The way from the pointer to the middle of `bounds` in pixels; unknown where either is."""
    if pointer is None or bounds is None:
        return UNKNOWN, UNKNOWN
    centre = bounds.centre
    return float(centre.x - pointer.x), float(centre.y - pointer.y)


def is_inside(pointer: Point | None, bounds: Rect | None) -> float:
    """1 where the pointer lies inside `bounds`, 0 where it does not, unknown where either is."""
    if pointer is None or bounds is None:
        return UNKNOWN
    return float(bounds.contains(pointer.x, pointer.y))


def aim(pointer: Point | None, bounds: Rect | None) -> tuple[float, float, float, float, float]:
    """Everything to aim by: offset at both scales (dx, dy linear, dx, dy fine) and whether it is reached."""
    dx, dy = offset_px(pointer, bounds)
    return linear_px(dx), linear_px(dy), fine_px(dx), fine_px(dy), is_inside(pointer, bounds)
