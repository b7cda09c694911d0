"""Features of what lies over the world: interfaces, buttons, the right-click menu."""

from __future__ import annotations

from bridge.geometry import Point, Rect
from bridge.state import Button, GamePhase, GameState, Interface, Menu
from model.feature_groups.feature import (
    UNKNOWN,
    Feature,
    aim,
    category,
    fine_px,
    flags,
    is_inside,
    linear_px,
    name_category,
    numbers,
    offset_px,
    optional,
)
from model.vocabulary import Names

MENU_ROWS = 3
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
    *(*numbers("run", "dx_fine", "dy_fine"), *flags("run", "is_under_pointer")),
    *numbers("minimap", *_AIM),
)

MENU_FEATURES: tuple[Feature, ...] = (
    *flags("menu", "is_open"),
    *numbers("menu", "dx_linear"),
    *(
        feature
        for row in range(MENU_ROWS)
        for feature in (name_category(f"menu.row_{row}"), *numbers(f"menu.row_{row}", "dy_linear"))
    ),
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
    run = _bounds(buttons, "run")
    run_dx, run_dy = offset_px(pointer, run)
    return (
        *aim(pointer, _bounds(buttons, "deposit_all")),
        *aim(pointer, _bounds(buttons, "close")),
        *(fine_px(run_dx), fine_px(run_dy), is_inside(pointer, run)),
        *aim(pointer, _bounds(buttons, "minimap"))[:4],
    )


def menu_values(interface: Interface, pointer: Point | None, names: Names) -> tuple[float, ...]:
    """Whether the menu is open, what its first rows do, and the way to them."""
    menu = interface.menu
    if menu is None:
        is_open = UNKNOWN if interface.open is None else 0.0
        return (is_open, *(UNKNOWN,) * (len(MENU_FEATURES) - 1))
    dx, _ = offset_px(pointer, menu.bounds)
    rows = (value for row in range(MENU_ROWS) for value in _row_values(menu, row, pointer, names))
    return (1.0, linear_px(dx), *rows)


def _row_values(menu: Menu, row: int, pointer: Point | None, names: Names) -> tuple[float, float]:
    if row >= len(menu.rows):
        return float(names.id_of("")), UNKNOWN
    _, dy = offset_px(pointer, menu.rows[row].bounds)
    return float(names.id_of(menu.rows[row].option)), linear_px(dy)


def _bounds(buttons: tuple[Button, ...], last_word: str) -> Rect | None:
    """The bounds of the first button whose name's last part ("bank.close") is `last_word`."""
    return next((button.bounds for button in buttons if button.name.rpartition(".")[2] == last_word), None)
