"""Mutated frames: whatever comes, a session either takes it or refuses it; nothing else is raised."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import PeerProtocolError
from bridge.protocol.codec import decode_message, decode_state, encode_message, encode_state
from bridge.protocol.transitions import SessionState
from tests.bridge.protocol.examples import EXAMPLES, FULL_STATE
from tests.bridge.protocol.wires import open_pair

FRAMES = 20_000
MARKS = bytes([0x00, 0x7F, 0x80, 0x8F, 0x90, 0xC0, 0xC1, 0xC4, 0xC7, 0xCB, 0xCF, 0xD3, 0xD9, 0xDB, 0xDD, 0xDF, 0xFF])


def mutated(payload: bytes, generator: np.random.Generator) -> bytes:
    """The payload with a few bytes changed, cut out, doubled or put in."""
    data = bytearray(payload)
    for _ in range(int(generator.integers(1, 5))):
        place = int(generator.integers(0, len(data) + 1))
        size = int(generator.integers(0, 9))
        match int(generator.integers(0, 5)):
            case 0:
                data[place : place + 1] = generator.bytes(1)
            case 1:
                data[place : place + 1] = MARKS[(mark := int(generator.integers(len(MARKS)))) : mark + 1]
            case 2:
                del data[place : place + size]
            case 3:
                data[place:place] = data[place : place + size]
            case _:
                data[place:place] = generator.bytes(size)
    return bytes(data)


def test_20000_mutated_frames_raise_nothing_but_refusals():
    generator = np.random.default_rng(20_000)
    small = [encode_message(message) for name, message in EXAMPLES.items() if name != "tick"]
    originals = [*small * 3, encode_message(EXAMPLES["tick"])]
    reasons = []
    for number in range(FRAMES):
        payload = mutated(originals[number % len(originals)], generator)
        try:
            decode_message(payload)
        except PeerProtocolError as error:
            reasons.append(str(error))
    assert 0.5 * FRAMES < len(reasons) < FRAMES
    assert all(reason.isprintable() for reason in reasons)


def test_2000_mutated_states_raise_nothing_but_refusals():
    generator = np.random.default_rng(2_000)
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
    generator = np.random.default_rng(seed)
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
