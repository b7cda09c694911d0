"""What the rules say of themselves."""

from __future__ import annotations

from bridge.sandbox.rules_file import load_rules


def test_only_combat_knows_monsters() -> None:
    assert load_rules("woodcutting").monsters == {}
    assert set(load_rules("combat").monsters) == {"goblin", "rat", "ogre"}
