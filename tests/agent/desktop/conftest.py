"""A plain window on a private screen, and the ears and hands on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from agent.desktop.actuator_xtest import XTestActuator, open_xtest_actuator
from agent.desktop.canvas import GameWindow
from agent.desktop.listener_xinput import XInputListener, open_xinput_listener
from agent.desktop.x11 import Connection, open_connection
from bridge.clock import SystemClock
from bridge.events import Author
from tests.agent.desktop.devices import Devices
from tests.agent.desktop.plain_window import PlainWindow, plain_window


@pytest.fixture
def connection(display: object) -> Iterator[Connection]:
    """One more connection to the screen's server."""
    made = open_connection()
    yield made
    made.disconnect()


@pytest.fixture
def plain(display) -> Iterator[PlainWindow]:
    """A window whose client area begins at (100, 80), with the pointer over it and keys following the pointer."""
    with plain_window() as window:
        window.warp(400, 300)
        window.focus_follows_pointer()
        yield window


@pytest.fixture
def game(plain) -> GameWindow:
    return GameWindow(plain.window_id, "a plain window")


@pytest.fixture
def xinput(game) -> Iterator[XInputListener]:
    with closing(open_xinput_listener(game, SystemClock(), Author.AGENT)) as listener:
        yield listener


@pytest.fixture
def xtest(game) -> Iterator[XTestActuator]:
    with closing(open_xtest_actuator(game)) as actuator:
        yield actuator


@pytest.fixture
def devices(display) -> Iterator[Devices]:
    connection = open_connection()
    yield Devices(connection)
    connection.disconnect()
