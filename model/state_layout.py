"""What the columns of a state row mean to a network: numbers, classes, and targets placed relative to the pointer."""

from __future__ import annotations

from dataclasses import dataclass

from model.feature_groups.feature import LINEAR_PX, FeatureKind
from model.state_features import STATE_FEATURES, feature_digest

_POINTER_GROUPS = ("pointer", "closest")
"""Where the pointer is, and what is closest to it."""


@dataclass(frozen=True, slots=True)
class CategoryColumn:
    """A column that holds a class 0..size-1 as a number; it is embedded, never used as a quantity.

    Args:
        column: its place in the row.
        size: number of classes.
        is_name: whether the classes are those of the vocabulary; all such columns share one table.
    """

    column: int
    size: int
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class PointerOffset:
    """Columns that say where a target lies from the pointer: column value * scale_px = pixels.

    Args:
        dx_column, dy_column: the columns of the offset, linear in pixels; NaN where there is no such target.
        scale_px: pixels for a value of 1.
        name_column: the category column that names the target, None where it has none.
    """

    dx_column: int
    dy_column: int
    scale_px: float
    name_column: int | None = None


@dataclass(frozen=True, slots=True)
class StateLayout:
    """The layout of a state row; every column that is no category is a number, NaN is unknown in either.

    Args:
        columns: D, the number of columns.
        categories: the class columns.
        shares: number columns in [0, 1] of which a small difference can decide.
        offsets: pointer-relative targets, so that a decoder can follow them while the pointer moves.
        hand: columns that tell where the pointer is, or what lies where from there; the others tell of the game alone.
        digest: names the exact features behind the columns; weights load only with the same one.
    """

    columns: int
    categories: tuple[CategoryColumn, ...] = ()
    shares: tuple[int, ...] = ()
    offsets: tuple[PointerOffset, ...] = ()
    hand: tuple[int, ...] = ()
    digest: str = ""

    def __post_init__(self) -> None:
        classes = {category.column for category in self.categories}
        places = {column for offset in self.offsets for column in (offset.dx_column, offset.dy_column)}
        if len(classes) != len(self.categories) or classes & places:
            raise ValueError(f"a column is a category once, and never an offset as well: {sorted(classes & places)}")
        if set(self.shares) & classes:
            raise ValueError(f"a column that is a share is never a category: {sorted(set(self.shares) & classes)}")
        used = classes | places | {*self.shares, *self.hand}
        if any(not 0 <= column < self.columns for column in used):
            raise ValueError(f"a column lies outside 0..{self.columns - 1}: {sorted(used)}")
        names = {category.column for category in self.categories if category.is_name}
        if any(offset.name_column not in names for offset in self.offsets if offset.name_column is not None):
            raise ValueError("the column that names a target is a category of names")

    @property
    def numeric_columns(self) -> tuple[int, ...]:
        """The columns that hold numbers, in order."""
        classes = {category.column for category in self.categories}
        return tuple(column for column in range(self.columns) if column not in classes)


def feature_layout() -> StateLayout:
    """The layout of `model.state_features.STATE_FEATURES`."""
    columns = {feature.name: index for index, feature in enumerate(STATE_FEATURES)}
    categories = tuple(
        CategoryColumn(index, feature.classes, feature.is_name)
        for index, feature in enumerate(STATE_FEATURES)
        if feature.kind is FeatureKind.CATEGORY
    )
    shares = tuple(columns[feature.name] for feature in STATE_FEATURES if feature.kind is FeatureKind.SHARE)
    offsets = tuple(
        PointerOffset(columns[dx], columns[f"{target}.dy_linear"], LINEAR_PX, columns.get(name))
        for target, dx, name in _targets(columns)
    )
    hand = tuple(column for name, column in columns.items() if _is_of_the_hand(name))
    return StateLayout(len(STATE_FEATURES), categories, shares, offsets, hand, feature_digest())


def _is_of_the_hand(name: str) -> bool:
    group, _, what = name.rpartition(".")
    return group in _POINTER_GROUPS or what.startswith(("dx_", "dy_")) or what == "is_under_pointer"


def _targets(columns: dict[str, int]) -> list[tuple[str, str, str]]:
    """Every target with an offset linear in pixels: its name, its dx column, its name column."""
    found: list[tuple[str, str, str]] = []
    for column in columns:
        target, _, what = column.rpartition(".")
        if what != "dy_linear":
            continue
        if f"{target}.dx_linear" in columns:
            found.append((target, f"{target}.dx_linear", f"{target}.name"))
        else:  # the rows of a menu lie below each other: they share their group's dx
            found.append((target, f"{target.rpartition('.')[0]}.dx_linear", target))
    return found
