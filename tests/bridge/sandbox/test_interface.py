"""What a client tells of the interfaces over the world."""

from __future__ import annotations

import msgspec

from bridge.sandbox.interface import shown_interface
from bridge.sandbox.layout import JEWELLERY_SLOTS, MAKE_OPTIONS, MAKE_STRIPS
from bridge.sandbox.world import JEWELLERY, MAKE, World
from bridge.state import Dialogue, GamePhase
from tests.bridge.sandbox.small_worlds import OPEN_FIELD, forge_of, with_items, world_of

FORGE = with_items(forge_of("..F\n..@"), "gold_bar", "sapphire")
NAMES = ("Sapphire ring", "Sapphire necklace", "Sapphire amulet")


def buttons(world: World) -> dict[str, object]:
    return {button.name: button.bounds for button in shown_interface(world).buttons or ()}


def test_where_nothing_is_chosen_there_is_no_dialogue() -> None:
    shown = shown_interface(world_of(OPEN_FIELD))
    assert (shown.open, shown.dialogue) == ((), None)


def test_on_the_login_screen_text_is_typed() -> None:
    shown = shown_interface(world_of(OPEN_FIELD, phase=GamePhase.LOGIN_SCREEN))
    assert (shown.open, shown.is_text_field_active) == (("login",), True)


def test_the_make_interface_tells_its_options_and_what_space_chooses() -> None:
    world = msgspec.structs.replace(FORGE, open_interface=MAKE)
    assert shown_interface(world).open == ("make",)
    assert shown_interface(world).dialogue == Dialogue("", "What would you like to make?", NAMES)
    assert buttons(world)["make.3"] == MAKE_OPTIONS[2]
    assert buttons(world)["make.space"] == MAKE_STRIPS[0]
    assert world.craft is not None
    again = msgspec.structs.replace(world, craft=msgspec.structs.replace(world.craft, chosen="sapphire_amulet"))
    assert buttons(again)["make.space"] == MAKE_STRIPS[2]


def test_the_jewellery_interface_tells_its_slots_and_no_key() -> None:
    world = msgspec.structs.replace(FORGE, open_interface=JEWELLERY)
    assert shown_interface(world).open == ("jewellery",)
    assert buttons(world)["jewellery.1"] == JEWELLERY_SLOTS[0]
    assert "make.space" not in buttons(world)


def test_the_time_to_the_next_piece_is_not_told() -> None:
    assert FORGE.craft is not None
    crafts = (msgspec.structs.replace(FORGE.craft, left=5, rest_ticks=ticks) for ticks in (1, 3))
    one, other = (shown_interface(msgspec.structs.replace(FORGE, craft=craft)) for craft in crafts)
    assert one == other
