"""Parts of a comparison as plain values."""

from __future__ import annotations

from model.comparison_curves import Curves, PathExample
from model.comparison_run import ComparedPart, Figures

PATH = PathExample([[10.0, 20.0], [40.0, 25.0], [90.0, 60.0]], [[[10.0, 20.0], [30.0, 50.0]]] * 3)


def curves(pit: list[float] | None = None) -> Curves:
    flat = [1.0 / 600] * 600
    return Curves([0.5, 0.3, 0.2, *[0.0] * 98], [0.4, 0.4, 0.2, *[0.0] * 98], flat, flat, pit, [PATH] * 6)


def part(
    seen: Figures,
    unseen: Figures,
    learning_rate: float = 0.002,
    held_out: dict[str, float] | None = None,
    pit: list[float] | None = None,
) -> ComparedPart:
    return ComparedPart(
        "key", seen, unseen, 900.04, 12_000, 1_000_000, learning_rate, held_out or {}, curves(pit), curves(pit)
    )
