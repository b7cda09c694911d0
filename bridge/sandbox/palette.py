"""The colours of a seed's map and player."""

from __future__ import annotations

import msgspec

from bridge.sandbox.rules import Colour


class Palette(msgspec.Struct, frozen=True):
    """One colour for each thing that a seed tints."""

    grass: Colour
    dirt: Colour
    water: Colour
    wall: Colour
    rock: Colour
    tunic: Colour
