"""Reading a session, finished or cut off: every message that is given is whole, checked, and the right one."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

import msgspec
from foxglove_schemas_protobuf.CompressedVideo_pb2 import CompressedVideo
from google.protobuf.message import DecodeError  # type: ignore[import-untyped] # it ships no types

from bridge.errors import BridgeError, CorruptRecording
from bridge.events import InputEvent
from bridge.frame import Frame
from bridge.protocol.codec import decode_state
from bridge.recording.channels import Topic
from bridge.recording.manifest import Manifest, RecordingStatistics
from bridge.recording.messages import Health, Marker, PlannedInput, SentInput
from bridge.recording.raw import REPAIR_HINT, RawMessage, RawRecording, open_raw
from bridge.recording.video import VideoDecoder, is_start_packet
from bridge.state import GameState

TimelineItem = InputEvent | GameState | Frame

_Value = TypeVar("_Value")
_to_event = msgspec.json.Decoder(InputEvent).decode


@dataclass(frozen=True, slots=True)
class Packet:
    """A picture as it is stored: H.264 Annex B. `is_start`: decoding can begin here."""

    at_ns: int
    data: bytes
    is_start: bool


@dataclass(frozen=True, slots=True)
class Recording:
    """A session that can be read any number of times; each iteration opens the file for itself.

    Every iterator gives its stream in order of log time and raises CorruptRecording at the first damaged byte; a file
    that was merely cut off ends at its last whole chunk (`is_complete` tells).
    """

    raw: RawRecording

    @property
    def path(self) -> Path:
        """The file."""
        return self.raw.path

    @property
    def manifest(self) -> Manifest:
        """What was recorded."""
        return self.raw.manifest

    @property
    def statistics(self) -> RecordingStatistics | None:
        """What the writer counted; None where it did not come to its end."""
        return self.raw.statistics

    @property
    def is_complete(self) -> bool:
        """Whether the file was finished, by its writer or by a repair."""
        return self.raw.layout.is_finished

    def inputs(self) -> Iterator[InputEvent]:
        """The observed input events."""
        return (event for _, event in self._timed(Topic.INPUT, _to_event))

    def states(self) -> Iterator[GameState]:
        """The game states."""
        return (state for _, state in self._timed(Topic.STATE, decode_state))

    def plans(self) -> Iterator[PlannedInput]:
        """The agent's plans."""
        return (value for _, value in self._timed(Topic.PLAN, msgspec.json.Decoder(PlannedInput).decode))

    def sent(self) -> Iterator[SentInput]:
        """The events that the agent sent."""
        return (value for _, value in self._timed(Topic.SENT, msgspec.json.Decoder(SentInput).decode))

    def markers(self) -> Iterator[Marker]:
        """The markers."""
        return (value for _, value in self._timed(Topic.MARKER, msgspec.json.Decoder(Marker).decode))

    def health(self) -> Iterator[Health]:
        """How the recorder was doing."""
        return (value for _, value in self._timed(Topic.HEALTH, msgspec.json.Decoder(Health).decode))

    def packets(self) -> Iterator[Packet]:
        """The pictures, not decoded."""
        return (value for _, value in self._timed(Topic.SCREEN, _to_packet))

    def frames(self) -> Iterator[Frame]:
        """The pictures, each decoded."""
        decoder = VideoDecoder(self.manifest.frame_width_px, self.manifest.frame_height_px)
        for packet in self.packets():
            try:
                yield Frame(packet.at_ns, decoder.decode(packet.data))
            except ValueError as error:
                raise CorruptRecording(f"{self.path}: /screen at {packet.at_ns} ns: {error}; {REPAIR_HINT}") from None

    def timeline(self, *, frames: bool = False) -> Iterator[TimelineItem]:
        """Inputs, states and, if asked for, frames, in order of time; of the same time: inputs, states, frames."""
        streams: list[Iterable[tuple[int, TimelineItem]]] = [
            self._timed(Topic.INPUT, _to_event),
            self._timed(Topic.STATE, decode_state),
        ]
        if frames:
            streams.append((frame.at_ns, frame) for frame in self.frames())
        return (item for _, item in heapq.merge(*streams, key=itemgetter(0)))

    def _timed(self, topic: Topic, decode: Callable[[bytes], _Value]) -> Iterator[tuple[int, _Value]]:
        """The values of a stream, each with its log time, which never goes back."""
        for message in self.raw.messages(topic):
            yield message.log_time_ns, self._decoded(message, decode)

    def _decoded(self, message: RawMessage, decode: Callable[[bytes], _Value]) -> _Value:
        try:
            return decode(message.data)
        except (ValueError, BridgeError, DecodeError) as error:
            where = f"{self.path}: {message.topic} at {message.log_time_ns} ns"
            raise CorruptRecording(f"{where} holds no message that this version knows: {error}") from None


def open_recording(path: Path) -> Recording:
    """Open a session, finished or not.

    Raises:
        CorruptRecording: there is none, it is not one of ours or of another version, or it is damaged (not just cut).
    """
    raw = open_raw(path)
    if raw.layout.damage:
        raise CorruptRecording(f"{path} is damaged: {raw.layout.damage}; {REPAIR_HINT}")
    return Recording(raw)


def _to_packet(data: bytes) -> Packet:
    message = CompressedVideo.FromString(data)
    if message.format != "h264":
        raise ValueError(f"video of format {message.format!r}, 'h264' expected")
    return Packet(message.timestamp.ToNanoseconds(), message.data, is_start_packet(message.data))
