"""What a click, a menu row or a key asks of the game, as a union of small values."""

from __future__ import annotations

import msgspec

from bridge.sandbox.layout import Tab
from bridge.sandbox.terrain import Tile


class _Command(msgspec.Struct, frozen=True, tag=True):
    """Something that the game is asked to do."""


class Cancel(_Command, frozen=True):
    """Nothing."""


class Walk(_Command, frozen=True):
    """Go to a tile, or to the walkable tile nearest to it."""

    tile: Tile


class Interact(_Command, frozen=True):
    """Go to an object and do what its left-click says."""

    key: str


class Examine(_Command, frozen=True):
    """Say what something is."""

    name: str


class UseItem(_Command, frozen=True):
    """Take an inventory slot's item in hand, for the next click to apply it to something."""

    slot: int


class UseItemOn(_Command, frozen=True):
    """Apply the item in hand to something."""

    target: str


class DropItem(_Command, frozen=True):
    """Let an inventory slot's item fall."""

    slot: int


class EatItem(_Command, frozen=True):
    """Eat an inventory slot's item."""

    slot: int


class Deposit(_Command, frozen=True):
    """Put `quantity` items like the one in an inventory slot into the bank."""

    slot: int
    quantity: int


class Withdraw(_Command, frozen=True):
    """Take `quantity` items from a bank slot."""

    slot: int
    quantity: int


class DepositInventory(_Command, frozen=True):
    """Put everything carried into the bank."""


class MakeItem(_Command, frozen=True):
    """Make up to `quantity` of a product at the furnace."""

    product: str
    quantity: int


class CloseInterface(_Command, frozen=True):
    """Close the open interface."""


class ToggleRun(_Command, frozen=True):
    """Switch between running and walking."""


class FaceNorth(_Command, frozen=True):
    """Turn the camera to the north."""


class ShowTab(_Command, frozen=True):
    """Show a tab of the side panel."""

    tab: Tab


class LogOut(_Command, frozen=True):
    """Go back to the login screen."""


class FocusField(_Command, frozen=True):
    """Type into a field of the login screen: "name" or "password"."""

    field: str


class LogIn(_Command, frozen=True):
    """Enter the game with what the login screen's fields hold."""


Command = (
    Cancel
    | Walk
    | Interact
    | Examine
    | UseItem
    | UseItemOn
    | DropItem
    | EatItem
    | Deposit
    | Withdraw
    | DepositInventory
    | MakeItem
    | CloseInterface
    | ToggleRun
    | FaceNorth
    | ShowTab
    | LogOut
    | FocusField
    | LogIn
)


class Choice(msgspec.Struct, frozen=True):
    """A thing that can be done where the pointer is: the words of its menu row, and the command."""

    option: str
    target: str
    command: Command
