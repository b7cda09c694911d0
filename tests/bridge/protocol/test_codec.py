"""Values come back as themselves; what is not a value of the schema is refused with a reason."""

import math

import msgpack
import msgspec
import pytest

from bridge.errors import LocalProtocolError, PeerProtocolError
from bridge.protocol.codec import MAX_DEPTH, decode_message, decode_state, encode_message, encode_state, unpack
from bridge.protocol.messages import Heartbeat, Hello
from bridge.protocol.refusal import ErrorCode, Refusal
from bridge.state import Player, View, WorldPoint
from tests.bridge.protocol.examples import EXAMPLES, FULL_STATE, SPARSE_STATE, START_NS


def nested(depth: int) -> dict[str, object]:
    """A map with `depth` maps and arrays inside each other, itself included."""
    value: object = []
    for _ in range(depth - 2):
        value = [value]
    return {"deep": value}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_message_comes_back_as_itself(name):
    assert decode_message(encode_message(EXAMPLES[name])) == EXAMPLES[name]


@pytest.mark.parametrize("state", [SPARSE_STATE, FULL_STATE], ids=["sparse", "full"])
def test_a_state_comes_back_as_itself(state):
    assert decode_state(encode_state(state)) == state


def test_unknown_and_empty_stay_apart():
    empty = msgspec.structs.replace(SPARSE_STATE, entities=(), skills=())
    decoded = decode_state(encode_state(empty))
    assert (decoded.entities, decoded.skills, decoded.player) == ((), (), None)


def test_a_key_that_is_left_out_is_unknown():
    fields = msgspec.to_builtins(SPARSE_STATE)
    del fields["player"], fields["interface"]
    assert decode_state(msgpack.packb(fields)) == SPARSE_STATE


def test_a_field_of_a_newer_minor_version_is_ignored():
    fields = msgspec.to_builtins(EXAMPLES["tick"]) | {"weather": {"rain": 0.5}}
    assert decode_message(msgpack.packb(fields)) == EXAMPLES["tick"]


def test_the_same_value_gives_the_same_bytes():
    assert encode_state(FULL_STATE) == encode_state(decode_state(encode_state(FULL_STATE)))


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "not one msgpack value"),
        (b"\xc1", "not one msgpack value"),
        (b"\x80\x80", "not one msgpack value"),
        (b"\x81\xa1a", "not one msgpack value"),
        (b"\x90", "expected a msgpack map, found list"),
        (b"\xdd\x80\0\0\0", "not one msgpack value"),
        (b"\xdf\x80\0\0\0", "not one msgpack value"),
        (b"\xdb\x80\0\0\0", "not one msgpack value"),
        (b"\x81\xa1a\xd4\x01\x00", "not one msgpack value"),
        (b"\x81\xa1a\xd6\xff\0\0\0\0", "not one msgpack value"),
        (b"\x81\x01\x02", "not one msgpack value"),
        (b"\x81\xa1a\xa1\xff", "not one msgpack value"),
        (msgpack.packb({"type": "tick", "seq": math.nan}), "finite"),
        (msgpack.packb({"type": "tick", "seq": [-math.inf]}), "finite"),
        (msgpack.packb({"a": 2**63}), "within int64"),
        (msgpack.packb(nested(MAX_DEPTH + 1)), "deeper than 8"),
        (b"\x81\xa1a" + b"\x91" * 900 + b"\x90", "deeper than 8"),
        (b"\x91" * 60_000 + b"\x90", "not one msgpack value"),
        (msgpack.packb({"type": "shutdown"}), "not of the schema"),
        (msgpack.packb({"type": "tick", "seq": "1"}), "not of the schema"),
        (msgpack.packb({"type": "heartbeat", "mono_ns": -1}), "not of the schema"),
        (msgpack.packb({"seq": 1}), "not of the schema"),
        (msgpack.packb({"type": ["hello"]}), "not of the schema"),
        (msgpack.packb({b"type": "hello"}), "not of the schema"),
        (b"\x80" * 65_537, "at most 65536"),
    ],
)
def test_bytes_that_are_no_message_are_refused_with_a_reason(payload, reason):
    with pytest.raises(PeerProtocolError, match=reason):
        decode_message(payload)


