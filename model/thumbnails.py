"""What was on the screen at each tick of a session, small: a memory-mapped file beside its shard, cut once.

Only models that look at pictures need it: a shard is cut without it, and training never decodes video.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from bridge.errors import CorruptRecording
from bridge.recording.pictures import PictureTrack
from bridge.recording.reader import open_recording
from bridge.scaling import Pixels, thumbnail_of
from bridge.state import TICK_NS
from model.batch import THUMBNAIL_SHAPE
from model.errors import DataError
from model.shard import Shard
from model.windows import Ints

OLDEST_NS = 4 * TICK_NS
"""An older picture shows no present: where a recorder saw nothing for so long, nothing is seen."""

_SUFFIX = ".thumbnails-1.npy"
"""Holds the version of how thumbnails are cut; those of another one are not found."""


def thumbnails_path(shard: Path) -> Path:
    """Where the thumbnails of a shard lie."""
    return shard.with_suffix(_SUFFIX)


def cut_thumbnails(recording: Path, ticks_ns: Ints) -> Pixels:
    """What each tick of a recording showed: the latest picture at or before it, never a later one.

    Args:
        recording: with pictures.
        ticks_ns: int64 (N,), on the recording's own clock, growing.

    Returns:
        uint8 (N, 64, 96, 3); black where nothing was seen.

    Raises:
        DataError: it has no pictures, or none that are large enough, or they are damaged.
    """
    cut = np.zeros((len(ticks_ns), *THUMBNAIL_SHAPE), np.uint8)
    try:
        track = PictureTrack(open_recording(recording))
        if track.is_empty:
            raise DataError(
                f"{recording} was recorded without pictures, and the model looks at them; leave out --no-video to "
                "record them, film demonstrations by `osrs-agent sandbox --frames`, or train with --observe state"
            )
        for tick, at_ns in enumerate(ticks_ns.tolist()):
            frame = track.at(at_ns)
            if at_ns - frame.at_ns <= OLDEST_NS:
                cut[tick] = thumbnail_of(frame.pixels)
    except (CorruptRecording, ValueError) as error:
        raise DataError(f"{recording}: {error}") from None
    return cut


def write_thumbnails(shard: Path, thumbnails: Pixels) -> None:
    """Keep the thumbnails of a shard beside it, for nobody else to see; another process never sees half of them.

    Raises:
        DataError: the folder cannot be written.
    """
    path = thumbnails_path(shard)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            np.save(file, thumbnails, allow_pickle=False)
        part.replace(path)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error}; name another folder for the cache") from None


def open_thumbnails(shard: Shard) -> Pixels:
    """The thumbnails of a shard, uint8 (N, 64, 96, 3), one a tick; they stay on disk until they are touched.

    Raises:
        DataError: there are none, or they are none of this shard's.
    """
    path = thumbnails_path(shard.path)
    if not path.exists():
        raise DataError(
            f"{shard.path} has no thumbnails beside it, and the model looks at pictures; "
            "cut its recording with `osrs-agent data shards --pictures`"
        )
    try:
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise DataError(f"{path} is damaged: {error}; delete it, and it is cut anew") from None
    expected = (len(shard.columns.ticks_ns), *THUMBNAIL_SHAPE)
    if mapped.shape != expected or mapped.dtype != np.uint8:
        raise DataError(f"{path}: expected uint8 {expected}, found {mapped.dtype} {mapped.shape}; delete it")
    return np.asarray(mapped)
