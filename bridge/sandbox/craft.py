"""The goldsmith's side of the world."""

from __future__ import annotations

import msgspec


class Craft(msgspec.Struct, frozen=True):
    """What is made, and what was made so far.

    Args:
        kinds: "ring", "necklace" and "amulet" in the order in which this seed's furnace offers them.
        chosen: the product made last, which the space key chooses again; "" for none yet.
        making: the product in work, "" for none.
        left: how many of it are still to be made.
        rest_ticks: until the next one is made.
        rings_made: so far.
    """

    kinds: tuple[str, ...]
    chosen: str = ""
    making: str = ""
    left: int = 0
    rest_ticks: int = 0
    rings_made: int = 0
