"""A plain window that a recorder's process records, for tests of both sides."""

from __future__ import annotations

from pathlib import Path

import msgspec

from agent.desktop.canvas import GameWindow
from agent.desktop.x11 import extension, open_connection, root_window
from agent.manifests import game_manifest
from agent.recorder_wire import RecorderSetup
from bridge.clock import SystemClock
from bridge.events import Author
from bridge.state import GameState, Interface, Tick
from tests.bridge.recording.sessions import state_at

CLOCK = SystemClock()
_MOTION = 6


class Hand:
    """Moves the pointer of the whole desktop, as XTest injects it."""

    def __init__(self) -> None:
        self._connection = open_connection()
        self._xtest = extension(self._connection, "xtest")
        self._root = root_window(self._connection)

    def move(self, x: int, y: int) -> None:
        """Put the pointer at a desktop pixel."""
        self._xtest.FakeInput(_MOTION, 0, 0, self._root, x, y, 0)
        self._connection.flush()

    def close(self) -> None:
        """Give back the connection."""
        self._connection.disconnect()


def setup_of(path: Path, window_id: int, *, fps: float = 10.0, is_private: bool = False) -> RecorderSetup:
    """What to record of a window."""
    window = GameWindow(window_id, "a plain window")
    manifest = game_manifest(window, CLOCK, "", None, "person", fps, (96, 64))
    return RecorderSetup(str(path), manifest, window, Author.HUMAN, is_private, False)


def public_state(index: int) -> GameState:
    """A tick of now, of a player who is logged in and types nowhere."""
    state = msgspec.structs.replace(state_at(index), tick=Tick(index, CLOCK.now_ns()))
    return msgspec.structs.replace(state, interface=Interface(open=(), is_text_field_active=False))
