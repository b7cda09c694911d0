"""The side panel: its tabs, and what the shown tab holds."""

from __future__ import annotations

from typing import assert_never

import cv2
import numpy as np

from bridge.geometry import Rect
from bridge.sandbox.drawing.icons import paint_item
from bridge.sandbox.drawing.ink import ORANGE, WHITE, YELLOW, Picture, bevel, outline, write, write_centred
from bridge.sandbox.layout import INVENTORY_SLOTS, LOGOUT_BUTTON, PANEL, TAB_BUTTONS, Tab
from bridge.sandbox.skills import level_at
from bridge.sandbox.world import World, trained_skills

_TAB_COLOUR = (74, 65, 51)
_TAB_SHOWN = (122, 44, 34)
_INK = (222, 208, 172)


def paint_side_panel(canvas: Picture, world: World) -> None:
    """Tabs and the shown tab's contents."""
    for tab, place in TAB_BUTTONS.items():
        bevel(canvas, place, _TAB_SHOWN if tab is world.tab else _TAB_COLOUR, is_sunk=tab is world.tab)
        _paint_tab_sign(canvas, tab, place)
    match world.tab:
        case Tab.INVENTORY:
            _paint_inventory(canvas, world)
        case Tab.SKILLS:
            _paint_skills(canvas, world)
        case Tab.LOGOUT:
            _paint_logout(canvas)
        case _:
            assert_never(world.tab)


def _paint_inventory(canvas: Picture, world: World) -> None:
    painted: dict[str, Picture] = {}
    for item, place in zip(world.inventory, INVENTORY_SLOTS, strict=True):
        if item is None:
            continue
        slot = canvas[place.y : place.y + place.height, place.x : place.x + place.width]
        if item in painted:
            slot[:] = painted[item]
        else:
            paint_item(canvas, place, world.rules.items[item])
            painted[item] = slot
    if world.item_in_hand is not None:
        outline(canvas, INVENTORY_SLOTS[world.item_in_hand], WHITE)


def _paint_skills(canvas: Picture, world: World) -> None:
    middle_x = PANEL.x + PANEL.width // 2
    write_centred(canvas, "Skills", middle_x, PANEL.y + 24, ORANGE, size=14)
    for row, (name, experience) in enumerate(trained_skills(world)):
        place = Rect(PANEL.x + 12, PANEL.y + 40 + 52 * row, PANEL.width - 24, 44)
        bevel(canvas, place, (84, 74, 58))
        write(canvas, name.title(), place.x + 8, place.y + 18, YELLOW)
        write(canvas, f"{level_at(experience)}", place.x + place.width - 28, place.y + 18, WHITE, size=14)
        write(canvas, f"{experience:,} xp", place.x + 8, place.y + 36, _INK, size=11)


def _paint_logout(canvas: Picture) -> None:
    middle_x = PANEL.x + PANEL.width // 2
    write_centred(canvas, "Leave the sandbox", middle_x, PANEL.y + 40, ORANGE)
    write_centred(canvas, "when you like.", middle_x, PANEL.y + 58, ORANGE)
    bevel(canvas, LOGOUT_BUTTON, _TAB_SHOWN)
    button = LOGOUT_BUTTON.centre
    write_centred(canvas, "Click here to log out", button.x, button.y + 4, WHITE, size=11)


def _paint_tab_sign(canvas: Picture, tab: Tab, place: Rect) -> None:
    x, y = place.centre.x, place.centre.y
    match tab:
        case Tab.INVENTORY:
            bag = np.array([(x - 9, y - 3), (x + 9, y - 3), (x + 11, y + 10), (x - 11, y + 10)], dtype=np.int32)
            cv2.fillConvexPoly(canvas, bag, (150, 106, 58), cv2.LINE_AA)
            cv2.ellipse(canvas, (x, y - 3), (6, 7), 0, 180, 360, (176, 132, 80), 2, cv2.LINE_AA)
            cv2.rectangle(canvas, (x - 3, y - 1), (x + 3, y + 3), (226, 190, 70), -1)
        case Tab.SKILLS:
            for column, height in ((-9, 8), (-2, 14), (5, 19)):
                cv2.rectangle(canvas, (x + column, y + 10 - height), (x + column + 4, y + 10), (96, 158, 84), -1)
        case Tab.LOGOUT:
            cv2.rectangle(canvas, (x - 8, y - 11), (x + 5, y + 11), (112, 78, 44), -1)
            cv2.circle(canvas, (x + 2, y + 1), 2, (226, 190, 70), -1)
            cv2.arrowedLine(canvas, (x + 1, y), (x + 13, y), WHITE, 2, cv2.LINE_AA, 0, 0.4)
        case _:
            assert_never(tab)
