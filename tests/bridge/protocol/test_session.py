"""Two sessions joined in virtual time: they prove themselves to each other, then the game talks."""

import pytest

from bridge.errors import LocalProtocolError
from bridge.protocol.messages import (
    Auth,
    Bye,
    Challenge,
    ErrorMessage,
    Heartbeat,
    Hello,
    Ping,
    Welcome,
)
from bridge.protocol.session import Arrival
from bridge.protocol.transitions import SessionState
from tests.bridge.protocol.examples import AGENT_NONCE, EXAMPLES, FULL_STATE, GAME_NONCE, START_NS
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


def test_the_handshake_goes_hello_challenge_auth_welcome():
    game, agent = game_session(), agent_session()
    (hello,) = heard(greeting(game), agent)
    (challenge,) = heard(agent.take_replies(), game)
    (auth,) = heard(game.take_replies(), agent)
    (welcome,) = heard(agent.take_replies(), game)
    assert [type(each) for each in (hello, challenge, auth, welcome)] == [Hello, Challenge, Auth, Welcome]
    assert (hello.nonce, challenge.nonce) == (GAME_NONCE, AGENT_NONCE)
    assert (game.state, agent.state) == (SessionState.OPEN, SessionState.OPEN)


def test_both_sides_know_the_greeting():
    game, agent = open_pair()
    assert game.hello == agent.hello == Hello(GAME_NONCE, "session-1", "test game", ("Attack",))


def test_what_the_game_sends_arrives_as_it_was():
    game, agent = open_pair()
    for message in (EXAMPLES["tick"], EXAMPLES["input"], Heartbeat(5), Bye("enough")):
        assert deliver(game.send(message), agent) == [Arrival(message)]


def test_a_ping_arrives_at_the_game():
    game, agent = open_pair()
    assert heard(agent.send(Ping(5)), game) == [Ping(5)]


def test_a_whole_conversation_comes_out_the_same_for_every_split_point():
    game, agent = open_pair()
    messages = [tick(0), Heartbeat(1), EXAMPLES["input"], tick(50), Bye("")]
    stream = b"".join(game.send(message) for message in messages)
    for cut in range(0, len(stream) + 1, 7):
        _, agent = open_pair()
        assert heard(stream[:cut], agent) + heard(stream[cut:], agent) == messages


def test_a_gap_is_marked_and_a_long_one_is_a_resynchronisation():
    game, agent = open_pair()
    arrivals = deliver(b"".join(game.send(tick(seq)) for seq in (3, 4, 10, 17)), agent)
    assert [arrival.missing for arrival in arrivals] == [0, 0, 5, 6]
    assert [arrival.is_resync for arrival in arrivals] == [False, False, False, True]


def test_bye_closes_both_sides():
    game, agent = open_pair()
    heard(game.send(Bye("enough")), agent)
    assert (game.state, agent.state) == (SessionState.CLOSED, SessionState.CLOSED)
    assert agent.deadline_ns is None


def test_nothing_is_read_after_the_end():
    game, agent = open_pair()
    stream = game.send(tick(1)) + game.send(Bye("enough")) + b"anything"
    assert len(heard(stream, agent)) == 2
    assert heard(b"\xff" * 10, agent) == []


def test_an_error_of_the_agent_ends_the_games_session():
    game, agent = open_pair()
    assert heard(agent.send(ErrorMessage("a_code_of_tomorrow", "x")), game) == [ErrorMessage("a_code_of_tomorrow", "x")]
    assert game.state is SessionState.CLOSED


def test_each_side_keeps_to_the_frame_length_that_the_other_accepts():
    game, agent = game_session(max_frame_bytes=2_048), agent_session(max_frame_bytes=1_024)
    shake_hands(game, agent)
    with pytest.raises(LocalProtocolError, match="1 to 1024 bytes"):
        game.send(EXAMPLES["tick"])
    assert game.state is SessionState.OPEN
    assert heard(game.send(tick(1)), agent) == [tick(1)]


def test_a_message_that_the_state_does_not_allow_is_our_own_error():
    game, agent = game_session(), agent_session()
    with pytest.raises(LocalProtocolError, match="the game cannot send 'tick' in state new"):
        game.send(EXAMPLES["tick"])
    with pytest.raises(LocalProtocolError, match="the agent cannot send 'tick' in state new"):
        agent.send(EXAMPLES["tick"])


def test_replies_are_taken_once():
    game, agent = game_session(), agent_session()
    heard(greeting(game), agent)
    assert agent.take_replies() != b""
    assert agent.take_replies() == b""


def test_a_message_was_heard_when_its_last_byte_came():
    game, agent = open_pair()
    frame = game.send(tick(1))
    deliver(frame[:-1], agent, START_NS + 10)
    assert agent.heard_ns == START_NS
    deliver(frame[-1:], agent, START_NS + 20)
    assert agent.heard_ns == START_NS + 20


def test_a_full_state_fits_many_times_into_a_frame():
    game, agent = open_pair()
    assert heard(game.send(EXAMPLES["tick"]), agent)[0].state == FULL_STATE
