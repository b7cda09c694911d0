"""The contract of `GameLink`, and whatever claims to be one.

To add an implementation, write a function that opens a link with a clock, and name it in `LINKS`: it must yield a link
that has at least `TICKS` states to give, and the clock that its states are stamped with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import numpy as np
import pytest

from bridge.clock import Clock, VirtualClock
from bridge.errors import LinkClosed
from bridge.link.replay import ReplayWorld
from bridge.link.socket import SocketListener
from bridge.ports import GameLink
from bridge.recording.reader import open_recording
from bridge.sandbox.client import GameClient
from bridge.sandbox.game import SandboxGame
from tests.bridge.protocol.examples import START_NS
from tests.bridge.protocol.wires import tick
from tests.bridge.recording.sessions import START_NS as RECORDING_START_NS
from tests.bridge.recording.sessions import write_session

TICKS = 4
TIMEOUT_S = 5.0

Opened = AbstractContextManager[tuple[GameLink, Clock]]


@contextmanager
def socket_link(folder: Path) -> Iterator[tuple[GameLink, Clock]]:
    """A game's client and the agent's listener, joined by a loopback socket."""
    clock = VirtualClock(START_NS)
    token_path = folder / "token"
    generator = np.random.default_rng(0)
    with (
        SocketListener(token_path, clock) as listener,
        GameClient(listener.port, token_path, clock, "session-1", generator=generator) as client,
    ):
        link = listener.accept(TIMEOUT_S)
        for index in range(TICKS):
            client.send_state(tick(index).state)
        yield link, clock


@contextmanager
def sandbox_link(folder: Path) -> Iterator[tuple[GameLink, Clock]]:
    """The sandbox in lockstep."""
    clock = VirtualClock(START_NS)
    yield SandboxGame("woodcutting", 1, clock), clock


@contextmanager
def replay_link(folder: Path) -> Iterator[tuple[GameLink, Clock]]:
    """A recording on its virtual clock."""
    clock = VirtualClock(RECORDING_START_NS)
    yield ReplayWorld(open_recording(write_session(folder / "a.mcap", TICKS).path), clock), clock


LINKS: tuple[Callable[[Path], Opened], ...] = (socket_link, sandbox_link, replay_link)


@pytest.fixture(params=LINKS, ids=lambda opener: opener.__name__)
def opened(request, tmp_path) -> Iterator[tuple[GameLink, Clock]]:
    with request.param(tmp_path) as opened:
        yield opened
        opened[0].close()


def test_the_index_of_the_ticks_grows(opened):
    link, _ = opened
    indices = [link.receive(TIMEOUT_S).tick.index for _ in range(TICKS)]
    assert indices == sorted(set(indices))


def test_a_state_is_stamped_on_the_clock_and_never_in_its_future(opened):
    link, clock = opened
    stamps_ns = []
    for _ in range(TICKS):
        stamps_ns.append(link.receive(TIMEOUT_S).tick.received_ns)
        assert stamps_ns[-1] <= clock.now_ns()
    assert stamps_ns == sorted(stamps_ns)


def test_a_link_that_was_closed_gives_nothing_more(opened):
    link, _ = opened
    link.receive(TIMEOUT_S)
    link.close()
    with pytest.raises(LinkClosed):
        link.receive(0)


def test_closing_twice_is_closing_once(opened):
    link, _ = opened
    link.close()
    link.close()
    with pytest.raises(LinkClosed):
        link.receive(0)
