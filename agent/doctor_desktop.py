"""Checks of the desktop: what kind it is, and whether eyes and hands work, shown by using them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import closing

import numpy as np

from agent.desktop.canvas import open_canvas, with_canvas_inside
from agent.desktop.colour_patch import colour_patch
from agent.desktop.display import SessionKind, private_display, require_usable, session_kind, usable_display
from agent.desktop.failures import desktop_errors
from agent.desktop.screen import ScreenSource
from agent.desktop.window_search import windows_titled
from agent.desktop.x11 import extension, open_connection
from agent.errors import DesktopError
from agent.games import Acting, open_sandbox
from agent.plan import Plan
from agent.runelite import RUNELITE_TITLE
from bridge.clock import MILLISECOND_NS, SECOND_NS, Clock
from bridge.events import Author, PointerMove
from bridge.geometry import Point

_PATIENCE_NS = 3 * SECOND_NS
_LOOK_NS = 5 * MILLISECOND_NS
_AHEAD_NS = 20 * MILLISECOND_NS
_COLOUR = (32, 128, 224)
_PLACE = Point(200, 150)
_SEED = 1


def check_session() -> str:
    """Which desktop this is.

    Raises:
        DesktopError: one on which nothing can be seen or sent, or none and none can be made.
    """
    kind = session_kind(os.environ, sys.platform)
    if kind is SessionKind.NONE and shutil.which("Xvfb") is not None:
        return "no display; the sandbox runs on a private one (Xvfb)"
    require_usable(kind)
    return f"{kind} {os.environ.get('DISPLAY', '')}".strip()


def check_display() -> str:
    """Whether the X server offers what listening and sending need.

    Raises:
        DesktopError: it cannot be reached, or lacks XInput 2.1 or XTest.
    """
    with usable_display() as name:
        connection = open_connection()
        try:
            with desktop_errors("asking the display for XInput 2.1 and XTest"):
                hears = extension(connection, "xinput").XIQueryVersion(2, 1).reply()
                sends = extension(connection, "xtest").GetVersion(2, 2).reply()
                screen = connection.setup.roots[0]
        finally:
            connection.disconnect()
    heard = (hears.major_version, hears.minor_version)
    if heard < (2, 1):
        raise DesktopError(f"display {name} has XInput {heard[0]}.{heard[1]}, expected 2.1")
    size = f"{screen.width_in_pixels}x{screen.height_in_pixels}"
    return f"{name} {size}, XInput {heard[0]}.{heard[1]}, XTest {sends.major_version}.{sends.minor_version}"


def check_injection(clock: Clock) -> str:
    """A move sent to the sandbox on a private screen, heard by the ears and seen by the game.

    Raises:
        AgentError: there is no private screen, the sandbox does not start, or the move does not arrive.
    """
    with (
        private_display(),
        open_sandbox("woodcutting", _SEED, clock, injected_by=Author.AGENT, acting=Acting()) as game,
    ):
        ports = game.ports
        due_ns = clock.now_ns() + _AHEAD_NS
        ports.hands.arm()
        ports.hands.plan(Plan(due_ns, (PointerMove(due_ns, _PLACE.x, _PLACE.y, Author.AGENT),)))
        heard_ns = _wait(clock, lambda: bool(ports.inputs.drain()), "the move that was sent was not heard")
        _wait(clock, lambda: _mouse(ports.link.receive(0.1)) == _PLACE, "the game did not see the move")
    return f"a move was heard {(heard_ns - due_ns) / MILLISECOND_NS:.1f} ms after it was due, and the game saw it"


def check_capture(clock: Clock) -> str:
    """A patch of one colour shown on this screen, or on a private one where there is none, and looked at.

    Raises:
        DesktopError: another colour is seen.
    """
    with usable_display(), colour_patch(*_COLOUR) as window, closing(ScreenSource(window, clock)) as eyes:
        seen: list[tuple[int, ...]] = []

        def is_right() -> bool:
            pixels = eyes.grab().pixels
            seen.append(tuple(int(value) for value in pixels.reshape(-1, 3).mean(axis=0)))
            return bool(np.all(pixels == np.array(_COLOUR, np.uint8)))

        try:
            _wait(clock, is_right, "the test patch looks wrong")
        except DesktopError as error:
            raise DesktopError(f"{error}: expected RGB {_COLOUR} everywhere, found {seen[-1]} on average") from None
    return f"a patch of RGB {_COLOUR} was seen exactly so"


def check_runelite_window() -> str:
    """Whether RuneLite's window, where one is open, is found once, and its scale.

    Raises:
        DesktopError: there are several.
    """
    if session_kind(os.environ, sys.platform) is not SessionKind.X11:
        return "no desktop session, so none is open"
    found = windows_titled(RUNELITE_TITLE, None)
    if not found:
        return "none is open"
    if len(found) > 1:
        raise DesktopError(f"{len(found)} windows have a title that begins with {RUNELITE_TITLE!r}")
    window = with_canvas_inside(found[0], (found[0].canvas_width_px, found[0].canvas_height_px))
    with closing(open_canvas(window)) as canvas:
        desktop = canvas.geometry().desktop
    return f"found once, its canvas is {desktop.width}x{desktop.height} pixels of the screen"


def _mouse(state: object) -> object:
    return getattr(state, "mouse", None)


def _wait(clock: Clock, is_so: Callable[[], bool], otherwise: str) -> int:
    """Look until it is so; gives the time."""
    deadline_ns = clock.now_ns() + _PATIENCE_NS
    while not is_so():
        if clock.now_ns() >= deadline_ns:
            raise DesktopError(f"{otherwise} within {_PATIENCE_NS // SECOND_NS} s")
        clock.sleep_until_ns(clock.now_ns() + _LOOK_NS)
    return clock.now_ns()
