"""The ground seen from straight above, painted once for a map, and laid under the camera each time."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from bridge.sandbox.camera import Camera
from bridge.sandbox.drawing.ink import Picture, noise, shaded
from bridge.sandbox.layout import VIEWPORT
from bridge.sandbox.palette import Palette
from bridge.sandbox.rules import Colour
from bridge.sandbox.terrain import Ground, Terrain, Tile

TEXTURE_PX_PER_TILE = 24
_DEEP_WATER = 0.72
_SAND: Colour = (188, 170, 124)

Layer = npt.NDArray[np.float32]


def ground_texture(terrain: Terrain, palette: Palette) -> Picture:
    """The whole map from above, north up, uint8 (24 * height, 24 * width, 3); grass without what stands on it."""
    tiles = np.frombuffer(terrain.ground, dtype=np.uint8).reshape(terrain.height, terrain.width)[::-1]
    height, width = tiles.shape[0] * TEXTURE_PX_PER_TILE, tiles.shape[1] * TEXTURE_PX_PER_TILE
    grain = np.tile(noise(256, 256, 1), (height // 256 + 1, width // 256 + 1))[:height, :width]
    coarse = _grown(noise(tiles.shape[0] * 2, tiles.shape[1] * 2, 2), width, height)
    wobble = (coarse - 0.5) * 0.35 + (grain - 0.5) * 0.06
    dirt = _edge(_grown(_is(tiles, Ground.DIRT), width, height) + wobble, 0.5, 0.12)
    depth = _grown(_is(tiles, Ground.WATER), width, height) + wobble
    water = _edge(depth, 0.46, 0.03)
    covers = (
        (palette.dirt, dirt),
        (_SAND, _edge(depth, 0.34, 0.05)),
        (shaded(palette.water, 1.18), water),
        (palette.water, _edge(depth, _DEEP_WATER, 0.2)),
    )
    roughness = 0.24 * cv2.GaussianBlur(grain, (3, 3), 0) + 0.2 * coarse
    light = 0.78 + roughness * (1.0 - 0.6 * water) + 0.12 * water
    channels = [np.clip(_channel(palette.grass, covers, channel) * light, 0, 255) for channel in range(3)]
    texture = np.stack(channels, axis=-1).astype(np.uint8)
    _strew_flowers(texture, tiles)
    return texture


def _channel(ground: Colour, covers: tuple[tuple[Colour, Layer], ...], channel: int) -> Layer:
    """One channel of the ground under covers, each with its share, the last one on top; (H, W)."""
    value: Layer = np.full(covers[0][1].shape, ground[channel], dtype=np.float32)
    for colour, share in covers:
        value += (colour[channel] - value) * share
    return value


def lay_ground(view: Picture, texture: Picture, terrain: Terrain, camera: Camera, eye: Tile) -> None:
    """The ground as the camera sees it, into the view's own picture of 334 x 512."""
    cosine, sine = math.cos(camera.yaw_rad), math.sin(camera.yaw_rad)
    scale = camera.zoom / TEXTURE_PX_PER_TILE
    squash = math.sin(camera.pitch_rad)
    # Texture pixels (u east, v south of the north-west corner) to view pixels.
    turn = np.array([[cosine, sine], [-sine * squash, cosine * squash]]) * scale
    eye_u = (eye.x + 0.5) * TEXTURE_PX_PER_TILE
    eye_v = (terrain.height - eye.y - 0.5) * TEXTURE_PX_PER_TILE
    middle = VIEWPORT.centre
    offset = np.array([middle.x - VIEWPORT.x, middle.y - VIEWPORT.y]) - turn @ np.array([eye_u, eye_v])
    matrix = np.concatenate([turn, offset[:, None]], axis=1)
    edge = tuple(int(value) for value in texture[0, 0])
    view[:] = cv2.warpAffine(
        texture, matrix, (VIEWPORT.width, VIEWPORT.height), flags=cv2.INTER_LINEAR, borderValue=edge
    )


def _is(tiles: npt.NDArray[np.uint8], ground: Ground) -> Layer:
    return np.asarray(tiles == ground, dtype=np.float32)


def _grown(layer: Layer, width: int, height: int) -> Layer:
    return np.asarray(cv2.resize(layer, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def _edge(layer: Layer, at: float, softness: float) -> Layer:
    """0 below `at`, 1 above, rising over `softness`."""
    return np.asarray(np.clip((layer - at) / softness + 0.5, 0.0, 1.0), dtype=np.float32)


def _strew_flowers(texture: Picture, tiles: npt.NDArray[np.uint8]) -> None:
    """Small flowers on some tiles of grass."""
    chance = noise(tiles.shape[0], tiles.shape[1], 3)
    tints = ((236, 224, 120), (226, 226, 232), (214, 150, 170))
    for row, column in np.argwhere((chance < 0.12) & (tiles == Ground.GRASS)):
        tint = tints[int(chance[row, column] * 1000) % len(tints)]
        for petal in range(3):
            place = chance[row, column] * (37 + 91 * petal)
            x = (column + 0.2 + 0.6 * (place * 7 % 1)) * TEXTURE_PX_PER_TILE
            y = (row + 0.2 + 0.6 * (place * 13 % 1)) * TEXTURE_PX_PER_TILE
            cv2.circle(texture, (int(x), int(y)), 1, tint, -1)
