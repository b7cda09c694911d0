"""The plugin's own link, in a Java process, against the listener on real loopback sockets."""

import pytest

from bridge.clock import SystemClock
from bridge.errors import LinkClosed, LinkUnavailable
from bridge.events import Author, KeyPress, KeyRelease
from bridge.link.socket import SocketListener
from bridge.link.token_file import read_token
from bridge.protocol.codec import encode_message
from bridge.protocol.framing import encode_frame
from bridge.protocol.messages import MAX_FRAME_BYTES, Auth, Bye, Challenge, ErrorMessage, Heartbeat
from bridge.protocol.session import Session
from bridge.protocol.transitions import Role
from tests.bridge.protocol.examples import AGENT_NONCE, FULL_STATE, TOKEN
from tests.bridge.runelite.java_game import JavaGame
from tests.bridge.runelite.raw_agent import TIMEOUT_S, RawAgent, messages_until
from tests.bridge.runelite.reading import cut_and_count, read_ticks

PERIOD_US = 12_000
"""Fifty times as fast as life."""


@pytest.fixture
def token_path(tmp_path):
    return tmp_path / "osrs-agent" / "token"


@pytest.fixture
def listener(token_path):
    with SocketListener(token_path, SystemClock()) as listener:
        yield listener


@pytest.fixture
def game(wire_classes, listener, token_path):
    with JavaGame(wire_classes, listener.port, token_path) as game:
        yield game


@pytest.fixture
def agent(token_path, listener):
    with RawAgent() as agent:
        yield agent


@pytest.fixture
def raw_game(wire_classes, agent, token_path):
    with JavaGame(wire_classes, agent.port, token_path) as game:
        yield game


def frame(message):
    return encode_frame(encode_message(message), MAX_FRAME_BYTES)


def test_a_java_game_shakes_hands_and_names_itself(game, listener):
    hello = listener.accept(TIMEOUT_S).hello
    assert (hello.client, hello.session, hello.skill_names) == ("java test game", "java-1", ("attack", "woodcutting"))
    assert game.wait_for("connected").is_connected


def test_a_state_built_in_java_is_the_same_typed_state(game, listener):
    link = listener.accept(TIMEOUT_S)
    game.ask("bank", 0)
    state = link.receive(TIMEOUT_S)
    assert (state.view, state.interface, state.player) == (FULL_STATE.view, FULL_STATE.interface, FULL_STATE.player)
    assert (state.skills, state.entities, state.inventory) == (
        FULL_STATE.skills,
        FULL_STATE.entities,
        FULL_STATE.inventory,
    )


def test_500_ticks_at_fifty_times_speed_come_each_once(game, listener):
    link = listener.accept(TIMEOUT_S)
    game.begin("ticks", 500, PERIOD_US, 6_500)
    assert read_ticks(link, 500) == list(range(500))
    assert (link.statistics.missing, link.statistics.dropped_by_game, link.statistics.dropped_states) == (0, 0, 0)
    game.end()


def test_a_game_that_is_cut_off_comes_back_by_itself_and_repeats_nothing(game, listener):
    indices, statistics = cut_and_count(game, listener, cuts=10)
    assert indices == sorted(set(indices))
    assert statistics.sessions == 11


def test_input_comes_press_and_release_apart_on_our_clock(game, listener):
    link = listener.accept(TIMEOUT_S)
    game.ask("input")
    game.ask("ticks", 1, 0, 1_000)
    now_ns = link.receive(TIMEOUT_S).tick.received_ns
    press, release = link.drain()
    assert (press.key, release.key, press.author) == ("a", "a", Author.HUMAN)
    assert (type(press), type(release)) == (KeyPress, KeyRelease)
    assert 0 <= release.at_ns - press.at_ns <= 1_000
    assert release.at_ns <= now_ns


def test_ticks_are_counted_apart_from_the_other_messages(game, listener):
    link = listener.accept(TIMEOUT_S)
    game.ask("input")
    game.ask("nan")
    game.ask("ticks", 2, 0, 1_000)
    read_ticks(link, 2)
    statistics = game.statistics()
    assert (statistics.sent, statistics.dropped) == (3, 1)
    assert (statistics.sent_ticks, statistics.dropped_ticks) == (2, 1)


def test_a_closed_game_sends_what_waits_and_says_bye(wire_classes, listener, token_path):
    with JavaGame(wire_classes, listener.port, token_path) as game:
        link = listener.accept(TIMEOUT_S)
        game.ask("ticks", 3, 0, 1_000)
    assert read_ticks(link, 3) == [0, 1, 2]
    with pytest.raises(LinkClosed, match="the game said bye: the game was closed"):
        link.receive(TIMEOUT_S)


