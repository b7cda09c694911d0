"""Points and rectangles on the game's canvas, and the way between the canvas and the desktop."""

from __future__ import annotations

import msgspec

from bridge.numeric import Int64


class Point(msgspec.Struct, frozen=True):
    """A place in whole pixels; on the canvas unless a name says otherwise. The origin is the top left corner."""

    x: Int64
    y: Int64


class Rect(msgspec.Struct, frozen=True):
    """A half-open rectangle of pixels: x <= px < x + width, y <= py < y + height."""

    x: Int64
    y: Int64
    width: Int64
    height: Int64

    def __post_init__(self) -> None:
        if self.width < 0 or self.height < 0:
            raise ValueError(f"a rectangle cannot have a negative size: {self.width}x{self.height}")

    @property
    def centre(self) -> Point:
        """The middle pixel."""
        return Point(self.x + self.width // 2, self.y + self.height // 2)

    def contains(self, x: int, y: int) -> bool:
        """Whether the pixel (x, y) lies inside."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height

    def intersection(self, other: Rect) -> Rect:
        """The common part; of width and height 0 where there is none."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        right = min(self.x + self.width, other.x + other.width)
        bottom = min(self.y + self.height, other.y + other.height)
        return Rect(left, top, max(0, right - left), max(0, bottom - top))


class CanvasGeometry(msgspec.Struct, frozen=True):
    """Where the canvas lies on the desktop, and at what scale.

    Args:
        desktop: the window's client area in desktop pixels.
        canvas_width_px: width of the game's own picture.
        canvas_height_px: height of the game's own picture.
    """

    desktop: Rect
    canvas_width_px: int
    canvas_height_px: int

    def __post_init__(self) -> None:
        sizes = (self.desktop.width, self.desktop.height, self.canvas_width_px, self.canvas_height_px)
        if min(sizes) <= 0:
            raise ValueError(f"a canvas must have a positive size on both sides, found {sizes}")

    def to_canvas(self, desktop: Point) -> Point:
        """The canvas pixel under a desktop pixel; may lie outside the canvas."""
        return Point(
            (desktop.x - self.desktop.x) * self.canvas_width_px // self.desktop.width,
            (desktop.y - self.desktop.y) * self.canvas_height_px // self.desktop.height,
        )

    def to_desktop(self, canvas: Point) -> Point:
        """A desktop pixel near the middle of a canvas pixel; from a scale of 1 up, `to_canvas` brings it back."""
        return Point(
            self.desktop.x + _middle(canvas.x, self.desktop.width, self.canvas_width_px),
            self.desktop.y + _middle(canvas.y, self.desktop.height, self.canvas_height_px),
        )

    def is_inside(self, canvas: Point) -> bool:
        """Whether a canvas pixel lies on the canvas."""
        return 0 <= canvas.x < self.canvas_width_px and 0 <= canvas.y < self.canvas_height_px


def _middle(canvas_px: int, desktop_size: int, canvas_size: int) -> int:
    first = -(-canvas_px * desktop_size // canvas_size)
    return max(first, (2 * canvas_px + 1) * desktop_size // (2 * canvas_size))
