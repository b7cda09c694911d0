"""What the columns of a state row mean to a network: numbers, classes, and places relative to the pointer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CategoryColumn:
    """A column that holds a class 0..size-1 as a number; it is embedded, never used as a quantity."""

    column: int
    size: int


@dataclass(frozen=True, slots=True)
class PointerOffset:
    """Two columns that say where a target lies from the pointer: column value * scale_px = pixels.

    Args:
        dx_column, dy_column: the columns of the offset, linear in pixels; NaN where there is no such target.
        scale_px: pixels for a value of 1.
    """

    dx_column: int
    dy_column: int
    scale_px: float


@dataclass(frozen=True, slots=True)
class StateLayout:
    """The layout of a state row; every column that is no category is a number, NaN is unknown in either.

    Args:
        columns: D, the number of columns.
        categories: the class columns.
        offsets: pointer-relative targets, so that a decoder can follow them while the pointer moves.
        digest: names the exact features behind the columns; weights load only with the same one.
    """

    columns: int
    categories: tuple[CategoryColumn, ...] = ()
    offsets: tuple[PointerOffset, ...] = ()
    digest: str = ""

    def __post_init__(self) -> None:
        classes = [category.column for category in self.categories]
        places = [column for offset in self.offsets for column in (offset.dx_column, offset.dy_column)]
        named = classes + places
        if len(set(named)) != len(named) or any(not 0 <= column < self.columns for column in named):
            raise ValueError(f"columns named twice or outside 0..{self.columns - 1}: {sorted(named)}")

    @property
    def numeric_columns(self) -> tuple[int, ...]:
        """The columns that hold numbers, in order."""
        classes = {category.column for category in self.categories}
        return tuple(column for column in range(self.columns) if column not in classes)
