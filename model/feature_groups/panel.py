"""Features of what lies over the world: interfaces, buttons, the right-click menu."""

from __future__ import annotations

from bridge.geometry import Point, Rect
from bridge.state import Button, GamePhase, GameState, Interface, MenuRow
from model.feature_groups.feature import (
    UNKNOWN,
    Feature,
    aim,
    category,
    flags,
    linear_px,
    name_category,
    numbers,
    offset_px,
    optional,
)
from model.vocabulary import Names

MENU_ROWS = ("row_0", "row_1", "last")
"""The menu's first two rows, which act, and its last, which cancels."""
_PHASES = tuple(GamePhase)

INTERFACE_FEATURES: tuple[Feature, ...] = (
    category("interface.phase", 1 + len(_PHASES)),
    name_category("interface.open"),
    name_category("interface.tab"),
    *flags("interface", "is_text_field_active"),
)

_AIM = ("dx_linear", "dy_linear", "dx_fine", "dy_fine")

BUTTON_FEATURES: tuple[Feature, ...] = (
    *(*numbers("deposit_all", *_AIM), *flags("deposit_all", "is_under_pointer")),
    *(*numbers("close", *_AIM), *flags("close", "is_under_pointer")),
    *(*numbers("run_toggle", "dx_linear", "dy_linear"), *flags("run_toggle", "is_under_pointer")),
    *numbers("minimap", "dx_linear", "dy_linear"),
)

MENU_FEATURES: tuple[Feature, ...] = (
    *flags("menu", "is_open"),
    *numbers("menu", "dx_linear"),
    *(feature for row in MENU_ROWS for feature in (name_category(f"menu.{row}"), *numbers(f"menu.{row}", "dy_linear"))),
)


def interface_values(state: GameState, names: Names) -> tuple[float, ...]:
    """The client's phase, the interface opened last, the side tab."""
    interface = state.interface
    opened = interface.open
    return (
        1.0 + _PHASES.index(state.phase),
        UNKNOWN if opened is None else float(names.id_of(opened[-1] if opened else "")),
        UNKNOWN if interface.tab is None else float(names.id_of(interface.tab)),
        optional(interface.is_text_field_active),
    )


def button_values(interface: Interface, pointer: Point | None) -> tuple[float, ...]:
    """The way from the pointer to the buttons that most tasks press; unknown where there is none."""
    buttons = interface.buttons or ()
    run_dx, run_dy, _, _, is_on_run = aim(pointer, _bounds(buttons, "run_toggle"))
    return (
        *aim(pointer, _bounds(buttons, "deposit_all")),
        *aim(pointer, _bounds(buttons, "close")),
        *(run_dx, run_dy, is_on_run),
        *aim(pointer, minimap_bounds(interface))[:2],
    )


def minimap_bounds(interface: Interface) -> Rect | None:
    """The square around the minimap; None where it is not shown."""
    return _bounds(interface.buttons or (), "minimap")


def menu_values(interface: Interface, pointer: Point | None, names: Names) -> tuple[float, ...]:
    """Whether the menu is open, what its first rows do, and the way to them."""
    menu = interface.menu
    if menu is None:
        is_open = UNKNOWN if interface.open is None else 0.0
        return (is_open, *(UNKNOWN,) * (len(MENU_FEATURES) - 1))
    dx, _ = offset_px(pointer, menu.bounds)
    acting, last = menu.rows[:-1], menu.rows[-1:]
    chosen = (*(*acting, None, None)[:2], *(*last, None)[:1])
    return (1.0, linear_px(dx), *(value for row in chosen for value in _row_values(row, pointer, names)))


def _row_values(row: MenuRow | None, pointer: Point | None, names: Names) -> tuple[float, float]:
    if row is None:
        return float(names.id_of("")), UNKNOWN
    _, dy = offset_px(pointer, row.bounds)
    return float(names.id_of(row.option)), linear_px(dy)


def _bounds(buttons: tuple[Button, ...], last_word: str) -> Rect | None:
    """The bounds of the first button whose name's last part ("bank.close") is `last_word`."""
    return next((button.bounds for button in buttons if button.last_word == last_word), None)
