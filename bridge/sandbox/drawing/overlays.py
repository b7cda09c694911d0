"""What lies over the view: the hover text, the chat box, the bank and the menu."""

from __future__ import annotations

from bridge.geometry import Rect
from bridge.sandbox.bank import last_bank_row, shown_stacks
from bridge.sandbox.drawing.icons import paint_item
from bridge.sandbox.drawing.ink import (
    BLACK,
    CYAN,
    ORANGE,
    STONE,
    STONE_LIGHT,
    WHITE,
    YELLOW,
    Picture,
    bevel,
    fill,
    outline,
    text_width_px,
    write,
    write_centred,
    write_plain,
)
from bridge.sandbox.layout import (
    BANK_CLOSE,
    BANK_COLUMNS,
    BANK_DEPOSIT_ALL,
    BANK_PANEL,
    BANK_SCROLL_BAR,
    BANK_SLOTS,
    CHAT_BOX,
    MENU_TITLE_PX,
    VIEWPORT,
)
from bridge.sandbox.menu import row_rect
from bridge.sandbox.targets import choices_at
from bridge.sandbox.world import OpenMenu, World

_MENU_COLOUR = (93, 84, 71)
_CHAT_LINE_PX = 16
_BANK_ROWS = len(BANK_SLOTS) // BANK_COLUMNS


def paint_hover_text(canvas: Picture, world: World) -> None:
    """What a left click would do now, in the view's top left corner."""
    pointer = world.held.pointer
    if pointer is None or world.menu is not None:
        return
    choices = choices_at(world, pointer.x, pointer.y)
    if len(choices) == 1:
        return
    first, x, y = choices[0], VIEWPORT.x + 6, VIEWPORT.y + 16
    write(canvas, first.option, x, y, WHITE)
    x += text_width_px(first.option + " ")
    if first.target:
        write(canvas, first.target, x, y, CYAN)
        x += text_width_px(first.target + " ")
    if len(choices) > 2:
        write(canvas, f"/ {len(choices) - 1} more options", x, y, WHITE)


def paint_chat(canvas: Picture, world: World) -> None:
    """The newest lines, the last one lowest."""
    bottom = CHAT_BOX.y + CHAT_BOX.height - 10
    for number, line in enumerate(reversed(world.chat)):
        write_plain(canvas, line, CHAT_BOX.x + 8, bottom - number * _CHAT_LINE_PX, BLACK)


def paint_bank(canvas: Picture, world: World) -> None:
    """The open bank."""
    bevel(canvas, BANK_PANEL, STONE)
    inner = Rect(BANK_PANEL.x + 8, BANK_PANEL.y + 34, BANK_PANEL.width - 16, 222)
    bevel(canvas, inner, (74, 66, 52), is_sunk=True)
    write_centred(canvas, "The bank of the sandbox", BANK_PANEL.centre.x, BANK_PANEL.y + 22, ORANGE, size=14)
    for _, stack, place in shown_stacks(world):
        paint_item(canvas, place, world.rules.items[stack.item])
        write(canvas, str(stack.quantity), place.x - 2, place.y + 9, YELLOW, size=11)
    if last_bank_row(world):
        _paint_scroll_bar(canvas, world)
    bevel(canvas, BANK_CLOSE, (122, 44, 34))
    write_centred(canvas, "x", BANK_CLOSE.centre.x, BANK_CLOSE.centre.y + 4, WHITE, size=14)
    most = world.rules.bank_chest.quantities[0]
    amount = "one" if most == 1 else str(most)
    write(
        canvas,
        f"Click an item to deposit or withdraw {amount}",
        BANK_PANEL.x + 14,
        BANK_DEPOSIT_ALL.centre.y + 4,
        YELLOW,
    )
    _paint_deposit_button(canvas, BANK_DEPOSIT_ALL)


def _paint_scroll_bar(canvas: Picture, world: World) -> None:
    """How much of the bank is in view, and where in it that lies."""
    bar, rows = BANK_SCROLL_BAR, last_bank_row(world) + _BANK_ROWS
    bevel(canvas, bar, (52, 46, 36), is_sunk=True)
    height = bar.height * _BANK_ROWS // rows
    top = bar.y + (bar.height - height) * world.bank_row // last_bank_row(world)
    bevel(canvas, Rect(bar.x + 1, top, bar.width - 2, height), STONE_LIGHT)


def _paint_deposit_button(canvas: Picture, place: Rect) -> None:
    bevel(canvas, place, (92, 80, 60))
    chest = Rect(place.x + 9, place.y + 18, 22, 12)
    fill(canvas, chest, (134, 92, 46))
    outline(canvas, chest, (60, 40, 20))
    for row in range(6):
        half = 6 - row
        middle = place.centre.x
        canvas[place.y + 11 + row, middle - half : middle + half + 1] = YELLOW
    fill(canvas, Rect(place.centre.x - 2, place.y + 4, 5, 8), YELLOW)


def paint_menu(canvas: Picture, menu: OpenMenu, world: World) -> None:
    """The right-click menu; the row under the pointer is lit."""
    bounds = menu.bounds
    fill(canvas, bounds, _MENU_COLOUR)
    outline(canvas, bounds, BLACK)
    fill(canvas, Rect(bounds.x + 1, bounds.y + 1, bounds.width - 2, MENU_TITLE_PX - 3), BLACK)
    write_plain(canvas, "Choose Option", bounds.x + 4, bounds.y + 13, _MENU_COLOUR)
    pointer = world.held.pointer
    for number, choice in enumerate(menu.choices):
        row = row_rect(menu, number)
        is_lit = pointer is not None and row.contains(pointer.x, pointer.y)
        write(canvas, choice.option, row.x + 3, row.y + 12, YELLOW if is_lit else WHITE)
        if choice.target:
            write(canvas, choice.target, row.x + 3 + text_width_px(choice.option + " "), row.y + 12, CYAN)
