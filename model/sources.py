"""From the files that a user names to open shards: recordings are cut once, then read from the cache."""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from model.errors import DataError
from model.recorded_sessions import CutPart, cut_recording
from model.shard import SHARD_SUFFIX, Shard, ShardLabel, label_of, open_shard, read_label, write_shard
from model.thumbnails import cut_thumbnails, thumbnails_path, write_thumbnails

RECORDING_SUFFIXES = (".mcap", ".mcap.part")
CACHE_FOLDER = ".shards"

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ShardFile:
    """A session, or a piece of one, that is ready to train on, not opened yet."""

    path: Path
    label: ShardLabel


def list_shards(
    data: Sequence[Path],
    cache: Path | None = None,
    on_session: Callable[[int, int], None] | None = None,
    *,
    pictures: bool = False,
) -> tuple[ShardFile, ...]:
    """Every session of some data as a shard that is there, in order of file name; see `open_shards`."""
    files = session_files(data)
    shards: list[ShardFile] = []
    for number, file in enumerate(files, 1):
        for path in (file,) if file.suffix == SHARD_SUFFIX else built_shards(file, cache, pictures=pictures):
            label = read_label(path)
            names = tuple(sys.intern(name) for name in label.names)  # thousands of sessions hold the same few
            shards.append(ShardFile(path, msgspec.structs.replace(label, names=names)))
        if on_session is not None:
            on_session(number, len(files))
    return tuple(shards)


def open_shards(
    data: Sequence[Path],
    cache: Path | None = None,
    on_session: Callable[[int, int], None] | None = None,
    *,
    pictures: bool = False,
) -> tuple[Shard, ...]:
    """Every session of some data as an open shard, in order of file name.

    Args:
        data: recordings, shards, and folders of either.
        cache: where shards of recordings are kept; None: in the folder `.shards` beside each recording.
        on_session: told after each file how many are ready, and of how many.
        pictures: whether the thumbnails of recordings are there, too, as `model.thumbnails` says.

    Raises:
        DataError: there is nothing to use, or a file cannot be used; the message names it.
    """
    return tuple(open_shard(file.path) for file in list_shards(data, cache, on_session, pictures=pictures))


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


def built_shards(recording: Path, cache: Path | None = None, *, pictures: bool = False) -> tuple[Path, ...]:
    """The paths of a recording's shards, one a session in it, built where they are missing or out of date.

    Args:
        recording: what is cut.
        cache: where shards are kept; None: in the folder `.shards` beside the recording.
        pictures: whether their thumbnails are there, too.

    Raises:
        DataError: the recording cannot be used.
    """
    digest = _digest(recording)
    folder = recording.parent / CACHE_FOLDER if cache is None else cache
    stem = f"{recording.name.partition('.')[0]}-{digest[:12]}"
    built = _built(folder, stem, digest)
    if built and (not pictures or all(thumbnails_path(path).exists() for path in built)):
        return built
    parts = cut_recording(recording)
    paths = tuple(_shard_path(folder, stem, number) for number in range(len(parts)))
    thumbnails = [cut_thumbnails(recording, part.cut.columns.ticks_ns + part.shift_ns) for part in parts if pictures]
    for number in reversed(range(len(parts))):  # the first, which counts them, comes last
        path, part = paths[number], parts[number]
        write_shard(path, part.cut, _label(part, recording, digest, len(parts)))
        if pictures:
            write_thumbnails(path, thumbnails[number])
        _LOGGER.info("cut %s: session %s, %s", recording, part.session, part.cut.statistics)
    return paths


def _label(part: CutPart, recording: Path, digest: str, sessions: int) -> ShardLabel:
    return label_of(part.cut, part.session, recording.name, digest, part.task, part.author, sessions)


def _shard_path(folder: Path, stem: str, number: int) -> Path:
    return folder / f"{stem}{f'-{number + 1}' if number else ''}{SHARD_SUFFIX}"


def _built(folder: Path, stem: str, digest: str) -> tuple[Path, ...]:
    """The shards of a recording that are there, where all of them are as this version would make them."""
    first = _usable_label(_shard_path(folder, stem, 0), digest)
    if first is None:
        return ()
    paths = tuple(_shard_path(folder, stem, number) for number in range(first.sessions))
    return paths if all(_usable_label(path, digest) for path in paths[1:]) else ()


def _usable_label(path: Path, digest: str) -> ShardLabel | None:
    if not path.exists():
        return None
    try:
        label = read_label(path)
    except DataError:
        return None  # it is our own cache: what is damaged there is built anew
    return label if label.is_current and label.source_digest == digest else None


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error}") from None


def _inside(folder: Path) -> Iterable[Path]:
    for path in folder.rglob("*"):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _is_session(path: Path) -> bool:
    return path.name.endswith((*RECORDING_SUFFIXES, SHARD_SUFFIX))
