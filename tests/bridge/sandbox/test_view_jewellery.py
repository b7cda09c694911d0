"""The picture of the goldsmith's places: furnace, hedge, a bank that scrolls, and the two interfaces of the furnace."""

from __future__ import annotations

import msgspec
import numpy as np

from bridge.geometry import Rect
from bridge.sandbox.digest import world_digest
from bridge.sandbox.drawing.ink import Picture
from bridge.sandbox.layout import (
    BANK_PANEL,
    BANK_SCROLL_BAR,
    BANK_SLOTS,
    CHAT_BOX,
    JEWELLERY_PANEL,
    MAKE_STRIPS,
    MINIMAP,
)
from bridge.sandbox.view import draw
from bridge.sandbox.world import BANK, JEWELLERY, MAKE, Stack, World
from tests.bridge.sandbox.small_worlds import CRAFT_RULES, forge_of, place_of, with_items

FORGE = with_items(forge_of("......\n..F...\n.HHH..\n......\n..@..."), "gold_bar", "sapphire")
STACKS = tuple(Stack(item, 7) for item in sorted(CRAFT_RULES.items))[:120]


def differences(one: World, other: World) -> Picture:
    return np.asarray((draw(one) != draw(other)).any(axis=2))


def part(picture: Picture, rect: Rect) -> Picture:
    return picture[rect.y : rect.y + rect.height, rect.x : rect.x + rect.width]


def only_in(difference: Picture, rect: Rect) -> bool:
    inside = part(difference, rect).any()
    outside = difference.copy()
    part(outside, rect)[:] = False
    return bool(inside) and not outside.any()


def without(key: str) -> World:
    return msgspec.structs.replace(FORGE, objects=tuple(thing for thing in FORGE.objects if thing.key != key))


def test_hedge_and_furnace_are_drawn_where_they_stand_and_on_the_minimap() -> None:
    for key in ("hedge-1", "furnace-0"):
        place = place_of(FORGE, key)
        assert part(differences(FORGE, without(key)), Rect(place.x - 20, place.y - 34, 40, 68)).any()
    assert part(differences(FORGE, without("furnace-0")), MINIMAP).any()


def test_a_hedge_covers_what_stands_behind_it() -> None:
    furnace = place_of(FORGE, "furnace-0")
    assert not part(differences(FORGE, without("furnace-0")), Rect(furnace.x - 5, furnace.y, 10, 5)).any()


def test_scrolling_shows_other_stacks_and_moves_the_bar() -> None:
    top = msgspec.structs.replace(FORGE, open_interface=BANK, bank=STACKS)
    scrolled = msgspec.structs.replace(top, bank_row=6)
    assert only_in(differences(top, scrolled), BANK_PANEL)
    assert part(differences(top, scrolled), BANK_SCROLL_BAR).any()
    assert part(differences(top, scrolled), BANK_SLOTS[0]).any()


def test_a_bank_that_fits_has_no_bar() -> None:
    small = msgspec.structs.replace(FORGE, open_interface=BANK, bank=STACKS[:40])
    assert not part(differences(small, msgspec.structs.replace(small, bank=STACKS[:39])), BANK_SCROLL_BAR).any()
    assert part(differences(small, msgspec.structs.replace(small, bank=STACKS[:41])), BANK_SCROLL_BAR).any()


def test_the_make_interface_lies_over_the_chat_box_and_marks_what_space_chooses() -> None:
    chosen = msgspec.structs.replace(FORGE, open_interface=MAKE)
    assert only_in(differences(FORGE, chosen), CHAT_BOX)
    assert chosen.craft is not None
    craft = msgspec.structs.replace(chosen.craft, chosen="sapphire_amulet")
    other = msgspec.structs.replace(chosen, craft=craft)
    assert part(differences(chosen, other), MAKE_STRIPS[0]).any()
    assert part(differences(chosen, other), MAKE_STRIPS[2]).any()


def test_the_jewellery_interface_lies_over_the_view() -> None:
    assert only_in(differences(FORGE, msgspec.structs.replace(FORGE, open_interface=JEWELLERY)), JEWELLERY_PANEL)


def test_every_kind_of_icon_looks_different() -> None:
    items = ("gold_bar", "sapphire", "sapphire_ring", "sapphire_necklace", "sapphire_amulet", "iron_axe", "iron_sword")
    known = [item for item in items if item in CRAFT_RULES.items]
    pictures = {part(draw(with_items(FORGE, item)), Rect(563, 213, 36, 32)).tobytes() for item in known}
    assert len(pictures) == len(known) >= 5


def test_drawing_leaves_the_world_as_it_was() -> None:
    world = msgspec.structs.replace(FORGE, open_interface=MAKE)
    digest = world_digest(world)
    draw(world)
    assert world_digest(world) == digest
