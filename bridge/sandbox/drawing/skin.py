"""The stone frame of the client, which never changes."""

from __future__ import annotations

import numpy as np

from bridge.geometry import Rect
from bridge.sandbox.drawing.ink import STONE, STONE_DARK, STONE_LIGHT, Picture, bevel, noise, outline
from bridge.sandbox.layout import (
    CANVAS_HEIGHT_PX,
    CANVAS_WIDTH_PX,
    CHAT_BOX,
    MINIMAP,
    PANEL,
    VIEWPORT,
)

_PARCHMENT = np.array((201, 186, 151), dtype=np.float32)
_MAP_MIDDLE = MINIMAP.centre
_MAP_RADIUS = MINIMAP.width // 2


def _stone_frame() -> Picture:
    """Stone all over, with sunk edges around the view, the chat box, the panel and the minimap."""
    grain = noise(CANVAS_HEIGHT_PX, CANVAS_WIDTH_PX, 7)
    soft = (grain + np.roll(grain, 1, 0) + np.roll(grain, 1, 1) + np.roll(grain, (1, 1), (0, 1))) / 4
    light = (0.82 + 0.36 * soft)[:, :, None]
    frame = (np.array(STONE, dtype=np.float32) * light).astype(np.uint8)
    chat = frame[CHAT_BOX.y : CHAT_BOX.y + CHAT_BOX.height, CHAT_BOX.x : CHAT_BOX.x + CHAT_BOX.width]
    chat[:] = (_PARCHMENT * (0.93 + 0.1 * soft[: CHAT_BOX.height, : CHAT_BOX.width, None])).astype(np.uint8)
    bevel(frame, PANEL, (66, 58, 45), is_sunk=True)
    for hole in (VIEWPORT, CHAT_BOX, PANEL):
        outline(frame, _around(hole, 1), STONE_DARK)
        outline(frame, _around(hole, 2), STONE_LIGHT)
    rows, columns = np.ogrid[:CANVAS_HEIGHT_PX, :CANVAS_WIDTH_PX]
    distance = np.hypot(rows - _MAP_MIDDLE.y, columns - _MAP_MIDDLE.x)
    frame[distance <= _MAP_RADIUS + 5] = STONE_LIGHT
    frame[distance <= _MAP_RADIUS + 3] = STONE_DARK
    frame.setflags(write=False)
    return frame


def _around(rect: Rect, margin: int) -> Rect:
    return Rect(rect.x - margin, rect.y - margin, rect.width + 2 * margin, rect.height + 2 * margin)


STONE_FRAME = _stone_frame()
"""The canvas without anything that moves, uint8 (503, 765, 3), read-only."""
