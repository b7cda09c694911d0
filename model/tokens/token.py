"""What a token is, and its fields as numbers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import IntEnum

from bridge.geometry import Rect
from model.feature_groups.feature import UNKNOWN

TOKENS_VERSION = 4
"""Grows with every change of what a field means; a change of kinds or fields changes the digest by itself."""


class TokenKind(IntEnum):
    """What a token stands for. ON_MINIMAP and ON_GROUND are where to walk towards something that does not show."""

    NPC = 0
    PLAYER = 1
    OBJECT = 2
    GROUND_ITEM = 3
    ON_MINIMAP = 4
    ON_GROUND = 5
    INVENTORY_ITEM = 6
    BANK_ITEM = 7
    BUTTON = 8
    ANSWER = 9
    MENU_ROW = 10


class TokenField(IntEnum):
    """The columns of a token row; NaN is unknown.

    KIND is a `TokenKind`; NAME and DETAIL are classes of names, DETAIL that of what a menu row acts on, or of the
    answer that a button gives. X, Y, WIDTH and HEIGHT are canvas pixels of what shows of it, unknown where nothing
    does. QUANTITY is that of a stack, ALIKE how many things this token stands for, RANK its number among those of its
    kind: in a bank from the first shown one; of what is carried, among those of its name. CARRIED is how many slots of
    the inventory hold something of its name. STEPS, RIGHT and FORWARD are tiles from the player, as the camera looks.
    HEALTH and COVERED are shares, of the latter by something that stands before it; what has to be scrolled to is
    covered whole. IS_PARTNER: the player is busy with it; IS_TURNED: it is busy with somebody. SHORTCUT is the number
    in `bridge.events.KEYS` of the key that gives the same answer as this button.
    """

    KIND = 0
    NAME = 1
    DETAIL = 2
    X = 3
    Y = 4
    WIDTH = 5
    HEIGHT = 6
    QUANTITY = 7
    ALIKE = 8
    RANK = 9
    CARRIED = 10
    STEPS = 11
    RIGHT = 12
    FORWARD = 13
    HEALTH = 14
    COVERED = 15
    IS_PARTNER = 16
    IS_TURNED = 17
    SHORTCUT = 18


F_TOKEN = len(TokenField)
NAME_FIELDS = (TokenField.NAME, TokenField.DETAIL)


@dataclass(frozen=True, slots=True)
class Token:
    """One thing of a state; see `TokenField` for the numbers.

    Args:
        kind: what it stands for.
        key: the same for the same thing from tick to tick, within a session.
        name: of the thing.
        bounds: what shows of it on the canvas, None where nothing does.
        detail: what a menu row acts on, or the answer that a button gives.
    """

    kind: TokenKind
    key: str
    name: str
    bounds: Rect | None = None
    detail: str = ""
    quantity: float = UNKNOWN
    alike: float = 1.0
    rank: float = UNKNOWN
    steps: float = UNKNOWN
    right: float = UNKNOWN
    forward: float = UNKNOWN
    health: float = UNKNOWN
    covered: float = UNKNOWN
    is_partner: float = UNKNOWN
    is_turned: float = UNKNOWN
    shortcut: float = UNKNOWN


def token_digest() -> str:
    """SHA-256, in hexadecimal, of the version, the kinds and the fields."""
    lines = (f"{member.name} {member.value}" for member in (*TokenKind, *TokenField))
    return hashlib.sha256("\n".join((str(TOKENS_VERSION), *lines)).encode()).hexdigest()
