"""Messages brought on another clock: the time of the record, and every time inside of it."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

import msgspec
from foxglove_schemas_protobuf.CompressedVideo_pb2 import CompressedVideo

from bridge.events import InputEvent
from bridge.protocol.codec import decode_state, encode_state
from bridge.recording.channels import Topic
from bridge.recording.messages import Health, Marker, PlannedInput, SentInput, StateView
from bridge.recording.raw import RawMessage

_input = msgspec.json.Decoder(InputEvent).decode
_plan = msgspec.json.Decoder(PlannedInput).decode
_sent = msgspec.json.Decoder(SentInput).decode


def shifted(message: RawMessage, by_ns: int) -> RawMessage:
    """A message with `by_ns` added to all its times; with 0 it is the same, byte for byte."""
    if by_ns == 0:
        return message
    return replace(message, log_time_ns=message.log_time_ns + by_ns, data=_data(message.topic, message.data, by_ns))


def _data(topic: Topic, data: bytes, by_ns: int) -> bytes:
    match topic:
        case Topic.INPUT:
            return msgspec.json.encode(_moved(_input(data), by_ns))
        case Topic.STATE:
            state = decode_state(data)
            received_ns = state.tick.received_ns + by_ns
            tick = msgspec.structs.replace(state.tick, received_ns=received_ns)
            return encode_state(msgspec.structs.replace(state, tick=tick))
        case Topic.SCREEN:
            video = CompressedVideo.FromString(data)
            video.timestamp.FromNanoseconds(video.timestamp.ToNanoseconds() + by_ns)
            return bytes(video.SerializeToString())
        case Topic.PLAN:
            return msgspec.json.encode(_moved_plan(_plan(data), by_ns))
        case Topic.SENT:
            sent = _sent(data)
            seen_ns = None if sent.seen_ns is None else sent.seen_ns + by_ns
            return msgspec.json.encode(SentInput(sent.at_ns + by_ns, _moved(sent.event, by_ns), seen_ns))
        case Topic.STATE_VIEW:
            return _with_at(data, StateView, by_ns)
        case Topic.MARKER:
            return _with_at(data, Marker, by_ns)
        case Topic.HEALTH:
            return _with_at(data, Health, by_ns)
        case _:
            assert_never(topic)


def _moved(event: InputEvent, by_ns: int) -> InputEvent:
    return msgspec.structs.replace(event, at_ns=event.at_ns + by_ns)


def _moved_plan(plan: PlannedInput, by_ns: int) -> PlannedInput:
    ready_ns = None if plan.ready_ns is None else plan.ready_ns + by_ns
    return PlannedInput(plan.made_from_ns + by_ns, ready_ns, tuple(_moved(event, by_ns) for event in plan.events))


def _with_at(data: bytes, kind: type[StateView | Marker | Health], by_ns: int) -> bytes:
    value = msgspec.json.decode(data, type=kind)
    return msgspec.json.encode(msgspec.structs.replace(value, at_ns=value.at_ns + by_ns))
