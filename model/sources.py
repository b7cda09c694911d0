"""From the files that a user names to open shards: recordings are cut once, then read from the cache."""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from bridge.errors import CorruptRecording
from bridge.events import Author, InputEvent
from bridge.held import presses_of
from bridge.recording.manifest import Manifest
from bridge.recording.reader import open_recording
from bridge.state import TICK_NS
from model.errors import DataError
from model.event_table import table_of
from model.session_columns import CutSession, cut_session
from model.shard import SHARD_SUFFIX, Shard, ShardLabel, label_of, open_shard, read_label, write_shard
from model.windows import Ints, grid_ticks_ns

RECORDING_SUFFIXES = (".mcap", ".mcap.part")
CACHE_FOLDER = ".shards"

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ShardFile:
    """A session that is ready to train on, not opened yet."""

    path: Path
    label: ShardLabel


def list_shards(
    data: Sequence[Path], cache: Path | None = None, on_session: Callable[[int, int], None] | None = None
) -> tuple[ShardFile, ...]:
    """Every session of some data as a shard that is there, in order of file name; see `open_shards`."""
    files = session_files(data)
    shards: list[ShardFile] = []
    for file in files:
        path = file if file.suffix == SHARD_SUFFIX else built_shard(file, cache)
        label = read_label(path)
        names = tuple(sys.intern(name) for name in label.names)  # thousands of sessions hold the same few
        shards.append(ShardFile(path, msgspec.structs.replace(label, names=names)))
        if on_session is not None:
            on_session(len(shards), len(files))
    return tuple(shards)


def open_shards(
    data: Sequence[Path], cache: Path | None = None, on_session: Callable[[int, int], None] | None = None
) -> tuple[Shard, ...]:
    """Every session of some data as an open shard, in order of file name.

    Args:
        data: recordings, shards, and folders of either.
        cache: where shards of recordings are kept; None: in the folder `.shards` beside each recording.
        on_session: told after each session how many are ready, and of how many.

    Raises:
        DataError: there is nothing to use, or a file cannot be used; the message names it.
    """
    return tuple(open_shard(file.path) for file in list_shards(data, cache, on_session))


def session_files(data: Sequence[Path]) -> tuple[Path, ...]:
    """The recordings and shards under some paths, each once, in order of name; hidden folders are passed by.

    Raises:
        DataError: a path does not exist, is of an unknown kind, or holds no session.
    """
    found: dict[Path, None] = {}
    for path in data:
        if not path.exists():
            raise DataError(f"{path} does not exist; give recordings (.mcap), shards, or folders of them")
        files = sorted(_inside(path)) if path.is_dir() else [path]
        files = [file for file in files if _is_session(file)]
        if not files:
            raise DataError(f"{path} holds no session; expected {', '.join((*RECORDING_SUFFIXES, SHARD_SUFFIX))}")
        found.update(dict.fromkeys(files))
    if not found:
        raise DataError("no data is named; give recordings (.mcap), shards, or folders of them")
    return tuple(found)


def built_shard(recording: Path, cache: Path | None = None) -> Path:
    """The path of a recording's shard, built where it is missing or out of date.

    Raises:
        DataError: the recording cannot be used.
    """
    digest = _digest(recording)
    folder = recording.parent / CACHE_FOLDER if cache is None else cache
    stem = recording.name.partition(".")[0]
    path = folder / f"{stem}-{digest[:12]}{SHARD_SUFFIX}"
    if not _is_usable(path, digest):
        manifest, cut = cut_recording(recording)
        label = label_of(cut, manifest.session_id, recording.name, digest, manifest.task, manifest.author)
        write_shard(path, cut, label)
        _LOGGER.info("cut %s: %s", recording, cut.statistics)
    return path


def cut_recording(recording: Path) -> tuple[Manifest, CutSession]:
    """What a recording says about itself, and its session's columns.

    Raises:
        DataError: the recording is damaged or foreign, or a session that cannot be used.
    """
    try:
        opened = open_recording(recording)
        events = tuple(opened.inputs())
        states = tuple(opened.states())
        markers = tuple(opened.markers())
    except CorruptRecording as error:
        raise DataError(str(error)) from None
    manifest = opened.manifest
    received = (state.tick.received_ns for state in states)
    ticks_ns = np.fromiter(received, np.int64) if states else grid_ticks_ns(table_of(events))
    table = table_of((*_pressed_before(manifest, ticks_ns), *events))
    try:
        seen = states if states else (None,) * len(ticks_ns)
        canvas_px = manifest.canvas_width_px, manifest.canvas_height_px
        cut = cut_session(table, ticks_ns, seen, canvas_px, markers, is_attempt=manifest.author == "agent")
    except ValueError as error:
        raise DataError(f"{recording}: {error}") from None
    return manifest, cut


def _pressed_before(manifest: Manifest, ticks_ns: Ints) -> tuple[InputEvent, ...]:
    """Presses ahead of the first window, for what was held where a trimmed recording begins."""
    if not len(ticks_ns):
        return ()
    return presses_of(manifest.session_parts[0].held, int(ticks_ns[0]) - TICK_NS - 1, Author.HUMAN)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error}") from None


def _is_usable(path: Path, digest: str) -> bool:
    if not path.exists():
        return False
    try:
        label = read_label(path)
    except DataError:
        return False  # it is our own cache: what is damaged there is built anew
    return label.is_current and label.source_digest == digest


def _inside(folder: Path) -> Iterable[Path]:
    for path in folder.rglob("*"):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _is_session(path: Path) -> bool:
    return path.name.endswith((*RECORDING_SUFFIXES, SHARD_SUFFIX))
