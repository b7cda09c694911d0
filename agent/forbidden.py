"""Where the agent must not press: leaving the game, trade, reports and the bank PIN, as data in forbidden.toml."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import msgspec

from bridge.geometry import Rect
from bridge.state import GameState


class FixedPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rectangle of the fixed layout, and what lies there."""

    name: str
    x: int
    y: int
    width: int
    height: int


class Forbidden(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table.

    Args:
        buttons: names of buttons on the wire.
        interfaces: while one of them is open, nothing is pressed anywhere.
        menu_options: rows of the right-click menu, by their option.
        fixed_places: of RuneLite's fixed layout.
    """

    buttons: frozenset[str]
    interfaces: frozenset[str]
    menu_options: frozenset[str]
    fixed_places: tuple[FixedPlace, ...]


def load_forbidden() -> Forbidden:
    """The table that comes with the program."""
    table = tomllib.loads(files("agent").joinpath("forbidden.toml").read_text(encoding="utf-8"))
    return msgspec.convert(table, Forbidden)


def forbidden_places(forbidden: Forbidden, state: GameState) -> tuple[Rect, ...]:
    """The canvas rectangles in which nothing is pressed until the next state is there."""
    view, interface = state.view, state.interface
    if not forbidden.interfaces.isdisjoint(interface.open or ()):
        return (Rect(0, 0, view.canvas_width_px, view.canvas_height_px),)
    places = [button.bounds for button in interface.buttons or () if button.name in forbidden.buttons]
    if interface.menu is not None:
        places += [row.bounds for row in interface.menu.rows if row.option in forbidden.menu_options]
    if view.is_resizable is False:
        places += [Rect(place.x, place.y, place.width, place.height) for place in forbidden.fixed_places]
    return tuple(places)
