"""The listener on real loopback sockets: games that prove themselves are let in, everything else is closed."""

import socket
import threading

import msgspec
import pytest

from bridge.clock import MILLISECOND_NS, SECOND_NS, VirtualClock
from bridge.errors import LinkClosed, LinkUnavailable, PeerProtocolError
from bridge.link.address import HOST
from bridge.link.socket import SocketListener
from bridge.protocol.codec import encode_message
from bridge.protocol.framing import encode_frame
from bridge.protocol.messages import MAX_FRAME_BYTES, Auth, Bye, Heartbeat, Ping
from bridge.protocol.token import Token
from bridge.state import Tick
from tests.bridge.link.dialling import TIMEOUT_S, DialledGame, received
from tests.bridge.protocol.examples import EXAMPLES, FULL_STATE, START_NS
from tests.bridge.protocol.wires import tick


@pytest.fixture
def clock():
    return VirtualClock(START_NS)


@pytest.fixture
def token_path(tmp_path):
    return tmp_path / "osrs-agent" / "token"


@pytest.fixture
def listener(token_path, clock):
    with SocketListener(token_path, clock) as listener:
        yield listener


@pytest.fixture
def game(listener, token_path):
    with DialledGame(listener.port, token_path) as game:
        game.shake_hands()
        yield game


@pytest.fixture
def link(listener, game):
    return listener.accept(TIMEOUT_S)


def tick_named(name):
    """A tick whose every text is `name`."""
    entity = msgspec.structs.replace(FULL_STATE.entities[0], key=name, name=name, interacting=name)
    state = msgspec.structs.replace(FULL_STATE, entities=(entity,), world_host=name)
    return msgspec.structs.replace(tick(1), state=msgspec.structs.replace(state, tick=Tick(1, 0)))


def indices(link, count):
    return [link.receive(TIMEOUT_S).tick.index for _ in range(count)]


def test_a_game_that_proves_itself_becomes_a_link(link):
    assert (link.hello.client, link.hello.session, link.hello.skill_names) == ("test game", "session-1", ("Attack",))


def test_a_state_crosses_whole_and_is_stamped_on_arrival(game, link, clock):
    clock.sleep_until_ns(START_NS + 77)
    game.send(EXAMPLES["tick"])
    state = link.receive(TIMEOUT_S)
    assert state.tick.received_ns == START_NS + 77
    assert (state.player, state.entities, state.inventory) == (
        FULL_STATE.player,
        FULL_STATE.entities,
        FULL_STATE.inventory,
    )


def test_states_come_in_order_and_none_comes_twice(game, link):
    game.send(*(tick(seq) for seq in range(5)))
    assert indices(link, 5) == [0, 1, 2, 3, 4]
    assert link.receive(0) is None


def test_frames_that_come_byte_by_byte_come_whole(game, link):
    for byte in game.session.send(tick(3)):
        game.stream.sendall(bytes([byte]))
    assert indices(link, 1) == [3]


def test_a_reader_that_lags_gets_the_newest_eight(game, link):
    game.send(*(tick(seq) for seq in range(12)), Bye("done"))
    game.hear()
    assert indices(link, 8) == list(range(4, 12))
    assert (link.statistics.states, link.statistics.dropped_states) == (12, 4)


def test_inputs_are_drained_once(game, link):
    game.send(EXAMPLES["input"], tick(50))
    link.receive(TIMEOUT_S)
    assert [type(event) for event in link.drain()] == [type(event) for event in EXAMPLES["input"].events]
    assert link.drain() == ()


def test_a_game_is_alive_for_900_ms_after_its_last_message(game, link, clock):
    game.send(tick(1))
    link.receive(TIMEOUT_S)
    clock.sleep_until_ns(START_NS + 900 * MILLISECOND_NS)
    assert link.is_alive
    clock.sleep_until_ns(START_NS + 900 * MILLISECOND_NS + 1)
    assert not link.is_alive
    game.send(Heartbeat(1), tick(2))
    link.receive(TIMEOUT_S)
    assert link.is_alive
    assert link.heard_ns == clock.now_ns()


def test_the_last_states_are_given_before_the_end(game, link):
    game.send(tick(1), Bye("enough"))
    assert indices(link, 1) == [1]
    with pytest.raises(LinkClosed, match="the game said bye: enough"):
        link.receive(TIMEOUT_S)
    assert not link.is_alive


def test_a_game_that_dies_ends_the_link(game, link):
    game.stream.close()
    with pytest.raises(LinkClosed, match="the game ended the connection"):
        link.receive(TIMEOUT_S)


def test_a_closed_link_hangs_up_on_the_game(game, link):
    link.close()
    link.close()
    assert received(game.stream) == b""


def test_the_agent_pings_once_a_second(game, link, clock):
    clock.sleep_until_ns(START_NS + SECOND_NS)
    assert game.hear() == [Ping(START_NS + SECOND_NS)]


@pytest.mark.parametrize(
    "stranger",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
        b"\xff" * 70_000,
        b"\0\0\0\0",
        b"\0\0\0\5hello",
        b"\0\0\0\1\x80",
    ],
    ids=["http", "tls", "huge", "empty frame", "garbage", "empty map"],
)
def test_a_stranger_is_closed_without_a_word_and_the_next_game_is_let_in(listener, token_path, stranger):
    with socket.create_connection((HOST, listener.port), TIMEOUT_S) as stream:
        stream.sendall(stranger)
        assert received(stream) == b""
    with pytest.raises(LinkUnavailable):
        listener.accept(0)
    with DialledGame(listener.port, token_path) as game:
        game.shake_hands()
        game.send(tick(1))
        assert indices(listener.accept(TIMEOUT_S), 1) == [1]


