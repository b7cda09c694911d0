"""What breaks the protocol is refused with a code, the session closes, and nothing more is read."""

import msgpack
import msgspec
import pytest

from bridge.clock import MILLISECOND_NS, SECOND_NS
from bridge.errors import PeerProtocolError
from bridge.protocol.codec import encode_message
from bridge.protocol.framing import encode_frame
from bridge.protocol.messages import Auth, Challenge, ErrorMessage, Heartbeat, Hello, Ping, Welcome
from bridge.protocol.refusal import ErrorCode, Refusal
from bridge.protocol.session import Session
from bridge.protocol.token import Token, proof
from bridge.protocol.transitions import Role, SessionState
from tests.bridge.protocol.examples import AGENT_NONCE, EXAMPLES, GAME_NONCE, START_NS
from tests.bridge.protocol.wires import (
    agent_session,
    deliver,
    game_session,
    greeting,
    heard,
    open_pair,
    shake_hands,
    tick,
)

OTHER = Token(bytes(32))


def frame(message) -> bytes:
    return encode_frame(encode_message(message), 65_536)


def raw_frame(fields: dict) -> bytes:
    return encode_frame(msgpack.packb(fields), 65_536)


def refused(data: bytes, session: Session, now_ns: int = START_NS) -> ErrorCode:
    with pytest.raises(Refusal) as refusal:
        deliver(data, session, now_ns)
    assert session.state is SessionState.CLOSED
    assert heard(frame(Heartbeat(1)), session) == []
    return refusal.value.code


def test_a_game_with_another_token_closes_without_proving_anything():
    game, agent = game_session(OTHER), agent_session()
    heard(greeting(game), agent)
    assert refused(agent.take_replies(), game) is ErrorCode.UNAUTHENTICATED
    assert game.take_replies() == b""


def test_an_agent_refuses_a_proof_of_another_token():
    game, agent = game_session(), agent_session()
    heard(greeting(game), agent)
    agent.take_replies()
    forged = Auth(proof(OTHER, Role.GAME, GAME_NONCE, AGENT_NONCE))
    assert refused(frame(forged), agent) is ErrorCode.UNAUTHENTICATED


def test_the_agents_own_proof_does_not_serve_the_game():
    game, agent = game_session(), agent_session()
    heard(greeting(game), agent)
    (challenge,) = heard(agent.take_replies(), game)
    assert refused(frame(Auth(challenge.proof)), agent) is ErrorCode.UNAUTHENTICATED


def test_an_auth_of_an_earlier_connection_does_not_serve_again():
    game, agent = game_session(), agent_session()
    hello = greeting(game)
    heard(hello, agent)
    heard(agent.take_replies(), game)
    auth = game.take_replies()
    later = Session(Role.AGENT, agent._token, bytes(32), START_NS)
    heard(hello, later)
    assert refused(auth, later) is ErrorCode.UNAUTHENTICATED


@pytest.mark.parametrize("name", ["auth", "tick", "input", "heartbeat", "bye", "challenge", "welcome", "error", "ping"])
def test_before_a_hello_the_agent_takes_nothing_else_and_says_nothing(name):
    agent = agent_session()
    assert refused(frame(EXAMPLES[name]), agent) is ErrorCode.UNEXPECTED
    assert agent.take_replies() == b""


@pytest.mark.parametrize("name", ["hello", "tick", "input", "heartbeat", "bye"])
def test_without_a_proof_nothing_but_the_proof_is_taken(name):
    game, agent = game_session(), agent_session()
    heard(greeting(game), agent)
    assert refused(frame(EXAMPLES[name]), agent) is ErrorCode.UNEXPECTED


@pytest.mark.parametrize("name", ["hello", "auth", "challenge", "ping", "error"])
def test_an_open_session_refuses_what_has_no_place_in_it(name):
    _, agent = open_pair()
    assert refused(frame(EXAMPLES[name]), agent) is ErrorCode.UNEXPECTED


@pytest.mark.parametrize(
    "message", [Welcome(), Ping(1), Challenge(AGENT_NONCE, bytes(32))], ids=lambda each: type(each)
)
def test_the_game_takes_nothing_that_comes_too_early_or_unproven(message):
    game = game_session()
    greeting(game)
    expected = ErrorCode.UNAUTHENTICATED if isinstance(message, Challenge) else ErrorCode.UNEXPECTED
    assert refused(frame(message), game) is expected


