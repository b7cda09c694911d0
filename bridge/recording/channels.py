"""The channels of a recording: their names, encodings and schemas. docs/recording.md is the same in prose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foxglove_schemas_protobuf.CompressedVideo_pb2 import CompressedVideo
from google.protobuf.descriptor import FileDescriptor  # type: ignore[import-untyped] # it ships no types
from google.protobuf.descriptor_pb2 import FileDescriptorSet  # type: ignore[import-untyped] # it ships no types

from bridge.events import InputEvent
from bridge.recording.messages import Health, Marker, PlannedInput, SentInput, StateView
from bridge.recording.schemas import schema_digest, viewer_schema
from bridge.state import GameState


class Topic(StrEnum):
    """The streams of a session, in the order in which messages of the same time are merged."""

    INPUT = "/input"
    STATE = "/state"
    STATE_VIEW = "/state/view"
    SCREEN = "/screen"
    PLAN = "/plan"
    SENT = "/sent"
    MARKER = "/marker"
    HEALTH = "/health"


@dataclass(frozen=True, slots=True)
class Channel:
    """How the messages of a topic are written; `schema` is empty where the encoding describes itself."""

    topic: Topic
    message_encoding: str
    schema_name: str = ""
    schema_encoding: str = ""
    schema: bytes = b""


def channels() -> tuple[Channel, ...]:
    """Every channel of a recording, in the order in which a file numbers them."""
    return (
        _json_channel(Topic.INPUT, InputEvent, "osrs_agent.InputEvent"),
        Channel(Topic.STATE, "msgpack"),
        _json_channel(Topic.STATE_VIEW, StateView, "osrs_agent.StateView"),
        Channel(Topic.SCREEN, "protobuf", CompressedVideo.DESCRIPTOR.full_name, "protobuf", _video_schema()),
        _json_channel(Topic.PLAN, PlannedInput, "osrs_agent.PlannedInput"),
        _json_channel(Topic.SENT, SentInput, "osrs_agent.SentInput"),
        _json_channel(Topic.MARKER, Marker, "osrs_agent.Marker"),
        _json_channel(Topic.HEALTH, Health, "osrs_agent.Health"),
    )


def schema_digests() -> dict[str, str]:
    """SHA-256 of the words that the lossless streams are written in, by topic."""
    return {Topic.INPUT.value: schema_digest(InputEvent), Topic.STATE.value: schema_digest(GameState)}


def _json_channel(topic: Topic, kind: object, name: str) -> Channel:
    return Channel(topic, "json", name, "jsonschema", viewer_schema(kind, name))


def _video_schema() -> bytes:
    """The message's own file and every file it needs, dependencies first, as the MCAP registry asks."""
    files: dict[str, FileDescriptor] = {}

    def collect(file: FileDescriptor) -> None:
        for dependency in file.dependencies:
            collect(dependency)
        files.setdefault(file.name, file)

    collect(CompressedVideo.DESCRIPTOR.file)
    described = FileDescriptorSet()
    for file in files.values():
        file.CopyToProto(described.file.add())
    return bytes(described.SerializeToString())
