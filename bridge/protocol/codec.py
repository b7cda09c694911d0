"""Bytes to typed values and back: one msgpack map each way, within limits (docs/protocol.md, "Values").

Decoding has two ways with one meaning. A payload that, once typed, is written again bit for bit holds nothing but the
fields of the schema, which bounds arrays, depth and numbers: it is taken at once. Any other payload is first walked as
a tree.
"""

from __future__ import annotations

import math
import re
from typing import Any, TypeVar

import msgpack  # type: ignore[import-untyped] # it ships no types
import msgspec

from bridge.errors import LocalProtocolError
from bridge.protocol.messages import MAX_FRAME_BYTES, Challenge, Hello, Message
from bridge.protocol.refusal import ErrorCode, Refusal
from bridge.protocol.version import check_version
from bridge.state import MAX_ELEMENTS, GameState

MAX_DEPTH = 8
"""Maps and arrays inside each other at most, the message itself included."""

_INT64_END = 1 << 63
_MAYBE_NOT_FINITE = re.compile(rb"\xcb[\x7f\xff][\xf0-\xff]")  # float64 of the largest exponent, or a chance match
_MAYBE_NOT_INT64 = re.compile(rb"\xcf[\x80-\xff]")

Value = TypeVar("Value")

_MESSAGE_DECODER: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(Message)  # Any: a union is no `type`
_STATE_DECODER = msgspec.msgpack.Decoder(GameState)


def encode_message(message: Message) -> bytes:
    """The payload of one frame; the same message gives the same bytes.

    Raises:
        LocalProtocolError: longer than `MAX_FRAME_BYTES`, or with a number that no reader accepts.
    """
    return _encode(message)


def decode_message(payload: bytes) -> Message:
    """The message in one frame's payload; fields that this version does not know are ignored.

    Raises:
        Refusal: not one msgpack map within the limits, another major version, or not a message of the schema.
    """
    message: Message | None = _as_we_write(payload, _MESSAGE_DECODER)
    if message is not None and not isinstance(message, Hello | Challenge):
        return message
    fields = unpack(payload)
    if fields.get("type") in ("hello", "challenge"):
        check_version(fields)
    return _convert(fields, Message)


def encode_state(state: GameState) -> bytes:
    """One game state as msgpack, as it stands in a tick message and in a recording.

    Raises:
        LocalProtocolError: as `encode_message`.
    """
    return _encode(state)


def decode_state(payload: bytes) -> GameState:
    """The game state that `encode_state` wrote.

    Raises:
        Refusal: as `decode_message`.
    """
    state: GameState | None = _as_we_write(payload, _STATE_DECODER)
    return _convert(unpack(payload), GameState) if state is None else state


def unpack(payload: bytes) -> dict[str, object]:
    """One msgpack map within the limits, not yet typed.

    Strings, arrays and maps are bounded, nesting is at most `MAX_DEPTH`, floats are finite and integers fit int64.

    Raises:
        Refusal: anything else.
    """
    if len(payload) > MAX_FRAME_BYTES:
        raise Refusal(ErrorCode.BAD_MESSAGE, f"found {len(payload)} bytes, at most {MAX_FRAME_BYTES} are read")
    try:
        value = msgpack.unpackb(
            payload,
            raw=False,
            strict_map_key=True,
            max_str_len=len(payload),
            max_bin_len=len(payload),
            max_array_len=MAX_ELEMENTS,
            max_map_len=MAX_ELEMENTS,
            max_ext_len=0,
        )
    except ValueError as error:
        raise Refusal(ErrorCode.BAD_MESSAGE, f"not one msgpack value: {error or type(error).__name__}") from error
    if type(value) is not dict:
        raise Refusal(ErrorCode.BAD_MESSAGE, f"expected a msgpack map, found {type(value).__name__}")
    _check_contents(value)
    return value


def _as_we_write(payload: bytes, decoder: msgspec.msgpack.Decoder[Value]) -> Value | None:
    """The typed value of a payload that is exactly what `_encode` writes for it; None for every other payload."""
    if len(payload) > MAX_FRAME_BYTES:
        return None
    try:
        value = decoder.decode(payload)
        is_ours = msgspec.msgpack.encode(value) == payload
    except (ValueError, RecursionError):
        return None
    return value if is_ours else None


def _check_contents(value: dict[str, object]) -> None:
    """Refuse what nests too deep, is not finite or does not fit int64; level by level, never by recursion."""
    level: list[Any] = [value]  # Any: the contents are what is being checked
    for _ in range(MAX_DEPTH):
        inner: list[Any] = []
        for container in level:
            for child in container.values() if type(container) is dict else container:
                kind = type(child)
                if kind is dict or kind is list:
                    inner.append(child)
                elif kind is float and not math.isfinite(child):
                    raise Refusal(ErrorCode.BAD_MESSAGE, f"expected finite numbers, found {child}")
                elif kind is int and child >= _INT64_END:
                    raise Refusal(ErrorCode.BAD_MESSAGE, f"expected integers within int64, found {child}")
        if not inner:
            return
        level = inner
    raise Refusal(ErrorCode.BAD_MESSAGE, f"maps and arrays nest deeper than {MAX_DEPTH}")


def _convert(fields: dict[str, object], kind: type[Value] | Any) -> Value:  # Any: a union is no `type`
    try:
        return msgspec.convert(fields, kind)
    except (msgspec.ValidationError, TypeError) as error:
        raise Refusal(ErrorCode.BAD_MESSAGE, f"not of the schema: {error}") from error


def _encode(value: Message | GameState) -> bytes:
    try:
        payload = msgspec.msgpack.encode(value)
    except (OverflowError, TypeError, ValueError) as error:
        raise LocalProtocolError(f"{type(value).__name__} cannot be sent: {error}") from error
    if len(payload) > MAX_FRAME_BYTES:
        raise LocalProtocolError(
            f"{type(value).__name__} takes {len(payload)} bytes, a message has at most {MAX_FRAME_BYTES}"
        )
    if _MAYBE_NOT_FINITE.search(payload) or _MAYBE_NOT_INT64.search(payload):
        _check_sendable(value, payload)
    return payload


def _check_sendable(value: Message | GameState, payload: bytes) -> None:
    try:
        unpack(payload)
    except Refusal as error:
        raise LocalProtocolError(f"{type(value).__name__} cannot be sent: {error}") from error
