"""Where everything lies on the fixed canvas of 765x503 pixels."""

from __future__ import annotations

from enum import StrEnum

from bridge.geometry import Rect

CANVAS_WIDTH_PX = 765
CANVAS_HEIGHT_PX = 503
CANVAS = Rect(0, 0, CANVAS_WIDTH_PX, CANVAS_HEIGHT_PX)

VIEWPORT = Rect(4, 4, 512, 334)
CHAT_BOX = Rect(4, 342, 512, 157)
CHAT_LINES = 9

MINIMAP = Rect(594, 8, 152, 152)
"""The square around the round minimap."""
MINIMAP_PX_PER_TILE = 4
COMPASS = Rect(552, 8, 34, 34)
HITPOINTS_ORB = Rect(556, 52, 28, 28)
RUN_ORB = Rect(562, 92, 28, 28)
"""The balls; their numbers stand on their left."""

PANEL = Rect(547, 205, 190, 261)


class Tab(StrEnum):
    """The tabs of the side panel."""

    INVENTORY = "inventory"
    SKILLS = "skills"
    LOGOUT = "logout"


TAB_BUTTONS = {
    Tab.SKILLS: Rect(556, 169, 36, 34),
    Tab.INVENTORY: Rect(624, 169, 36, 34),
    Tab.LOGOUT: Rect(692, 169, 36, 34),
}
LOGOUT_BUTTON = Rect(572, 398, 140, 36)

INVENTORY_SLOTS = tuple(Rect(563 + 42 * (slot % 4), 213 + 36 * (slot // 4), 36, 32) for slot in range(28))

BANK_PANEL = Rect(18, 14, 484, 314)
BANK_COLUMNS = 8
BANK_SLOTS = tuple(Rect(40 + 56 * (slot % 8), 56 + 42 * (slot // 8), 36, 32) for slot in range(40))
BANK_SCROLL_BAR = Rect(476, 52, 14, 214)
BANK_CLOSE = Rect(472, 20, 22, 22)
BANK_DEPOSIT_ALL = Rect(444, 284, 40, 36)

MAKE_OPTIONS = tuple(Rect(92 + 120 * number, 368, 96, 92) for number in range(3))
MAKE_STRIPS = tuple(Rect(place.x, place.y + place.height, place.width, 22) for place in MAKE_OPTIONS)
"""Below each option a strip with the keys that choose it."""
JEWELLERY_PANEL = Rect(90, 90, 340, 150)
JEWELLERY_SLOTS = tuple(Rect(150 + 90 * number, 136, 40, 40) for number in range(3))

LOGIN_PANEL = Rect(202, 150, 361, 202)
LOGIN_NAME = Rect(292, 208, 220, 24)
LOGIN_PASSWORD = Rect(292, 246, 220, 24)
LOGIN_SUBMIT = Rect(312, 292, 140, 36)

MENU_TITLE_PX = 19
MENU_ROW_PX = 16
MENU_LEAVE_PX = 12
"""How far the pointer may leave the menu before it closes."""


def slot_at(slots: tuple[Rect, ...], x: int, y: int) -> int | None:
    """The number of the slot under a pixel, None between them."""
    return next((number for number, slot in enumerate(slots) if slot.contains(x, y)), None)


def is_on_minimap(x: int, y: int) -> bool:
    """Whether a pixel lies on the round minimap."""
    middle, radius = MINIMAP.centre, MINIMAP.width // 2
    return (x - middle.x) ** 2 + (y - middle.y) ** 2 <= radius**2
