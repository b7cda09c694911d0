"""A session's file while it is written: whole chunks on disk under `<name>.mcap.part`, renamed once it is complete."""

from __future__ import annotations

import contextlib
import os
import sys
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import IO, cast

from mcap.writer import Writer

from bridge.errors import LocalProtocolError, RecordingExists
from bridge.recording.append_file import AppendFile
from bridge.recording.channels import Channel, Topic, channels
from bridge.recording.manifest import PROFILE

if sys.platform != "win32":
    import fcntl

PART_SUFFIX = ".part"
MAX_MESSAGE_BYTES = 8 * 1024 * 1024
"""Half of what a reader accepts as one record, so that no chunk can grow beyond that."""

_LIBRARY = "osrs-agent"


class SessionFile:
    """Raw messages into an MCAP file, used by one thread.

    `with` creates the file (mode 0600, new folders 0700) and holds a lock on it. Leaving without `finish` keeps the
    `.part` with everything that was added, readable.

    Args:
        path: the finished file, "<name>.mcap".
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part_path = path.with_name(path.name + PART_SUFFIX)
        self._file: AppendFile | None = None
        self._mcap: Writer | None = None
        self._channel_ids: dict[Topic, int] = {}
        self._final_bytes = 0

    def __enter__(self) -> SessionFile:
        """Create the file.

        Raises:
            RecordingExists: a recording of this name is there already, finished or not.
        """
        make_private_folder(self.path.parent)
        if self.path.exists():
            raise RecordingExists(f"{self.path} exists already; choose another name or move it away")
        if self.part_path.exists():
            raise RecordingExists(
                f"{self.part_path} exists already: it is being recorded, or was not finished; "
                "choose another name, or finish it with `osrs-agent data repair`"
            )
        descriptor = os.open(self.part_path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        file = os.fdopen(descriptor, "wb", buffering=0)
        try:
            lock(file)
            self._file = AppendFile(file)
            self._mcap = _started(self._file)
            self._channel_ids = {channel.topic: _register(self._mcap, channel) for channel in channels()}
        except BaseException:
            self._file = None
            file.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; unless it is finished, what was added is brought to disk first."""
        if self._file is None:
            return
        with contextlib.suppress(OSError):  # on a full disk the whole chunks before are still the recording
            if self._mcap is not None:
                self.sync()
        self._close(self._file)

    @property
    def bytes_written(self) -> int:
        """Size of the file so far, without the chunk in progress; of the whole file once it is finished or left.

        Any thread may ask: the one that writes may close the file meanwhile.
        """
        file = self._file
        return self._final_bytes if file is None else file.tell()

    def add_metadata(self, name: str, entries: dict[str, str]) -> None:
        """Write a metadata record."""
        self._writer.add_metadata(name, entries)

    def add(self, topic: Topic, log_time_ns: int, sequence: int, data: bytes) -> None:
        """Add a message to the chunk in progress.

        Raises:
            LocalProtocolError: the message is larger than `MAX_MESSAGE_BYTES`.
        """
        if len(data) > MAX_MESSAGE_BYTES:
            raise LocalProtocolError(f"a message of {len(data)} bytes on {topic}; at most {MAX_MESSAGE_BYTES} fit")
        self._writer.add_message(self._channel_ids[topic], log_time_ns, data, log_time_ns, sequence & 0xFFFFFFFF)

    def flush(self) -> None:
        """Hand the chunk in progress to the operating system: it survives the death of this process."""
        self._writer.flush()  # type: ignore[no-untyped-call] # the package's own gap

    def sync(self) -> None:
        """Flush, and wait until the disk has it: it survives the death of the machine."""
        self.flush()
        self._open_file.sync()

    def finish(self) -> None:
        """Write the summary, close and rename: the recording is complete."""
        self._writer.finish()  # type: ignore[no-untyped-call] # the package's own gap
        file = self._open_file
        file.sync()
        self._close(file)
        self.part_path.replace(self.path)
        sync_folder(self.path.parent)

    def _close(self, file: AppendFile) -> None:
        self._final_bytes = file.flushed_bytes
        self._file = self._mcap = None
        file.close()

    @property
    def _writer(self) -> Writer:
        if self._mcap is None:
            raise LocalProtocolError(f"{self.path} is not open for writing; use it inside its `with` block")
        return self._mcap

    @property
    def _open_file(self) -> AppendFile:
        if self._file is None:
            raise LocalProtocolError(f"{self.path} is not open for writing; use it inside its `with` block")
        return self._file


def _started(file: AppendFile) -> Writer:
    mcap = Writer(cast("IO[bytes]", file), enable_data_crcs=True)  # it writes, tells and flushes, and no more
    mcap.start(profile=PROFILE, library=_LIBRARY)
    return mcap


def _register(mcap: Writer, channel: Channel) -> int:
    """Declare a channel, with its schema where it has one; the number that messages name it by."""
    schema_id = 0
    if channel.schema:
        schema_id = mcap.register_schema(channel.schema_name, channel.schema_encoding, channel.schema)
    return mcap.register_channel(channel.topic.value, channel.message_encoding, schema_id)


def lock(file: IO[bytes] | FileIO) -> None:
    """Mark an open file as being worked on, until it is closed or the process dies.

    Raises:
        RecordingExists: somebody else works on it. (On Windows nothing is marked and nothing raised.)
    """
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise RecordingExists(f"{file.name} is being recorded right now; wait until its recorder has ended") from None


def sync_folder(folder: Path) -> None:
    """Bring a rename in `folder` to disk, where the system can."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_private_folder(folder: Path) -> None:
    """Make `folder` and its missing parents, open to nobody else; folders that exist stay as they are."""
    if folder.exists():
        return
    make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
