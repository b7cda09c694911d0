"""A session's messages in a table of their own, each as it stands in the recording; pictures are left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from bridge.errors import UnusableLog
from bridge.exporting.arrow import read_table, table_writer
from bridge.exporting.lerobot.layout import MANIFEST_KEY, NAME_KEY
from bridge.recording.channels import Topic
from bridge.recording.manifest import Manifest
from bridge.recording.raw import RawMessage
from bridge.recording.reader import Recording

if TYPE_CHECKING:
    import pyarrow as pa

LEFT_OUT = (Topic.SCREEN, Topic.STATE_VIEW)
"""The pictures, which are in the video, and what is derived from the states."""


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session without its pictures.

    Args:
        name: of its recording, "ann/s1"; a path that stays below where it is put.
        manifest: of the recording.
        messages: in the order of the recording.
    """

    name: str
    manifest: Manifest
    messages: Iterator[RawMessage]


def write_messages(path: Path, recording: Recording, name: str) -> None:
    """Write the messages of a session, chunk for chunk, with its manifest and its name.

    Raises:
        CorruptRecording: it is damaged.
        RecordingExists: the file is there already.
    """
    import pyarrow as pa

    manifest = msgspec.json.encode(recording.manifest)
    schema = pa.schema(
        [("topic", pa.string()), ("log_time_ns", pa.int64()), ("sequence", pa.int64()), ("data", pa.binary())],
        metadata={MANIFEST_KEY: manifest, NAME_KEY: name.encode()},
    )
    with table_writer(path, schema) as writer:
        for chunk in recording.raw.chunks():
            kept = [message for message in chunk.messages if message.topic not in LEFT_OUT]
            writer.write_table(_table(kept, schema))


def read_messages(path: Path) -> StoredSession:
    """A session that `write_messages` wrote.

    Raises:
        UnusableLog: the file is not one of those.
    """
    table = read_table(path)
    told = table.schema.metadata or {}
    try:
        manifest = msgspec.json.decode(told.get(MANIFEST_KEY, b""), type=Manifest)
    except ValueError as error:
        raise UnusableLog(f"{path} holds no manifest of a session: {error}") from None
    name = told.get(NAME_KEY, b"").decode(errors="replace")
    if not name or PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        raise UnusableLog(f"{path} names its session {name!r}, a name like 'ann/s1' is expected")
    return StoredSession(name, manifest, _messages(table))


def _table(messages: list[RawMessage], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    columns = [
        [message.topic.value for message in messages],
        [message.log_time_ns for message in messages],
        [message.sequence for message in messages],
        [message.data for message in messages],
    ]
    return pa.table(dict(zip(schema.names, columns, strict=True)), schema=schema)


def _messages(table: pa.Table) -> Iterator[RawMessage]:
    for batch in table.to_batches():
        for row in batch.to_pylist():
            yield RawMessage(Topic(row["topic"]), row["log_time_ns"], row["sequence"], row["data"])
