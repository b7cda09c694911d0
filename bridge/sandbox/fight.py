"""What a fight leaves on the player from tick to tick, and what of it was seen in the last tick."""

from __future__ import annotations

import msgspec

from bridge.sandbox.objects import Monster
from bridge.sandbox.terrain import Tile

HERO_KEY = "player:0"
"""How a client names the local player where it names others by their keys."""


class Hit(msgspec.Struct, frozen=True):
    """Who was hit in the last tick, and for how many hit points; 0 where the blow missed."""

    key: str
    amount: int


class Fallen(msgspec.Struct, frozen=True):
    """A monster that comes back in some ticks. No client knows when."""

    monster: Monster
    respawn_ticks: int


class Fight(msgspec.Struct, frozen=True):
    """The fighter's side of the world.

    Args:
        hearth: where the player rises after a fall.
        rest_ticks: until the player's next blow.
        chew_ticks: until the player can eat again.
        regain_ticks: until the next hit point comes back by itself.
        recovery_ticks: that the player still lies where it fell.
        fallen: monsters that come back.
        hits: of the last tick.
        deaths: keys of those that died in the last tick.
        learned: experience of the last tick by skill.
    """

    hearth: Tile
    regain_ticks: int
    rest_ticks: int = 0
    chew_ticks: int = 0
    recovery_ticks: int = 0
    fallen: tuple[Fallen, ...] = ()
    hits: tuple[Hit, ...] = ()
    deaths: tuple[str, ...] = ()
    learned: tuple[tuple[str, int], ...] = ()
