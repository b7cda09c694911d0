"""Frames come out as they went in, however the stream was cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import LocalProtocolError, PeerProtocolError
from bridge.protocol.framing import FrameBuffer, encode_frame

LIMIT = 1_024


def payloads_of(buffer: FrameBuffer) -> list[bytes]:
    return list(iter(buffer.next_payload, None))


def test_a_frame_is_a_big_endian_length_and_the_payload():
    assert encode_frame(b"abc", LIMIT) == b"\0\0\0\3abc"


def test_every_split_point_of_200_frames_gives_the_same_payloads():
    generator = np.random.default_rng(1)
    payloads = [generator.bytes(int(generator.integers(1, 40))) for _ in range(200)]
    stream = b"".join(encode_frame(payload, LIMIT) for payload in payloads)
    for cut in range(len(stream) + 1):
        buffer = FrameBuffer(LIMIT)
        buffer.feed(stream[:cut])
        found = payloads_of(buffer)
        buffer.feed(stream[cut:])
        assert found + payloads_of(buffer) == payloads


@given(st.lists(st.binary(min_size=1, max_size=60), max_size=12), st.lists(st.integers(1, 20), min_size=1))
@settings(max_examples=100, deadline=None)
def test_any_run_of_pieces_gives_the_same_payloads(payloads, sizes):
    stream = b"".join(encode_frame(payload, LIMIT) for payload in payloads)
    buffer, found, place, piece = FrameBuffer(LIMIT), [], 0, 0
    while place < len(stream):
        size = sizes[piece % len(sizes)]
        buffer.feed(stream[place : place + size])
        found += payloads_of(buffer)
        place, piece = place + size, piece + 1
    assert found == payloads
    assert not buffer.has_partial


def test_an_unfinished_frame_is_partial_from_its_first_byte():
    buffer = FrameBuffer(LIMIT)
    assert not buffer.has_partial
    buffer.feed(b"\0")
    assert buffer.has_partial
    assert buffer.next_payload() is None


@pytest.mark.parametrize(
    "start",
    [
        b"GET / HTTP/1.1\r\n",
        b"POST / HTTP/1.1\r\n",
        b"\x16\x03\x01\x02\x00\x01",
        b"SSH-2.0-x",
        b"\xff" * 4,
        b"\0\0\4\1",
    ],
    ids=["http get", "http post", "tls", "ssh", "huge", "one too many"],
)
def test_a_length_above_the_limit_is_refused_by_its_four_bytes(start):
    buffer = FrameBuffer(LIMIT)
    buffer.feed(start)
    with pytest.raises(PeerProtocolError, match="a frame holds 1 to 1024 bytes, found"):
        buffer.next_payload()


def test_an_empty_frame_is_refused():
    buffer = FrameBuffer(LIMIT)
    buffer.feed(b"\0\0\0\0")
    with pytest.raises(PeerProtocolError, match="found 0"):
        buffer.next_payload()


def test_a_frame_of_the_limit_is_accepted():
    buffer = FrameBuffer(LIMIT)
    buffer.feed(encode_frame(b"x" * LIMIT, LIMIT))
    assert buffer.next_payload() == b"x" * LIMIT


@pytest.mark.parametrize("payload", [b"", b"x" * (LIMIT + 1)], ids=["empty", "too long"])
def test_our_own_frame_outside_the_limit_is_our_error(payload):
    with pytest.raises(LocalProtocolError):
        encode_frame(payload, LIMIT)