def test_an_agent_that_does_not_hold_the_games_token_gets_no_proof(listener):
    with DialledGame(listener.port, Token(bytes(32))) as game:
        game.greet()
        with pytest.raises(PeerProtocolError, match="does not hold the token"):
            game.hear()
        assert game.session.take_replies() == b""


def test_a_game_with_a_wrong_proof_is_refused(listener, token_path):
    with DialledGame(listener.port, token_path) as game:
        game.greet()
        received(game.stream)
        game.stream.sendall(encode_frame(encode_message(Auth(bytes(32))), MAX_FRAME_BYTES))
        assert b"unauthenticated" in received(game.stream)
        assert received(game.stream) == b""
    with pytest.raises(LinkUnavailable):
        listener.accept(0)


def test_a_caller_that_falls_silent_is_closed_after_two_seconds(listener, token_path, clock):
    with DialledGame(listener.port, token_path) as game:
        game.greet()
        received(game.stream)
        clock.sleep_until_ns(START_NS + 2 * SECOND_NS + 1)
        assert b"too_slow" in received(game.stream)
        assert received(game.stream) == b""


def test_a_ninth_caller_is_closed_at_once(listener):
    callers = [socket.create_connection((HOST, listener.port), TIMEOUT_S) for _ in range(9)]
    assert received(callers[8]) == b""
    for caller in callers:
        caller.close()


def test_of_many_callers_in_a_second_the_thirty_third_waits_for_the_next(listener, token_path, clock):
    for _ in range(32):
        with socket.create_connection((HOST, listener.port), TIMEOUT_S) as stream:
            stream.sendall(b"GET / HTTP/1.1")
            assert received(stream) == b""
    with DialledGame(listener.port, token_path) as game:
        game.greet()
        with pytest.raises(LinkUnavailable):
            listener.accept(0.1)
        clock.sleep_until_ns(START_NS + SECOND_NS)
        game.shake_hands_on()
        assert listener.accept(TIMEOUT_S).hello.session == "session-1"


def test_hostile_names_are_data_and_are_escaped_in_the_log(listener, token_path, caplog, tmp_path):
    caplog.set_level("DEBUG")
    hostile = "\x1b[2J\n../../%s{0}\u202e"
    with DialledGame(listener.port, token_path) as game:
        game.shake_hands(client=hostile)
        link = listener.accept(TIMEOUT_S)
        game.send(tick_named(hostile), Bye(hostile))
        state = link.receive(TIMEOUT_S)
        with pytest.raises(LinkClosed) as ended:
            link.receive(TIMEOUT_S)
    assert (link.hello.client, state.world_host, state.entities[0].name) == (hostile,) * 3
    assert str(ended.value).isprintable()
    assert all(line.isprintable() for line in caplog.messages)
    assert any("%s{0}" in line for line in caplog.messages)
    assert [path.name for path in tmp_path.rglob("*")] == ["osrs-agent", "token"]


def test_a_game_that_reconnects_gets_a_link_of_its_own(listener, token_path):
    for attempt in range(3):
        with DialledGame(listener.port, token_path) as game:
            game.shake_hands()
            game.send(tick(attempt))
            assert indices(listener.accept(TIMEOUT_S), 1) == [attempt]


def test_a_busy_port_is_one_clear_error(listener, token_path, clock):
    expected = rf"cannot listen on 127\.0\.0\.1:{listener.port}: .*in use.*; end the program .* or choose another port"
    with pytest.raises(LinkUnavailable, match=expected), SocketListener(token_path, clock, listener.port):
        pass


def test_a_port_that_does_not_exist_is_one_clear_error(token_path, clock):
    with pytest.raises(LinkUnavailable, match="99999"), SocketListener(token_path, clock, 99_999):
        pass


def test_a_port_is_free_again_after_the_end(token_path, clock):
    with SocketListener(token_path, clock) as first, DialledGame(first.port, token_path) as game:
        game.shake_hands()
        port = first.port
        link = first.accept(TIMEOUT_S)
    with pytest.raises(LinkClosed):
        link.receive(TIMEOUT_S)
    link.close()
    with SocketListener(token_path, clock, port) as second:
        assert second.port == port


def test_the_end_takes_the_thread_along(token_path, clock):
    before = threading.active_count()
    with SocketListener(token_path, clock):
        assert threading.active_count() == before + 1
    assert threading.active_count() == before


def test_nobody_calling_is_said_with_the_address(listener):
    with pytest.raises(LinkUnavailable, match=rf"no game connected to 127\.0\.0\.1:{listener.port} within 0 s"):
        listener.accept(0)


def test_the_token_is_not_logged(listener, token_path, caplog):
    caplog.set_level("DEBUG")
    with DialledGame(listener.port, token_path) as game:
        game.shake_hands()
        game.send(tick(1), tick(1))
        listener.accept(TIMEOUT_S)
        game.hear()
    assert "out_of_order" in caplog.text or "sequence number" in caplog.text
    assert token_path.read_text().strip() not in caplog.text
