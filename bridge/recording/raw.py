"""The raw contents of a recording: manifest, statistics and undecoded messages, each chunk checked as it is read."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from mcap.data_stream import ReadDataStream
from mcap.exceptions import McapError
from mcap.opcode import Opcode
from mcap.records import Channel, Header, Metadata

from bridge.errors import CorruptRecording
from bridge.recording.channels import Topic
from bridge.recording.manifest import (
    FORMAT_VERSION,
    MANIFEST_NAME,
    PROFILE,
    STATISTICS_NAME,
    Manifest,
    RecordingStatistics,
    format_version_of,
    from_metadata,
)
from bridge.recording.scan import (
    MESSAGE_HEAD_BYTES,
    Layout,
    chunk_data,
    chunk_records,
    message_head,
    read_content,
    read_layout,
)
from bridge.recording.session_file import PART_SUFFIX

REPAIR_HINT = "`osrs-agent data repair` saves what comes before"

_TOPICS = {topic.value: topic for topic in Topic}


class DamagedChunk(CorruptRecording):
    """A chunk does not fit its checksum or is none at all; `reason` says where and why."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} is damaged: {reason}; {REPAIR_HINT}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class RawMessage:
    """A message as it stands in the file."""

    topic: Topic
    log_time_ns: int
    sequence: int
    data: bytes


@dataclass(frozen=True, slots=True)
class RawChunk:
    """The messages of a sound chunk, and the byte behind it."""

    end: int
    messages: tuple[RawMessage, ...]


@dataclass(frozen=True, slots=True)
class RawRecording:
    """An open-able recording: where its records lie, and what it says about itself.

    Args:
        path: the file.
        layout: its whole records.
        manifest: what was recorded.
        statistics: from its end; None where it was cut off before.
    """

    path: Path
    layout: Layout
    manifest: Manifest
    statistics: RecordingStatistics | None

    def chunks(self, only: Topic | None = None) -> Iterator[RawChunk]:
        """The messages of each chunk, or those of one topic, in the order of the file.

        Raises:
            DamagedChunk: a chunk is damaged.
        """
        for chunk in self.checked_chunks(only):
            if isinstance(chunk, DamagedChunk):
                raise chunk
            yield chunk

    def checked_chunks(self, only: Topic | None = None) -> Iterator[RawChunk | DamagedChunk]:
        """As `chunks`, with each damaged chunk in the place of its messages, and those behind it."""
        topics: dict[int, Topic] = {}
        with self.path.open("rb") as file:
            for extent in self.layout.extents:
                if extent.opcode != Opcode.CHUNK:
                    continue
                try:
                    messages = tuple(read_messages(chunk_data(read_content(file, extent)), topics, only))
                except ValueError as error:
                    yield DamagedChunk(self.path, f"the chunk at byte {extent.offset} is damaged: {error}")
                else:
                    yield RawChunk(extent.offset + extent.length, messages)

    def messages(self, topic: Topic) -> Iterator[RawMessage]:
        """The messages of one topic, in order of log time.

        Raises:
            DamagedChunk: a chunk is damaged.
        """
        for chunk in self.chunks(topic):
            yield from chunk.messages


@contextmanager
def _damage_is_value_error() -> Iterator[None]:
    """Turn what the mcap package raises for damaged records into ValueError."""
    try:
        yield
    except (struct.error, McapError, OverflowError) as error:
        raise ValueError(f"a record is shorter than it says: {error}") from None


def _stream(content: bytes) -> ReadDataStream:
    return ReadDataStream(io.BytesIO(content))


