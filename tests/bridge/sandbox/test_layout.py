"""The fixed places of the canvas."""

from __future__ import annotations

from itertools import combinations

import pytest

from bridge.geometry import Rect
from bridge.sandbox.layout import (
    BANK_CLOSE,
    BANK_DEPOSIT_ALL,
    BANK_PANEL,
    BANK_SLOTS,
    CANVAS,
    CHAT_BOX,
    COMPASS,
    HITPOINTS_ORB,
    INVENTORY_SLOTS,
    MINIMAP,
    PANEL,
    RUN_ORB,
    TAB_BUTTONS,
    VIEWPORT,
    is_on_minimap,
    slot_at,
)

PARTS = (VIEWPORT, CHAT_BOX, MINIMAP, COMPASS, HITPOINTS_ORB, RUN_ORB, PANEL, *TAB_BUTTONS.values())
TARGETS = (BANK_CLOSE, BANK_DEPOSIT_ALL, *BANK_SLOTS, COMPASS, RUN_ORB, *INVENTORY_SLOTS, *TAB_BUTTONS.values())


def test_the_view_is_512_by_334() -> None:
    assert Rect(4, 4, 512, 334) == VIEWPORT


@pytest.mark.parametrize("part", [*PARTS, BANK_PANEL, *INVENTORY_SLOTS, *BANK_SLOTS])
def test_every_part_lies_on_the_canvas(part: Rect) -> None:
    assert part.intersection(CANVAS) == part


def test_no_two_parts_overlap() -> None:
    overlaps = [one.intersection(other) for one, other in combinations(PARTS, 2)]
    assert all(not (overlap.width and overlap.height) for overlap in overlaps)


def test_the_inventory_has_28_slots_in_the_panel_and_the_bank_panel_lies_in_the_view() -> None:
    assert len(INVENTORY_SLOTS) == 28
    assert all(slot.intersection(PANEL) == slot for slot in INVENTORY_SLOTS)
    assert BANK_PANEL.intersection(VIEWPORT) == BANK_PANEL
    assert all(slot.intersection(BANK_PANEL) == slot for slot in BANK_SLOTS)


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_is_14_to_40_pixels_across(target: Rect) -> None:
    assert 14 <= target.width <= 40
    assert 14 <= target.height <= 40


def test_a_slot_is_found_by_a_pixel_in_it() -> None:
    seventh = INVENTORY_SLOTS[7]
    assert slot_at(INVENTORY_SLOTS, seventh.x, seventh.y) == 7
    assert slot_at(INVENTORY_SLOTS, seventh.x - 1, seventh.y) is None


def test_the_minimap_is_round() -> None:
    assert is_on_minimap(MINIMAP.centre.x, MINIMAP.centre.y)
    assert not is_on_minimap(MINIMAP.x, MINIMAP.y)