@pytest.mark.parametrize("start", [b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"])
def test_http_and_tls_are_refused_by_their_first_four_bytes(start):
    agent = agent_session()
    assert refused(start[:4], agent) is ErrorCode.BAD_FRAME
    assert agent.take_replies() == b""


def test_the_agent_says_why_it_closes():
    game, agent = open_pair()
    with pytest.raises(PeerProtocolError):
        deliver(raw_frame({"type": "tick"}), agent)
    (error,) = heard(agent.take_replies(), game)
    assert isinstance(error, ErrorMessage)
    assert (error.code, game.state) == ("bad_message", SessionState.CLOSED)
    assert "missing required field" in error.text


def test_another_major_version_is_told_both_versions():
    agent, game = agent_session(), game_session()
    greeting(game)
    hello = msgspec.to_builtins(EXAMPLES["hello"], builtin_types=(bytes,)) | {"protocol_major": 2, "protocol_minor": 3}
    assert refused(raw_frame(hello), agent) is ErrorCode.VERSION
    (error,) = heard(agent.take_replies(), game)
    assert (error.code, "2.3" in error.text, "1.2" in error.text) == ("version", True, True)


def test_a_newer_minor_version_with_unknown_fields_is_welcome():
    game, agent = game_session(), agent_session()
    hello = msgspec.to_builtins(Hello(GAME_NONCE, "s", "c", ()), builtin_types=(bytes,))
    greeting(game)
    deliver(raw_frame(hello | {"protocol_minor": 9, "mood": "fine"}), agent)
    heard(agent.take_replies(), game)
    heard(game.take_replies(), agent)
    assert agent.state is SessionState.OPEN


@pytest.mark.parametrize("messages", [(tick(4), tick(4)), (tick(4), tick(3)), (tick(4), tick(5, index=4))])
def test_a_tick_never_counts_twice(messages):
    game, agent = open_pair()
    frames = [game.send(message) for message in messages]
    assert heard(frames[0], agent) == [messages[0]]
    assert refused(frames[1], agent) is ErrorCode.OUT_OF_ORDER


def test_messages_before_the_error_are_still_delivered():
    game, agent = open_pair()
    agent.feed(game.send(tick(1)) + b"\0\0\0\0" + game.send(tick(2)), START_NS)
    assert agent.next_arrival().message == tick(1)
    with pytest.raises(PeerProtocolError):
        agent.next_arrival()
    assert agent.next_arrival() is None


def test_a_flood_is_cut_off():
    game, agent = open_pair()
    assert refused(b"".join(game.send(Heartbeat(1)) for _ in range(401)), agent) is ErrorCode.TOO_MANY


def test_a_flood_spread_over_time_is_a_stream():
    game, agent = open_pair()
    for message in range(1_200):
        heard(game.send(Heartbeat(1)), agent, START_NS + message * 3 * MILLISECOND_NS)
    assert agent.state is SessionState.OPEN


@pytest.mark.parametrize("make", [game_session, agent_session])
def test_a_handshake_takes_at_most_two_seconds(make):
    session = make()
    assert session.deadline_ns == START_NS + 2 * SECOND_NS
    session.check_deadline(START_NS + 2 * SECOND_NS)
    with pytest.raises(Refusal, match="state new") as refusal:
        session.check_deadline(START_NS + 2 * SECOND_NS + 1)
    assert (refusal.value.code, session.state) == (ErrorCode.TOO_SLOW, SessionState.CLOSED)
    session.check_deadline(START_NS + 9 * SECOND_NS)


def test_a_frame_takes_at_most_a_second_from_its_first_byte():
    game, agent = open_pair()
    assert agent.deadline_ns is None
    data = game.send(tick(1)) + game.send(tick(2))[:1]
    first_ns = START_NS + 5 * SECOND_NS
    heard(data, agent, first_ns)
    heard(b"\0", agent, first_ns + SECOND_NS // 2)
    assert agent.deadline_ns == first_ns + SECOND_NS
    with pytest.raises(Refusal) as refusal:
        agent.check_deadline(first_ns + SECOND_NS + 1)
    assert refusal.value.code is ErrorCode.TOO_SLOW


def test_a_finished_frame_has_no_deadline():
    game, agent = open_pair()
    data = game.send(tick(1))
    heard(data[:9], agent, START_NS)
    heard(data[9:], agent, START_NS + SECOND_NS)
    assert agent.deadline_ns is None


def test_the_deadline_of_a_frame_does_not_come_from_the_frame_before():
    game, agent = open_pair()
    first, second = game.send(tick(1)), game.send(tick(2))
    heard(first[:5], agent, START_NS)
    heard(first[5:] + second[:5], agent, START_NS + 900 * MILLISECOND_NS)
    assert agent.deadline_ns == START_NS + 1_900 * MILLISECOND_NS


def test_a_silent_agent_is_given_up_after_five_seconds_and_a_ping_is_a_sign_of_life():
    game, agent = open_pair()
    assert game.deadline_ns == START_NS + 5 * SECOND_NS
    heard(agent.send(Ping(1)), game, START_NS + SECOND_NS)
    assert game.deadline_ns == START_NS + 6 * SECOND_NS
    with pytest.raises(Refusal, match="state open"):
        game.check_deadline(START_NS + 6 * SECOND_NS + 1)
    assert game.take_replies() == b""


def test_a_silent_game_is_not_cut_off():
    _, agent = open_pair()
    agent.check_deadline(START_NS + 3_600 * SECOND_NS)
    assert agent.state is SessionState.OPEN


def test_a_short_frame_limit_holds_for_the_very_first_frame():
    game, agent = game_session(max_frame_bytes=1_024), agent_session()
    shake_hands(game, agent)
    assert refused((1_025).to_bytes(4, "big"), game) is ErrorCode.BAD_FRAME
