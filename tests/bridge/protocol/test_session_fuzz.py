"""Mutated frames: whatever comes, a session either takes it or refuses it; nothing else is raised."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import PeerProtocolError
from bridge.protocol.codec import decode_message, decode_state, encode_message, encode_state
from bridge.protocol.transitions import SessionState
from tests.bridge.protocol.examples import EXAMPLES, FULL_STATE
from tests.bridge.protocol.mutations import mutated, mutated_frames, outcomes
from tests.bridge.protocol.wires import open_pair

FRAMES = 20_000


def test_20000_mutated_frames_raise_nothing_but_refusals():
    counts = outcomes(mutated_frames(FRAMES, seed=20_000))
    assert counts.total() == FRAMES
    assert 0 < counts["taken"] < 0.5 * FRAMES
    assert {"bad_message", "version"} <= set(counts)


def test_2000_mutated_states_raise_nothing_but_refusals():
    generator = random.Random(2_000)
    original = encode_state(FULL_STATE)
    outcomes = set()
    for _ in range(2_000):
        try:
            decode_state(mutated(original, generator))
            outcomes.add("taken")
        except PeerProtocolError:
            outcomes.add("refused")
    assert outcomes == {"taken", "refused"}


@pytest.mark.parametrize("seed", range(3))
def test_a_mutated_stream_ends_in_refusal_or_waits_for_more(seed):
    generator = random.Random(seed)
    game, _ = open_pair()
    stream = b"".join(game.send(EXAMPLES[name]) for name in ("tick", "input", "heartbeat", "bye"))
    for _ in range(300):
        _, agent = open_pair()
        agent.feed(mutated(stream, generator), 0)
        try:
            while agent.next_arrival() is not None:
                pass
        except PeerProtocolError:
            assert agent.state is SessionState.CLOSED


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_taken_or_refused(payload):
    try:
        message = decode_message(payload)
    except PeerProtocolError:
        return
    assert decode_message(encode_message(message)) == message
