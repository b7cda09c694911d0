from __future__ import annotations

from bridge.events import MouseButton
from bridge.geometry import Point
from bridge.held import HeldInput
from bridge.recording.parts import Redaction, SessionPart


def test_a_part_says_what_was_held_where_it_begins() -> None:
    part = SessionPart("a", "", None, 0, 0, pointer=Point(1, 2), buttons=(MouseButton.LEFT,), keys=("shift",))
    assert part.held == HeldInput(Point(1, 2), frozenset({MouseButton.LEFT}), frozenset({"shift"}))


def test_a_redaction_without_area_and_key_took_everything() -> None:
    assert Redaction(0, 1, None, "", {}, 0).is_whole
    assert not Redaction(0, 1, None, "a letter", {}, 0).is_whole
