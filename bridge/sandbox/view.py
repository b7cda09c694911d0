"""The picture of a world: a pure function of it."""

from __future__ import annotations

from bridge.sandbox.drawing.choosing import paint_jewellery, paint_make
from bridge.sandbox.drawing.compass_map import paint_compass, paint_minimap, paint_orbs
from bridge.sandbox.drawing.ink import Picture
from bridge.sandbox.drawing.login_screen import paint_login
from bridge.sandbox.drawing.overlays import paint_bank, paint_chat, paint_hover_text, paint_menu
from bridge.sandbox.drawing.side_panel import paint_side_panel
from bridge.sandbox.drawing.skin import STONE_FRAME
from bridge.sandbox.drawing.world_view import paint_world
from bridge.sandbox.layout import VIEWPORT
from bridge.sandbox.world import BANK, JEWELLERY, MAKE, World
from bridge.state import GamePhase


def draw(world: World) -> Picture:
    """The canvas as uint8 (503, 765, 3) RGB; the same world gives the same pixels, bit for bit."""
    canvas = STONE_FRAME.copy()
    if world.phase is GamePhase.LOGGED_IN:
        _draw_game(canvas, world)
    else:
        paint_login(canvas, world.login)
    if world.menu is not None:
        paint_menu(canvas, world.menu, world)
    return canvas


def _draw_game(canvas: Picture, world: World) -> None:
    view = canvas[VIEWPORT.y : VIEWPORT.y + VIEWPORT.height, VIEWPORT.x : VIEWPORT.x + VIEWPORT.width]
    paint_world(view, world)
    paint_minimap(canvas, world)
    paint_compass(canvas, world)
    paint_orbs(canvas, world)
    paint_side_panel(canvas, world)
    paint_chat(canvas, world)
    paint_interface = {BANK: paint_bank, MAKE: paint_make, JEWELLERY: paint_jewellery}.get(world.open_interface)
    if paint_interface is not None:
        paint_interface(canvas, world)
    paint_hover_text(canvas, world)