def test_nesting_up_to_the_limit_is_read():
    assert unpack(msgpack.packb(nested(MAX_DEPTH))) == nested(MAX_DEPTH)


def test_an_array_beyond_the_limit_is_refused():
    with pytest.raises(PeerProtocolError, match="not one msgpack value"):
        unpack(msgpack.packb({"a": [0] * 4_097}))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"hitpoints": -1}, r"\$\.player\.hitpoints"),
        ({"run_energy": 1.5}, r"\$\.player\.run_energy"),
        ({"position": None}, r"\$\.player\.position"),
        ({"interacting": "x" * 257}, r"\$\.player\.interacting"),
    ],
)
def test_a_value_out_of_range_is_refused_and_its_place_named(change, place):
    fields = msgspec.to_builtins(FULL_STATE)
    fields["player"] |= change
    with pytest.raises(PeerProtocolError, match=place):
        decode_state(msgpack.packb(fields))


def test_other_units_are_refused():
    fields = msgspec.to_builtins(EXAMPLES["hello"], builtin_types=(bytes,))
    fields["units"]["angle"] = "degree"
    with pytest.raises(PeerProtocolError, match="degree"):
        decode_message(msgpack.packb(fields))


@pytest.mark.parametrize("session", ["", "../x", "a/b", "a\n", "a b", "x" * 65])
def test_a_session_name_that_could_be_a_path_is_refused(session):
    hello = msgspec.structs.replace(EXAMPLES["hello"], session=session)
    with pytest.raises(PeerProtocolError, match="session"):
        decode_message(encode_message(hello))


def test_a_hello_of_another_major_version_is_refused_before_it_is_understood():
    with pytest.raises(Refusal, match=r"found protocol 2\.7, this side speaks 1\.2") as refused:
        decode_message(msgpack.packb({"type": "hello", "protocol_major": 2, "protocol_minor": 7, "new": True}))
    assert refused.value.code is ErrorCode.VERSION


def test_hostile_text_in_an_error_is_escaped_and_short():
    with pytest.raises(PeerProtocolError) as refused:
        decode_message(msgpack.packb({"type": "\x1b[2J\n\u202e" + "x" * 10_000}))
    assert str(refused.value).isprintable()
    assert str(refused.value).isascii()
    assert len(str(refused.value)) <= 200


@pytest.mark.parametrize(
    "state",
    [
        msgspec.structs.replace(SPARSE_STATE, view=View(765, 503, SPARSE_STATE.view.viewport, math.nan)),
        msgspec.structs.replace(SPARSE_STATE, view=View(765, 503, SPARSE_STATE.view.viewport, zoom=math.inf)),
        msgspec.structs.replace(SPARSE_STATE, player=Player(WorldPoint(2**63, 0))),
        msgspec.structs.replace(SPARSE_STATE, player=Player(WorldPoint(2**64, 0))),
        msgspec.structs.replace(SPARSE_STATE, world_host="\ud800"),
        msgspec.structs.replace(SPARSE_STATE, entities=FULL_STATE.entities * 300),
    ],
    ids=["nan", "infinity", "beyond int64", "beyond 64 bits", "no unicode", "too long"],
)
def test_a_state_that_no_reader_accepts_is_our_error(state):
    with pytest.raises(LocalProtocolError):
        encode_state(state)


def test_bytes_that_only_look_like_a_nan_are_sent():
    looks_like_nan = Heartbeat(0xCB7FF8)
    assert decode_message(encode_message(looks_like_nan)) == looks_like_nan
    hello = Hello(b"\xcb\x7f\xff\xcf\xff" + bytes(27), "s", "c", ())
    assert decode_message(encode_message(hello)) == hello


def test_nanoseconds_of_a_long_running_machine_are_exact():
    late = Heartbeat(START_NS * 1_000_000 + 1)
    assert decode_message(encode_message(late)) == late
