"""The game's client against the real listener: it never waits, never doubles and comes back."""

import socket
import threading
from contextlib import ExitStack

import numpy as np
import pytest

from bridge.clock import MILLISECOND_NS, SECOND_NS, VirtualClock
from bridge.errors import LinkClosed, LinkUnavailable
from bridge.events import Author, PointerMove
from bridge.link.address import HOST
from bridge.link.socket import SocketListener
from bridge.link.token_file import ensure_token
from bridge.sandbox.backoff import Backoff
from bridge.sandbox.client import ClientStatistics, GameClient
from tests.bridge.protocol.examples import FULL_STATE, START_NS
from tests.bridge.protocol.wires import tick

TIMEOUT_S = 5.0
QUICK = Backoff(0.005, 0.02)
STATES = [tick(index).state for index in range(40)]


@pytest.fixture
def clock():
    return VirtualClock(START_NS)


@pytest.fixture
def token_path(tmp_path):
    return tmp_path / "token"


@pytest.fixture
def listener(token_path, clock):
    with SocketListener(token_path, clock) as listener:
        yield listener


def client_for(port, token_path, clock):
    generator = np.random.default_rng(1)
    return GameClient(port, token_path, clock, "session-1", generator=generator, skill_names=("Attack",), backoff=QUICK)


@pytest.fixture
def client(listener, token_path, clock):
    with client_for(listener.port, token_path, clock) as client:
        yield client


def indices(link, count):
    return [link.receive(TIMEOUT_S).tick.index for _ in range(count)]


def test_a_client_introduces_itself(listener, client):
    hello = listener.accept(TIMEOUT_S).hello
    assert (hello.session, hello.client, hello.skill_names) == ("session-1", "osrs-agent sandbox", ("Attack",))
    assert client.wait_connected(TIMEOUT_S)
    assert client.is_connected


def test_every_state_arrives_once_and_in_order(listener, client):
    link = listener.accept(TIMEOUT_S)
    for state in STATES:
        client.send_state(state)
        assert indices(link, 1) == [state.tick.index]
    assert link.receive(0) is None


def test_a_full_state_arrives_as_it_was(listener, client, clock):
    link = listener.accept(TIMEOUT_S)
    client.send_state(FULL_STATE)
    assert link.receive(TIMEOUT_S) == FULL_STATE


def test_events_arrive_between_the_states(listener, client):
    link = listener.accept(TIMEOUT_S)
    move = PointerMove(START_NS, 3, 4, Author.HUMAN)
    client.send_events((move,))
    client.send_events(())
    client.send_state(STATES[0])
    link.receive(TIMEOUT_S)
    assert link.drain() == (move,)


def test_closing_sends_what_waits_and_says_bye(listener, client):
    link = listener.accept(TIMEOUT_S)
    assert client.wait_connected(TIMEOUT_S)
    for state in STATES[:5]:
        client.send_state(state)
    client.close()
    assert indices(link, 5) == [0, 1, 2, 3, 4]
    with pytest.raises(LinkClosed, match="the game said bye"):
        link.receive(TIMEOUT_S)
    assert client.statistics == ClientStatistics(sent=5, dropped=0, sessions=1)
    assert not client.is_connected


def test_what_still_waits_when_the_game_is_closed_is_dropped(token_path, clock):
    with socket.create_server((HOST, 0)) as server, client_for(server.getsockname()[1], token_path, clock) as client:
        for state in STATES[:3]:
            client.send_state(state)
        client.close()
        assert client.statistics == ClientStatistics(sent=0, dropped=3, sessions=0)


def test_after_the_end_nothing_is_sent_and_nothing_breaks(client):
    client.close()
    client.close()
    client.send_state(STATES[0])
    client.beat()


def test_what_was_lost_before_the_connection_is_told(token_path, clock):
    with socket.create_server((HOST, 0)) as reserved:
        port = reserved.getsockname()[1]
    with client_for(port, token_path, clock) as client:
        for state in STATES[:12]:
            client.send_state(state)
        with SocketListener(token_path, clock, port) as listener:
            link = listener.accept(TIMEOUT_S)
            assert indices(link, 8) == list(range(4, 12))
            assert link.statistics.dropped_by_game == 4
            assert link.statistics.missing == 0
        assert client.statistics.dropped == 4


def test_a_client_comes_back_when_the_agent_does_and_no_state_comes_twice(token_path, clock):
    first_life = ExitStack()
    first = first_life.enter_context(SocketListener(token_path, clock))
    with first_life, client_for(first.port, token_path, clock) as client:
        port, link = first.port, first.accept(TIMEOUT_S)
        client.send_state(STATES[0])
        assert indices(link, 1) == [0]
        first_life.close()
        with SocketListener(token_path, clock, port) as second:
            link = second.accept(TIMEOUT_S)
            client.send_state(STATES[1])
            assert indices(link, 1) == [1]
            assert link.receive(0) is None
            assert client.statistics.sessions == 2


def test_a_client_that_finds_no_token_tries_again(listener, token_path, clock):
    hidden = token_path.rename(token_path.with_name("hidden"))
    with client_for(listener.port, token_path, clock) as client:
        with pytest.raises(LinkUnavailable):
            listener.accept(0.05)
        hidden.rename(token_path)
        listener.accept(TIMEOUT_S)
        assert client.wait_connected(TIMEOUT_S)


def test_a_client_with_another_token_tells_the_agent_nothing(listener, tmp_path, clock):
    other_path = tmp_path / "other"
    ensure_token(other_path)
    with client_for(listener.port, other_path, clock) as client:
        client.send_state(STATES[0])
        with pytest.raises(LinkUnavailable):
            listener.accept(0.05)
        assert client.statistics == ClientStatistics(sent=0, dropped=0, sessions=0)


def test_an_agent_that_does_not_listen_never_makes_the_game_wait(token_path, clock):
    ensure_token(token_path)
    with socket.create_server((HOST, 0)) as server, client_for(server.getsockname()[1], token_path, clock) as client:
        for _ in range(5_000):
            client.send_state(FULL_STATE)
        assert client.statistics.dropped == 5_000 - 8


def test_an_agent_that_stops_reading_never_makes_the_game_wait(listener, client, monkeypatch):
    link = listener.accept(TIMEOUT_S)
    is_released = threading.Event()
    monkeypatch.setattr(link._connection, "read", lambda: is_released.wait(TIMEOUT_S))
    for _ in range(5_000):
        client.send_state(FULL_STATE)
    assert client.statistics.dropped > 0
    is_released.set()


def test_an_agent_that_falls_silent_is_dialled_again(token_path, clock):
    ensure_token(token_path)
    with socket.create_server((HOST, 0)) as server, client_for(server.getsockname()[1], token_path, clock):
        server.settimeout(TIMEOUT_S)
        first, _ = server.accept()
        first.recv(65_536)
        clock.sleep_until_ns(START_NS + 3 * SECOND_NS)
        second, _ = server.accept()
        assert first.recv(65_536) == b""
        first.close()
        second.close()


def test_only_the_games_loop_keeps_the_link_alive(listener, client, clock):
    link = listener.accept(TIMEOUT_S)
    client.send_state(STATES[0])
    link.receive(TIMEOUT_S)
    clock.sleep_until_ns(START_NS + 901 * MILLISECOND_NS)
    assert not link.is_alive
    client.beat()
    client.send_state(STATES[1])
    link.receive(TIMEOUT_S)
    assert link.is_alive
