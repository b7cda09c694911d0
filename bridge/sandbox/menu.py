"""The right-click menu: where it opens, which row lies where, and when the pointer has left it."""

from __future__ import annotations

from bridge.geometry import Rect
from bridge.sandbox.commands import Choice
from bridge.sandbox.layout import CANVAS_HEIGHT_PX, CANVAS_WIDTH_PX, MENU_LEAVE_PX, MENU_ROW_PX, MENU_TITLE_PX
from bridge.sandbox.world import OpenMenu

_CHARACTER_PX = 7
_MARGIN_PX = 12
_LEAST_WIDTH_PX = 104


def menu_at(choices: tuple[Choice, ...], x: int, y: int) -> OpenMenu:
    """The menu opened by a right click: under the pointer, moved to lie on the canvas."""
    longest = max(len(f"{choice.option} {choice.target}") for choice in choices)
    width = max(_LEAST_WIDTH_PX, longest * _CHARACTER_PX + _MARGIN_PX)
    height = MENU_TITLE_PX + MENU_ROW_PX * len(choices) + 3
    left = min(max(x - width // 2, 0), CANVAS_WIDTH_PX - width)
    top = min(max(y, 0), CANVAS_HEIGHT_PX - height)
    return OpenMenu(Rect(left, top, width, height), choices)


def row_rect(menu: OpenMenu, row: int) -> Rect:
    """Where a row lies; row 0 is the top one."""
    bounds = menu.bounds
    return Rect(bounds.x + 1, bounds.y + MENU_TITLE_PX + row * MENU_ROW_PX, bounds.width - 2, MENU_ROW_PX)


def choice_at(menu: OpenMenu, x: int, y: int) -> Choice | None:
    """The choice of the row under a pixel, None where there is no row."""
    rows = enumerate(menu.choices)
    return next((choice for row, choice in rows if row_rect(menu, row).contains(x, y)), None)


def has_left(menu: OpenMenu, x: int, y: int) -> bool:
    """Whether a pixel is so far from the menu that it closes."""
    bounds = menu.bounds
    reach = MENU_LEAVE_PX
    near = Rect(bounds.x - reach, bounds.y - reach, bounds.width + 2 * reach, bounds.height + 2 * reach)
    return not near.contains(x, y)
