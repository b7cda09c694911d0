"""The two interfaces in which one chooses what to make."""

from __future__ import annotations

from bridge.geometry import Rect
from bridge.sandbox.crafting import by_space, offered
from bridge.sandbox.drawing.icons import paint_item
from bridge.sandbox.drawing.ink import (
    ORANGE,
    STONE,
    WHITE,
    YELLOW,
    Picture,
    bevel,
    outline,
    write,
    write_centred,
)
from bridge.sandbox.interface import MAKE_QUESTION
from bridge.sandbox.layout import CHAT_BOX, JEWELLERY_PANEL, JEWELLERY_SLOTS, MAKE_OPTIONS, MAKE_STRIPS
from bridge.sandbox.world import World

_OPTION = (84, 74, 58)
_SUNK = (74, 66, 52)


def paint_make(canvas: Picture, world: World) -> None:
    """Over the chat box: the products, each with the digit that chooses it, one with the space key too."""
    bevel(canvas, CHAT_BOX, STONE)
    write_centred(canvas, MAKE_QUESTION, CHAT_BOX.centre.x, CHAT_BOX.y + 18, ORANGE, size=14)
    default = by_space(world)
    for number, (product, place, strip) in enumerate(zip(offered(world), MAKE_OPTIONS, MAKE_STRIPS, strict=False)):
        item = world.rules.items[product]
        bevel(canvas, place, _OPTION)
        paint_item(canvas, Rect(place.centre.x - 20, place.y + 16, 40, 36), item)
        write(canvas, str(number + 1), place.x + 6, place.y + 16, YELLOW)
        for line, word in enumerate(item.name.split()):
            write_centred(canvas, word, place.centre.x, place.y + 68 + 15 * line, WHITE, size=11)
        is_default = product == default
        bevel(canvas, strip, _SUNK, is_sunk=True)
        keys = f"space or {number + 1}" if is_default else f"{number + 1}"
        write_centred(canvas, keys, strip.centre.x, strip.y + 15, YELLOW if is_default else WHITE, size=11)


def paint_jewellery(canvas: Picture, world: World) -> None:
    """Over the view: the products, whose menu says how many are made."""
    bevel(canvas, JEWELLERY_PANEL, STONE)
    middle = JEWELLERY_PANEL.centre.x
    write_centred(canvas, MAKE_QUESTION, middle, JEWELLERY_PANEL.y + 24, ORANGE, size=14)
    for product, place in zip(offered(world), JEWELLERY_SLOTS, strict=False):
        item = world.rules.items[product]
        bevel(canvas, place, _SUNK, is_sunk=True)
        paint_item(canvas, Rect(place.x + 2, place.y + 3, 36, 34), item)
        outline(canvas, place, _OPTION)
        for line, word in enumerate(item.name.split()):
            write_centred(canvas, word, place.centre.x, place.y + 56 + 14 * line, WHITE, size=11)
    write_centred(canvas, "Right-click one to make many", middle, JEWELLERY_PANEL.y + 140, YELLOW, size=11)
