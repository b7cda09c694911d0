"""What can be done where the pointer is; the first choice is what a left click does."""

from __future__ import annotations

from bridge.sandbox.bank import shown_stacks
from bridge.sandbox.camera import tile_under
from bridge.sandbox.commands import (
    Cancel,
    Choice,
    CloseInterface,
    Deposit,
    DepositInventory,
    DropItem,
    EatItem,
    Examine,
    FaceNorth,
    FocusField,
    Interact,
    LogIn,
    LogOut,
    MakeItem,
    ShowTab,
    ToggleRun,
    UseItem,
    UseItemOn,
    Walk,
    Withdraw,
)
from bridge.sandbox.crafting import offered
from bridge.sandbox.layout import (
    BANK_CLOSE,
    BANK_DEPOSIT_ALL,
    BANK_PANEL,
    CHAT_BOX,
    COMPASS,
    INVENTORY_SLOTS,
    JEWELLERY_PANEL,
    JEWELLERY_SLOTS,
    LOGIN_NAME,
    LOGIN_PASSWORD,
    LOGIN_SUBMIT,
    LOGOUT_BUTTON,
    MAKE_OPTIONS,
    MAKE_STRIPS,
    RUN_ORB,
    TAB_BUTTONS,
    VIEWPORT,
    Tab,
    is_on_minimap,
    slot_at,
)
from bridge.sandbox.minimap import tile_on_minimap
from bridge.sandbox.scene import placed_at
from bridge.sandbox.world import BANK, INVENTORY_CAPACITY, JEWELLERY, MAKE, World
from bridge.state import GamePhase

CANCEL = Choice("Cancel", "", Cancel())


def choices_at(world: World, x: int, y: int) -> tuple[Choice, ...]:
    """Everything that a click at a canvas pixel can do, in the order of the menu; the last one is always Cancel."""
    return (*_choices(world, x, y), CANCEL)


def _choices(world: World, x: int, y: int) -> tuple[Choice, ...]:
    if world.phase is not GamePhase.LOGGED_IN:
        return _login_choices(x, y)
    if world.open_interface == BANK and BANK_PANEL.contains(x, y):
        return _bank_choices(world, x, y)
    if world.open_interface == MAKE and CHAT_BOX.contains(x, y):
        return _make_choices(world, x, y)
    if world.open_interface == JEWELLERY and JEWELLERY_PANEL.contains(x, y):
        return _jewellery_choices(world, x, y)
    if VIEWPORT.contains(x, y):
        return _view_choices(world, x, y)
    if is_on_minimap(x, y):
        return (Choice("Walk here", "", Walk(tile_on_minimap(world.camera, world.hero.tile, x, y))),)
    return _button_choices(world, x, y) or _panel_choices(world, x, y)


def _login_choices(x: int, y: int) -> tuple[Choice, ...]:
    places = (
        (LOGIN_NAME, Choice("Type", "Name", FocusField("name"))),
        (LOGIN_PASSWORD, Choice("Type", "Password", FocusField("password"))),
        (LOGIN_SUBMIT, Choice("Log in", "", LogIn())),
    )
    return tuple(choice for place, choice in places if place.contains(x, y))


def _bank_choices(world: World, x: int, y: int) -> tuple[Choice, ...]:
    if BANK_CLOSE.contains(x, y):
        return (Choice("Close", "Bank", CloseInterface()),)
    if BANK_DEPOSIT_ALL.contains(x, y):
        return (Choice("Deposit inventory", "", DepositInventory()),)
    under = next(((slot, stack) for slot, stack, place in shown_stacks(world) if place.contains(x, y)), None)
    if under is None:
        return ()
    slot, stack = under
    name = world.rules.items[stack.item].name
    amounts = tuple((f"Withdraw-{quantity}", quantity) for quantity in world.rules.bank_chest.quantities)
    taken = (*amounts, ("Withdraw-All", stack.quantity))
    taking = tuple(Choice(option, name, Withdraw(slot, quantity)) for option, quantity in taken)
    return (*taking, Choice("Examine", name, Examine(name)))


def _make_choices(world: World, x: int, y: int) -> tuple[Choice, ...]:
    option = slot_at(MAKE_OPTIONS, x, y)
    number = slot_at(MAKE_STRIPS, x, y) if option is None else option
    products = offered(world)
    if number is None or number >= len(products):
        return ()
    return (Choice("Make", world.rules.items[products[number]].name, MakeItem(products[number], INVENTORY_CAPACITY)),)


def _jewellery_choices(world: World, x: int, y: int) -> tuple[Choice, ...]:
    number = slot_at(JEWELLERY_SLOTS, x, y)
    products = offered(world)
    if number is None or number >= len(products):
        return ()
    product, amounts = products[number], (("Make-1", 1), ("Make-5", 5), ("Make-All", INVENTORY_CAPACITY))
    name = world.rules.items[product].name
    return tuple(Choice(option, name, MakeItem(product, quantity)) for option, quantity in amounts)


def _view_choices(world: World, x: int, y: int) -> tuple[Choice, ...]:
    under = placed_at(world, x, y)
    walk = Choice("Walk here", "", Walk(tile_under(world.camera, world.hero.tile, x, y)))
    examine = tuple(Choice("Examine", placed.looks.name, Examine(placed.looks.name)) for placed in under)
    if world.item_in_hand is not None:
        used = tuple(_use_on(world, placed.looks.name) for placed in under)
        return (*used, walk, *examine)
    doing = tuple(
        Choice(placed.looks.option, placed.looks.name, Interact(placed.thing.key))
        for placed in under
        if placed.looks.option
    )
    return (*doing, walk, *examine)


def _button_choices(world: World, x: int, y: int) -> tuple[Choice, ...]:
    if RUN_ORB.contains(x, y):
        return (Choice("Toggle run", "", ToggleRun()),)
    if COMPASS.contains(x, y):
        return (Choice("Look north", "", FaceNorth()),)
    if world.tab is Tab.LOGOUT and LOGOUT_BUTTON.contains(x, y):
        return (Choice("Log out", "", LogOut()),)
    return tuple(
        Choice("Show", tab.value.title(), ShowTab(tab)) for tab, place in TAB_BUTTONS.items() if place.contains(x, y)
    )


def _panel_choices(world: World, x: int, y: int) -> tuple[Choice, ...]:
    slot = slot_at(INVENTORY_SLOTS, x, y) if world.tab is Tab.INVENTORY else None
    item = world.inventory[slot] if slot is not None else None
    if slot is None or item is None:
        return ()
    name = world.rules.items[item].name
    examine = Choice("Examine", name, Examine(name))
    if world.open_interface == BANK:
        amounts = tuple((f"Deposit-{quantity}", quantity) for quantity in world.rules.bank_chest.quantities)
        given = (*amounts, ("Deposit-All", INVENTORY_CAPACITY))
        return (*(Choice(option, name, Deposit(slot, quantity)) for option, quantity in given), examine)
    if world.item_in_hand is not None and world.item_in_hand != slot:
        return (_use_on(world, name), examine)
    eating = (Choice("Eat", name, EatItem(slot)),) if world.rules.items[item].heals else ()
    return (*eating, Choice("Use", name, UseItem(slot)), Choice("Drop", name, DropItem(slot)), examine)


def _use_on(world: World, target: str) -> Choice:
    assert world.item_in_hand is not None
    item = world.inventory[world.item_in_hand]
    held_name = world.rules.items[item].name if item is not None else "Nothing"
    return Choice("Use", f"{held_name} -> {target}", UseItemOn(target))
