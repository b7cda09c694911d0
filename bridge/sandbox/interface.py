"""What a client tells of the interfaces over the world: those that are open, their buttons, the menu, the choices."""

from __future__ import annotations

from bridge.sandbox.crafting import by_space, offered
from bridge.sandbox.layout import (
    BANK_CLOSE,
    BANK_DEPOSIT_ALL,
    COMPASS,
    JEWELLERY_SLOTS,
    LOGIN_NAME,
    LOGIN_PASSWORD,
    LOGIN_SUBMIT,
    LOGOUT_BUTTON,
    MAKE_OPTIONS,
    MAKE_STRIPS,
    MINIMAP,
    RUN_ORB,
    TAB_BUTTONS,
    Tab,
)
from bridge.sandbox.menu import row_rect
from bridge.sandbox.world import BANK, JEWELLERY, MAKE, World
from bridge.state import Button, Dialogue, GamePhase, Interface, Menu, MenuRow

_LOGIN_BUTTONS = (
    Button("login.name", LOGIN_NAME),
    Button("login.password", LOGIN_PASSWORD),
    Button("login.submit", LOGIN_SUBMIT),
)
_FIXED_BUTTONS = (
    Button("compass", COMPASS),
    Button("minimap", MINIMAP),
    Button("run_toggle", RUN_ORB),
    *(Button(f"tab.{tab}", place) for tab, place in TAB_BUTTONS.items()),
)
_LOGOUT_BUTTONS = (Button("logout", LOGOUT_BUTTON),)
_BANK_BUTTONS = (Button("bank.deposit_all", BANK_DEPOSIT_ALL), Button("bank.close", BANK_CLOSE))
MAKE_QUESTION = "What would you like to make?"


def shown_interface(world: World) -> Interface:
    """What lies over the world."""
    if world.phase is not GamePhase.LOGGED_IN:
        return Interface(open=("login",), is_text_field_active=True, buttons=_LOGIN_BUTTONS, menu=_menu(world))
    opened = (world.open_interface,) if world.open_interface else ()
    return Interface(opened, world.tab.value, False, _buttons(world), _menu(world), _dialogue(world))


def _buttons(world: World) -> tuple[Button, ...]:
    buttons = _FIXED_BUTTONS
    if world.tab is Tab.LOGOUT:
        buttons += _LOGOUT_BUTTONS
    if world.open_interface == BANK:
        buttons += _BANK_BUTTONS
    return buttons + _choice_buttons(world)


def _choice_buttons(world: World) -> tuple[Button, ...]:
    """The products to choose from, numbered from 1; "make.space" lies below the one that the space key chooses."""
    places = {MAKE: MAKE_OPTIONS, JEWELLERY: JEWELLERY_SLOTS}.get(world.open_interface)
    if places is None:
        return ()
    products, default = offered(world), by_space(world)
    choices = tuple(Button(f"{world.open_interface}.{n + 1}", place) for n, place in enumerate(places[: len(products)]))
    if world.open_interface == MAKE and default is not None:
        choices += (Button("make.space", MAKE_STRIPS[products.index(default)]),)
    return choices


def _dialogue(world: World) -> Dialogue | None:
    if world.open_interface not in (MAKE, JEWELLERY):
        return None
    return Dialogue("", MAKE_QUESTION, tuple(world.rules.items[product].name for product in offered(world)))


def _menu(world: World) -> Menu | None:
    menu = world.menu
    if menu is None:
        return None
    rows = (MenuRow(choice.option, choice.target, row_rect(menu, number)) for number, choice in enumerate(menu.choices))
    return Menu(menu.bounds, tuple(rows))