def test_a_bank_too_long_for_a_frame_is_sent_as_unknown(game, listener):
    link = listener.accept(TIMEOUT_S)
    game.ask("bank", 1_400)
    state = link.receive(TIMEOUT_S)
    assert (state.bank, state.inventory) == (None, FULL_STATE.inventory)
    assert game.statistics().reduced == 1


def test_a_state_that_no_reader_accepts_is_dropped_and_counted(game, listener):
    link = listener.accept(TIMEOUT_S)
    game.ask("nan")
    game.ask("ticks", 1, 0, 1_000)
    assert read_ticks(link, 1) == [1]
    assert (link.statistics.dropped_by_game, game.statistics().dropped) == (1, 1)


def test_a_slow_reader_costs_the_oldest_ticks_and_every_one_is_counted(raw_game, agent, token_path):
    token = read_token(token_path)
    with agent.accept() as stream:
        session = agent.shake_hands(stream, token)
        raw_game.wait_for("connected")
        raw_game.ask("ticks", 300, 0, 20_000)
        ticks = messages_until(stream, session, lambda message: message.state.tick.index == 299)
    assert [tick.seq for tick in ticks] == sorted({tick.seq for tick in ticks})
    dropped = sum(tick.dropped for tick in ticks)
    assert dropped > 0
    assert dropped + len(ticks) == 300
    assert [tick.seq for tick in ticks[-8:]] == list(range(292, 300))


def test_a_game_with_another_token_gets_no_frame_parsed(wire_classes, listener, tmp_path):
    other = tmp_path / "other"
    other.touch(mode=0o600)
    other.write_text(TOKEN.secret.hex() + "\n")
    with JavaGame(wire_classes, listener.port, other) as game:
        game.ask("ticks", 3, 0, 1_000)
        statistics = game.wait_for("failed")
    assert (statistics.sent, statistics.sessions) == (0, 0)
    assert statistics.last_failure == "the agent does not hold the token of this side"
    with pytest.raises(LinkUnavailable):
        listener.accept(0)


def test_an_impostor_hears_a_hello_and_nothing_else(raw_game, agent):
    raw_game.ask("ticks", 3, 0, 1_000)
    with agent.accept() as stream:
        session = Session(Role.AGENT, TOKEN, AGENT_NONCE, 0)
        session.feed(stream.recv(65_536), 0)
        assert session.next_arrival().message.client == "java test game"
        stream.sendall(frame(Challenge(AGENT_NONCE, bytes(32))))
        assert stream.recv(65_536) == b""


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Challenge(AGENT_NONCE, bytes(32), 2, 5), "protocol 2.5, this plugin 1.2: update the older one"),
        (ErrorMessage("version", "found protocol 1.0"), "the agent refused this game: version: found protocol 1.0"),
        (ErrorMessage("x\x1b[2J", "\n"), "the agent refused this game: x?[2J: ?"),
    ],
    ids=["another major version", "refused", "hostile text"],
)
def test_what_does_not_fit_is_said_in_one_clear_line(raw_game, agent, answer, said):
    with agent.accept() as stream:
        stream.recv(65_536)
        stream.sendall(frame(answer))
        assert said in raw_game.wait_for("failed").last_failure


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0\0\0\0", b"\0\0\0\1\xc1", b"\0\0\0\x02\x91\xc0", b"\0\0\0\1\x80"],
    ids=["http", "empty", "no msgpack", "no map", "no type"],
)
def test_a_stranger_is_left_at_once(raw_game, agent, answer):
    with agent.accept() as stream:
        stream.recv(65_536)
        stream.sendall(answer)
        assert stream.recv(65_536) == b""


@pytest.mark.parametrize("early", [Auth(bytes(32)), Bye("x")])
def test_a_message_that_no_agent_sends_ends_the_session(raw_game, agent, token_path, early):
    with agent.accept() as stream:
        agent.shake_hands(stream, read_token(token_path))
        stream.sendall(frame(early))
        assert "expected challenge, welcome, error or ping" in raw_game.wait_for("failed").last_failure


def test_a_token_file_that_others_may_read_is_refused(wire_classes, listener, token_path):
    token_path.chmod(0o644)
    with JavaGame(wire_classes, listener.port, token_path) as game:
        assert "is open to others: chmod 600 it" in game.wait_for("failed").last_failure


def test_a_heartbeat_keeps_a_game_without_ticks_alive(raw_game, agent, token_path):
    with agent.accept() as stream:
        session = agent.shake_hands(stream, read_token(token_path))
        raw_game.wait_for("connected")
        raw_game.ask("beat")
        messages = messages_until(stream, session, lambda message: isinstance(message, Heartbeat))
    assert messages[-1].mono_ns > 0
