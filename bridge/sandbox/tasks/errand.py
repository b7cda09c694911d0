"""What a scripted player wants to do next: small values that a hand, quick or human, carries out."""

from __future__ import annotations

from dataclasses import dataclass

from bridge.events import MouseButton
from bridge.geometry import Rect


@dataclass(frozen=True, slots=True)
class ClickOn:
    """Press and release a button on a target. `purpose` names the errand, whatever the target's place."""

    purpose: str
    target: Rect
    button: MouseButton = MouseButton.LEFT


@dataclass(frozen=True, slots=True)
class HoldKey:
    """Hold a key down for some time; 0 is a tap."""

    purpose: str
    key: str
    hold_ns: int = 0


@dataclass(frozen=True, slots=True)
class TypeKeys:
    """Tap keys one after another."""

    purpose: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TurnWheel:
    """Turn the wheel over an area: positive notches away from the person, never 0."""

    purpose: str
    area: Rect
    notches: int


@dataclass(frozen=True, slots=True)
class MoveOff:
    """Move the pointer into an area, without pressing."""

    purpose: str
    area: Rect


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing to do: what was begun goes on by itself."""

    purpose: str = "rest"


Errand = ClickOn | HoldKey | TypeKeys | TurnWheel | MoveOff | Rest
