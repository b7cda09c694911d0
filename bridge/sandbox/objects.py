"""The things that stand or lie on the map, and what each looks like to a client. New kinds join the union here."""

from __future__ import annotations

from typing import assert_never

import msgspec

from bridge.sandbox.rules import CraftingRules, FixtureRules, Rules
from bridge.sandbox.terrain import Tile
from bridge.state import EntityKind


class Tree(msgspec.Struct, frozen=True, tag="tree"):
    """A tree of a kind of `Rules.trees`; a stump while `respawn_ticks` is above 0. No client knows the numbers."""

    key: str
    tile: Tile
    kind: str
    logs_left: int
    respawn_ticks: int = 0

    @property
    def is_stump(self) -> bool:
        """Whether it is depleted."""
        return self.respawn_ticks > 0


class BankChest(msgspec.Struct, frozen=True, tag="bank_chest"):
    """A chest that opens the bank."""

    key: str
    tile: Tile


class GroundItem(msgspec.Struct, frozen=True, tag="ground_item"):
    """An item of a kind of `Rules.items` on the ground, gone after `ticks_left`."""

    key: str
    tile: Tile
    item: str
    ticks_left: int


class Monster(msgspec.Struct, frozen=True, tag="monster"):
    """A monster of a kind of `CombatRules.monsters`, about its home.

    Args:
        is_angry: whether it fights the player.
        rest_ticks: until its next blow. No client knows them.
    """

    key: str
    tile: Tile
    kind: str
    home: Tile
    hitpoints: int
    is_angry: bool = False
    rest_ticks: int = 0


class Furnace(msgspec.Struct, frozen=True, tag="furnace"):
    """A furnace at which jewellery is made."""

    key: str
    tile: Tile


class Hedge(msgspec.Struct, frozen=True, tag="hedge"):
    """A tall hedge: what it covers on the canvas can be neither seen nor clicked."""

    key: str
    tile: Tile


WorldObject = Tree | BankChest | GroundItem | Monster | Furnace | Hedge


class Appearance(msgspec.Struct, frozen=True):
    """What a client shows of an object: sizes as shares of a tile; `option` is its left click, "" where it has none."""

    kind: EntityKind
    type_id: int
    name: str
    option: str
    width_share: float
    height_share: float


STUMP_WIDTH_SHARE = 0.66
STUMP_HEIGHT_SHARE = 0.58


def appearance(thing: WorldObject, rules: Rules) -> Appearance:
    """What a client shows of an object."""
    match thing:
        case Tree():
            return _tree_appearance(thing, rules)
        case BankChest():
            chest = rules.bank_chest
            size = (chest.width_share, chest.height_share)
            return Appearance(EntityKind.OBJECT, chest.type_id, chest.name, "Bank", *size)
        case GroundItem():
            item, share = rules.items[thing.item], rules.ground_items.size_share
            return Appearance(EntityKind.GROUND_ITEM, item.item_id, item.name, "Take", share, share)
        case Monster():
            monster = rules.monsters[thing.kind]
            size = (monster.width_share, monster.height_share)
            return Appearance(EntityKind.NPC, monster.type_id, monster.name, "Attack", *size)
        case Furnace():
            return _fixture_appearance(_crafting(rules).furnace)
        case Hedge():
            return _fixture_appearance(_crafting(rules).hedge)
        case _:
            assert_never(thing)


def _fixture_appearance(fixture: FixtureRules) -> Appearance:
    size = (fixture.width_share, fixture.height_share)
    return Appearance(EntityKind.OBJECT, fixture.type_id, fixture.name, fixture.option, *size)


def _crafting(rules: Rules) -> CraftingRules:
    assert rules.crafting is not None, "furnaces and hedges stand only where jewellery is made"
    return rules.crafting


def _tree_appearance(tree: Tree, rules: Rules) -> Appearance:
    kind = rules.trees[tree.kind]
    if tree.is_stump:
        size = (STUMP_WIDTH_SHARE, STUMP_HEIGHT_SHARE)
        return Appearance(EntityKind.OBJECT, kind.stump_type_id, f"{kind.name} stump", "", *size)
    size = (kind.width_share, kind.height_share)
    return Appearance(EntityKind.OBJECT, kind.type_id, kind.name, "Chop down", *size)
