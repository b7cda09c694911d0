"""The golden files: the bytes of the wire do not change unless somebody means it.

`python -m tests.golden.regenerate_protocol` writes them anew.
"""

import json

import msgpack
import msgspec
import pytest

from bridge.protocol.codec import decode_message, decode_state, encode_message, encode_state
from bridge.protocol.framing import FrameBuffer, encode_frame
from bridge.protocol.messages import MAX_FRAME_BYTES, Message
from tests.bridge.protocol.examples import EXAMPLES, FULL_STATE
from tests.golden.regenerate_protocol import FOLDER, handshake, readable


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_message_is_written_bit_for_bit_as_in_its_file(name):
    assert encode_frame(encode_message(EXAMPLES[name]), MAX_FRAME_BYTES) == (FOLDER / f"{name}.bin").read_bytes()


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_message_is_read_from_its_file(name):
    buffer = FrameBuffer(MAX_FRAME_BYTES)
    buffer.feed((FOLDER / f"{name}.bin").read_bytes())
    payload = buffer.next_payload()
    assert payload is not None
    assert decode_message(payload) == EXAMPLES[name]
    assert not buffer.has_partial


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_readable_file_holds_the_same_message(name):
    content = (FOLDER / f"{name}.json").read_bytes()
    assert content == readable(EXAMPLES[name])
    assert msgspec.json.decode(content, type=Message) == EXAMPLES[name]


@pytest.mark.parametrize("name", EXAMPLES)
def test_another_msgpack_writer_gives_the_same_bytes(name):
    encoded = encode_message(EXAMPLES[name])
    assert msgpack.packb(msgpack.unpackb(encoded)) == encoded


def test_a_state_is_written_and_read_bit_for_bit_as_in_its_file():
    content = (FOLDER / "state.bin").read_bytes()
    assert encode_state(FULL_STATE) == content
    assert decode_state(content) == FULL_STATE
    assert (FOLDER / "state.json").read_bytes() == readable(FULL_STATE)


def test_the_proofs_are_those_of_the_worked_example():
    assert json.loads((FOLDER / "handshake.json").read_text()) == handshake()


def test_every_golden_file_belongs_to_an_example():
    names = {path.stem for path in FOLDER.iterdir()}
    assert names == {*EXAMPLES, "state", "handshake"}