def read_messages(data: bytes, topics: dict[int, Topic], only: Topic | None = None) -> Iterator[RawMessage]:
    """The messages in unpacked chunk data, or those of one topic; channels that it declares are added to `topics`.

    Raises:
        ValueError: a record is not what it says.
    """
    for opcode, start, end in chunk_records(data):
        if opcode == Opcode.MESSAGE:
            channel_id, sequence, log_time_ns = message_head(data, start, end)
            topic = topics.get(channel_id)
            if topic is not None and (only is None or topic is only):
                yield RawMessage(topic, log_time_ns, sequence, data[start + MESSAGE_HEAD_BYTES : end])
        elif opcode == Opcode.CHANNEL:
            with _damage_is_value_error():
                channel = Channel.read(_stream(data[start:end]))
            if channel.topic in _TOPICS:
                topics[channel.id] = _TOPICS[channel.topic]


def open_raw(path: Path) -> RawRecording:
    """Read a recording's layout, manifest and statistics; damage behind them is only noted in the layout.

    Raises:
        CorruptRecording: not a recording of ours, of another version, or cut off before its manifest was whole.
    """
    try:
        with path.open("rb") as file:
            layout = _layout_of(path, file)
            _check_profile(path, file, layout)
            manifest = _read_manifest(path, file, layout)
            return RawRecording(path, layout, manifest, _read_statistics(file, layout))
    except FileNotFoundError:
        part = path.with_name(path.name + PART_SUFFIX)
        also = (
            f"; {part} is there: its recorder did not end, `osrs-agent data repair` finishes it"
            if part.exists()
            else ""
        )
        raise CorruptRecording(f"{path}: there is no such recording{also}") from None
    except OSError as error:
        raise CorruptRecording(f"{path} cannot be read: {error.strerror}") from None


def _layout_of(path: Path, file: IO[bytes]) -> Layout:
    try:
        return read_layout(file)
    except ValueError as error:
        raise CorruptRecording(f"{path} is no recording: {error}") from None


def _check_profile(path: Path, file: IO[bytes], layout: Layout) -> None:
    first = layout.extents[0] if layout.extents else None
    if first is None or first.opcode != Opcode.HEADER:
        raise CorruptRecording(f"{path} is cut off inside its header; nothing was recorded, delete it")
    try:
        with _damage_is_value_error():
            profile = Header.read(_stream(read_content(file, first))).profile
    except ValueError as error:
        raise CorruptRecording(f"{path}: its header is damaged: {error}") from None
    if profile != PROFILE:
        raise CorruptRecording(
            f"{path} is an MCAP file of profile {profile!r}, expected {PROFILE!r}: another tool wrote it"
        )


def _read_manifest(path: Path, file: IO[bytes], layout: Layout) -> Manifest:
    try:
        entries = _find_metadata(file, layout, MANIFEST_NAME)
    except ValueError as error:
        raise CorruptRecording(f"{path}: its manifest is damaged: {error}") from None
    if entries is None:
        raise CorruptRecording(f"{path} ends before its manifest; nothing was recorded, delete it")
    found = format_version_of(entries)
    if found is not None and found != FORMAT_VERSION:
        writer = entries.get("tool_version", "of that version").strip('"')
        raise CorruptRecording(
            f"{path} has format version {found}, this osrs-agent reads version {FORMAT_VERSION}; "
            f"read it with osrs-agent {writer}, which wrote it"
        )
    try:
        return from_metadata(entries, Manifest)
    except ValueError as error:
        raise CorruptRecording(f"{path}: its manifest is damaged: {error}") from None


def _read_statistics(file: IO[bytes], layout: Layout) -> RecordingStatistics | None:
    try:
        entries = _find_metadata(file, layout, STATISTICS_NAME)
        return None if entries is None else from_metadata(entries, RecordingStatistics)
    except ValueError:
        return None  # they only repeat what the messages show


def _find_metadata(file: IO[bytes], layout: Layout, name: str) -> dict[str, str] | None:
    for extent in layout.extents:
        if extent.opcode == Opcode.METADATA:
            with _damage_is_value_error():
                metadata = Metadata.read(_stream(read_content(file, extent)))
            if metadata.name == name:
                return dict(metadata.metadata)
    return None
