"""The window in which the sandbox is seen and played. pygame greets when it is imported: functions import it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING

from bridge.clock import MILLISECOND_NS, Clock
from bridge.errors import BridgeError
from bridge.events import InputEvent
from bridge.geometry import Point
from bridge.held import HeldInput
from bridge.sandbox.drawing.ink import Picture
from bridge.sandbox.layout import CANVAS_HEIGHT_PX, CANVAS_WIDTH_PX
from bridge.sandbox.view import draw
from bridge.sandbox.window_events import input_event
from bridge.sandbox.world import World
from bridge.state import GameState

if TYPE_CHECKING:
    import pygame

TITLE = "osrs-agent sandbox"
_SETTINGS = {
    "PYGAME_HIDE_SUPPORT_PROMPT": "1",
    "SDL_VIDEO_X11_WMCLASS": "osrs-agent-sandbox",
    "SDL_MOUSE_FOCUS_CLICKTHROUGH": "1",  # the click that brings the window to the front counts too
}
_SIZE_PX = (CANVAS_WIDTH_PX, CANVAS_HEIGHT_PX)
_NEEDS_DISPLAY_NAME = sys.platform not in ("win32", "darwin")
_INVISIBLE = ("offscreen", "dummy")
_DISPLAY_NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")


class WindowSeat:
    """A `Seat` before an open pygame window; see `open_window`.

    Args:
        surface: the window's picture.
        clock: stamps the events as they arrive.
    """

    def __init__(self, surface: pygame.Surface, clock: Clock) -> None:
        self._surface = surface
        self._clock = clock
        self._held = HeldInput()
        self._is_left = False

    @property
    def is_left(self) -> bool:
        """Whether the window was closed."""
        return self._is_left

    def prepare(self, world: World) -> None:
        """See `Seat.prepare`: the first picture of a world takes half a second."""
        self._paint(draw(world))

    def show(self, world: World, state: GameState) -> None:  # noqa: ARG002  # a person sees the picture
        """See `Seat.show`."""
        self._paint(draw(world))

    def events(self, until_ns: int) -> tuple[InputEvent, ...]:
        """See `Seat.events`."""
        import pygame

        left_ms = max(1, -(-(until_ns - self._clock.now_ns()) // MILLISECOND_NS))
        first = pygame.event.wait(left_ms)
        happened = (self._understood(event) for event in chain((first,), pygame.event.get()))
        return tuple(event for event in happened if event is not None)

    def _understood(self, event: pygame.event.Event) -> InputEvent | None:
        import pygame

        if event.type == pygame.QUIT:
            self._is_left = True
        elif event.type == pygame.VIDEOEXPOSE:
            pygame.display.flip()
        happened = input_event(event, self._clock.now_ns(), self._held.pointer or Point(0, 0))
        if happened is None or not self._held.allows(happened):
            return None
        self._held = self._held.after(happened)
        return happened

    def _paint(self, pixels: Picture) -> None:
        import pygame

        self._surface.blit(pygame.image.frombuffer(pixels.tobytes(), _SIZE_PX, "RGB"), (0, 0))
        pygame.display.flip()


def _settle() -> None:
    """Settings that pygame reads when it is first imported."""
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)


@contextmanager
def open_window(clock: Clock) -> Iterator[WindowSeat]:
    """A window of the canvas's size, titled `TITLE`, while entered.

    Raises:
        BridgeError: there is no display.
    """
    _settle()
    import pygame

    try:
        if _NEEDS_DISPLAY_NAME and not any(map(os.environ.get, _DISPLAY_NAMES)):
            raise pygame.error("it is not set")  # SDL would look for others, with messages of its own
        pygame.display.init()
        if pygame.display.get_driver() in _INVISIBLE and "SDL_VIDEODRIVER" not in os.environ:
            raise pygame.error("no server answers there")  # SDL would draw where nobody sees it
        pygame.display.set_caption(TITLE)
        surface = pygame.display.set_mode(_SIZE_PX)
    except pygame.error as error:
        pygame.display.quit()
        name = os.environ.get("DISPLAY", "")
        raise BridgeError(
            f"the sandbox has no display for its window (DISPLAY={name!r}: {error}); "
            "start it on a desktop or under Xvfb, or --headless"
        ) from error
    try:
        yield WindowSeat(surface, clock)
    finally:
        pygame.display.quit()
