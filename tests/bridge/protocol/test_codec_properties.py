"""Properties of the codec over generated values: what is written is read, and both ways of reading mean the same."""

import math
import resource
import sys

import msgpack
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import PeerProtocolError
from bridge.protocol.codec import decode_message, decode_state, encode_message, encode_state, unpack
from bridge.protocol.messages import Message
from bridge.protocol.refusal import ErrorCode, Refusal
from bridge.protocol.version import check_version
from tests.bridge.protocol.examples import EXAMPLES
from tests.bridge.protocol.strategies import bodies, messages, states


def outcome(payload):
    """The message that a payload is read as, or why it is refused."""
    try:
        return decode_message(payload)
    except PeerProtocolError as error:
        return str(error)


def walked(payload):
    """The referee: the payload walked as a tree in any case, then typed."""
    try:
        fields = unpack(payload)
        if fields.get("type") in ("hello", "challenge"):
            check_version(fields)
        return msgspec.convert(fields, Message)
    except PeerProtocolError as error:
        return str(error)
    except (msgspec.ValidationError, TypeError) as error:
        return str(Refusal(ErrorCode.BAD_MESSAGE, f"not of the schema: {error}"))


@given(messages)
@settings(max_examples=60, deadline=None)
def test_every_message_comes_back_as_itself(message):
    assert decode_message(encode_message(message)) == message


@given(states)
@settings(max_examples=60, deadline=None)
def test_every_state_comes_back_as_itself_also_from_another_writer(state):
    payload = encode_state(state)
    assert decode_state(payload) == state
    assert decode_state(msgpack.packb(msgspec.to_builtins(state))) == state


@given(messages)
@settings(max_examples=60, deadline=None)
def test_what_we_write_is_read_the_same_without_and_with_a_walk(message):
    payload = encode_message(message)
    assert outcome(payload) == walked(payload) == message


@given(messages, st.data())
@settings(max_examples=150, deadline=None)
def test_a_changed_byte_is_read_the_same_without_and_with_a_walk(message, data):
    payload = bytearray(encode_message(message))
    payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(bytes(payload)) == walked(bytes(payload))


@given(bodies)
@settings(max_examples=60, deadline=None)
def test_any_tree_is_read_the_same_without_and_with_a_walk(tree):
    payload = msgpack.packb(tree)
    assert outcome(payload) == walked(payload)


@pytest.mark.parametrize("key", ["entities", "skills", "buttons", "open", "rows", "items"])
def test_room_is_not_made_for_elements_that_are_only_announced(key):
    payload = encode_message(EXAMPLES["tick"])
    place = payload.index(bytes([0xA0 | len(key)]) + key.encode()) + 1 + len(key)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for count in (100_000_000, 2**32 - 1):
        with pytest.raises(PeerProtocolError):
            decode_message(payload[:place] + b"\xdd" + count.to_bytes(4, "big") + payload[place + 1 :])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 65_536


def kinds_of_the_schema():
    """Every type in a message, with what it is made of."""
    left = [msgspec.inspect.type_info(Message)]
    while left:
        kind = left.pop()
        yield kind
        match kind:
            case msgspec.inspect.StructType(fields=fields):
                left += [field.type for field in fields]
            case msgspec.inspect.UnionType(types=types):
                left += types
            case msgspec.inspect.VarTupleType(item_type=item):
                left.append(item)


def test_every_array_of_the_schema_is_bounded():
    arrays = [kind for kind in kinds_of_the_schema() if isinstance(kind, msgspec.inspect.VarTupleType)]
    assert len(arrays) >= 8
    assert [array for array in arrays if array.max_length is None] == []


def test_every_number_of_the_schema_is_finite_and_fits_64_bits():
    kinds = list(kinds_of_the_schema())
    whole = [kind for kind in kinds if isinstance(kind, msgspec.inspect.IntType)]
    real = [kind for kind in kinds if isinstance(kind, msgspec.inspect.FloatType)]
    assert len(whole) >= 8
    assert len(real) >= 7
    assert [kind for kind in whole if kind.le is None or kind.le >= 2**63] == []
    assert [
        kind for kind in real if kind.ge is None or kind.le is None or kind.le == math.inf or kind.ge == -math.inf
    ] == []


@pytest.mark.parametrize("mono_ns", [0xCFFF, 0xCF80CFFF, 0xCB7FF0, 0xCBFFFFFFFF, 2**63 - 1])
def test_what_we_write_is_never_walked_whatever_its_numbers_look_like(monkeypatch, mono_ns):
    payload = encode_message(msgspec.structs.replace(EXAMPLES["tick"], mono_ns=mono_ns))
    monkeypatch.setattr("bridge.protocol.codec.unpack", lambda _: pytest.fail("it was walked"))
    assert decode_message(payload).mono_ns == mono_ns


def test_a_deep_unknown_field_is_refused_at_any_depth_of_our_own_stack():
    deep = b"\x83\xa4type\xa9heartbeat\xa7mono_ns\x01\xa1x" + b"\x91" * 60_000 + b"\xc0"

    def at_depth(frames):
        return at_depth(frames - 1) if frames else outcome(deep)

    assert "not one msgpack value" in at_depth(sys.getrecursionlimit() // 2)
