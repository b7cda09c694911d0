"""Jobs for the workers' contract: a worker imports them by name."""

from __future__ import annotations

import os
from pathlib import Path

from model.errors import DataError


def squared(number: int) -> int:
    return number * number


def refused(number: int) -> int:
    if number == 2:
        raise DataError(f"item {number} cannot be used")
    return number


def lost_once(item: tuple[str, int]) -> int:
    """Ends its worker the first time that it is done for the item 1; each time that it comes to an end it is noted."""
    folder, number = item
    begun = Path(folder) / f"begun-{number}"
    if number == 1 and not begun.exists():
        begun.touch()
        os._exit(1)
    with (Path(folder) / f"done-{number}").open("a") as file:
        file.write("x")
    return number


def always_lost(number: int) -> int:
    os._exit(1)
