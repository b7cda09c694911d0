"""What an export wrote, and how it makes its files: open to nobody else, and never over another."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bridge.errors import RecordingExists
from bridge.recording.session_file import make_private_folder


@dataclass(frozen=True, slots=True)
class Exported:
    """A session that was exported.

    Args:
        source: the recording.
        session: its id.
        events: input events that are in the export.
        files: what holds the session.
        frames: pictures that are in the export.
        rows: of a format that has a row a frame, how many; else 0.
    """

    source: Path
    session: str
    events: int
    files: tuple[Path, ...]
    frames: int = 0
    rows: int = 0


def create_file(path: Path) -> IO[bytes]:
    """A new file (mode 0600, new folders 0700), open for writing.

    Raises:
        RecordingExists: it is there already.
    """
    make_private_folder(path.parent)
    try:
        return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
    except FileExistsError:
        raise RecordingExists(f"{path} exists already; name another place or move it away") from None


def refuse_existing(path: Path) -> None:
    """Ask before what takes long begins whether a file could be created.

    Raises:
        RecordingExists: it is there already.
    """
    if path.exists():
        raise RecordingExists(f"{path} exists already; name another place or move it away")


@contextmanager
def removed_on_failure(files: Sequence[Path]) -> Iterator[None]:
    """Of an export that fails nothing stays; what was there before it began does."""
    before = {file for file in files if file.exists()}
    try:
        yield
    except BaseException:
        for file in set(files) - before:
            file.unlink(missing_ok=True)
        raise
