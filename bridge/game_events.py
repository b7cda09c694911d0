"""What happened in the game between two ticks, as the client saw it.

A state shows how things are; what came and went in between, such as a hit or a short animation, only stands here.
`age_ns` is how long before the state was collected it happened.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from bridge.numeric import Int64, Natural

_Name = Annotated[str, msgspec.Meta(max_length=256)]


class ExperienceGained(msgspec.Struct, frozen=True, tag="experience_gained"):
    """The local player learned something."""

    age_ns: Natural
    skill: _Name
    amount: Natural


class HitTaken(msgspec.Struct, frozen=True, tag="hit_taken"):
    """Somebody was hit for `amount` hitpoints, 0 where it was blocked; `key` "player:0" is the local player."""

    age_ns: Natural
    key: _Name
    amount: Natural


class Died(msgspec.Struct, frozen=True, tag="died"):
    """Somebody died."""

    age_ns: Natural
    key: _Name


class AnimationStarted(msgspec.Struct, frozen=True, tag="animation_started"):
    """Somebody began an animation; -1: became idle."""

    age_ns: Natural
    key: _Name
    animation: Int64


class OptionChosen(msgspec.Struct, frozen=True, tag="option_chosen"):
    """A click or key became this in the game: "Chop down" "Oak tree"."""

    age_ns: Natural
    option: _Name
    target: _Name


GameEvent = ExperienceGained | HitTaken | Died | AnimationStarted | OptionChosen
