"""Sessions of owa files (`mcap-owa-support`), ours and those of others, made recordings."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import zstandard
from mcap.exceptions import McapError
from mcap.reader import SeekingReader

from bridge.errors import UnusableLog
from bridge.events import ButtonPress, KeyPress, KeyRelease
from bridge.exporting.mp4 import read_timed_pictures
from bridge.frame import Frame
from bridge.held import HeldInput
from bridge.importing.owamcap_messages import LoggedInput, OwaContents, Shot, read_contents
from bridge.importing.restored import with_frames, write_restored
from bridge.importing.rows import Dirt
from bridge.importing.sessions import AUTHOR, GAME, ImportedSession
from bridge.recording.channels import Topic
from bridge.recording.manifest import Manifest, new_manifest
from bridge.recording.raw import RawMessage

_UNREADABLE = (
    *(OSError, EOFError, ValueError, KeyError, OverflowError, MemoryError, RuntimeError),
    *(McapError, struct.error, zstandard.ZstdError),
)
"""What the packages say of a file that is none of theirs, or damaged; msgspec's errors are ValueErrors."""
_LARGEST_RECORD = 1 << 30
_SAME_PICTURE_NS = 2_000_000
"""Containers that count in milliseconds move a picture by less."""


def import_owamcap(source: Path, path: Path) -> ImportedSession:
    """Record the mouse, the keyboard and the pictures of an owa file.

    Of a file that we wrote every event comes back as it was, and so do states and the rest while its attachment is
    there. In others' files what no hand can do, repeats of keys above all, is left out and counted.

    Raises:
        UnusableLog: it is no owa file, holds nothing of use, or its video is missing.
        RecordingExists: the recording is there already.
    """
    try:
        with source.open("rb") as file:
            contents = read_contents(SeekingReader(file, validate_crcs=True, record_size_limit=_LARGEST_RECORD))
    except _UNREADABLE as error:
        raise UnusableLog(f"{source} cannot be read as an owa file: {error}") from None
    if not contents.inputs and not contents.shots:
        raise UnusableLog(f"{source} holds no mouse, keyboard or screen messages")
    manifest, inputs, dirt = contents.manifest, contents.inputs, Counter(contents.dirt)
    if manifest is None:
        inputs = tuple(_possible(inputs, dirt))
        manifest = _manifest(source, contents)
    messages = sorted((*_messages(inputs, manifest), *contents.attached), key=lambda one: one.log_time_ns)
    frames = _frames(source, contents.shots, manifest)
    done = write_restored(source, path, manifest, with_frames(messages, frames), video=bool(contents.shots))
    return replace(done, dirt={kind: count for kind, count in dirt.items() if count})


def _session_ns(utc_ns: int, manifest: Manifest) -> int:
    return utc_ns - manifest.started_wall_ns + manifest.started_ns


def _messages(inputs: Sequence[LoggedInput], manifest: Manifest) -> Iterator[RawMessage]:
    for one in inputs:
        event = msgspec.structs.replace(one.event, at_ns=_session_ns(one.event.at_ns, manifest))
        data = msgspec.json.encode(event)
        yield RawMessage(Topic.INPUT, _session_ns(one.at_ns, manifest), one.sequence, data)


def _possible(inputs: Sequence[LoggedInput], dirt: Counter[Dirt]) -> Iterator[LoggedInput]:
    """Without what no hand can do, numbered anew, each event at its log time, which never goes back."""
    held, sequence = HeldInput(), 0
    for one in inputs:
        if not held.allows(one.event):
            is_press = isinstance(one.event, ButtonPress | KeyPress)
            dirt[Dirt.IMPOSSIBLE_PRESS if is_press else Dirt.IMPOSSIBLE_RELEASE] += 1
            continue
        held = held.after(one.event)
        yield LoggedInput(one.at_ns, sequence, msgspec.structs.replace(one.event, at_ns=one.at_ns))
        sequence += 1


def _manifest(source: Path, contents: OwaContents) -> Manifest:
    """Of a file of others: its times count from its first message."""
    first_ns = min([one.at_ns for one in contents.inputs] + [shot.at_ns for shot in contents.shots])
    size_px = next((shot.size_px for shot in contents.shots if shot.size_px), None)
    events = [one.event for one in contents.inputs]
    places = [(event.x, event.y) for event in events if not isinstance(event, KeyPress | KeyRelease)]
    reach_px = (max([2, *(x + 1 for x, _ in places)]), max([2, *(y + 1 for _, y in places)]))
    return new_manifest(
        f"{source.resolve().parent.name}/{source.stem}",
        started_ns=0,
        started_wall_ns=first_ns,
        game=GAME,
        task="",
        author=AUTHOR,
        canvas_px=size_px or reach_px,
        frame_px=size_px or reach_px,
        frames_per_second=_frames_per_second(contents.shots),
        configuration={"import.source": msgspec.json.encode(source.name).decode()},
    )


def _frames_per_second(shots: Sequence[Shot]) -> float:
    """The usual rate of the pictures, 0.0 for fewer than two."""
    if len(shots) < 2:
        return 0.0
    return round(1e9 / max(1.0, float(np.median(np.diff([shot.at_ns for shot in shots])))), 3)


def _frames(source: Path, shots: Sequence[Shot], manifest: Manifest) -> Iterator[Frame]:
    """The pictures that the messages name, in their order, out of one video beside the file."""
    if not shots:
        return
    uri = shots[0].media.uri
    video = source.parent / uri
    if any(shot.media.uri != uri or shot.media.pts_ns is None for shot in shots) or not video.is_file():
        raise UnusableLog(f"{source}: its pictures are in {uri!r}; one video beside the file is expected")
    size_px = (manifest.frame_width_px, manifest.frame_height_px)
    pictures = read_timed_pictures(video, size_px)
    coming = next(pictures, None)
    for shot in shots:
        while coming is not None and coming[0] < (shot.media.pts_ns or 0) - _SAME_PICTURE_NS:
            coming = next(pictures, None)
        if coming is None:
            raise UnusableLog(f"{video} ends before the picture at {shot.media.pts_ns} ns that {source.name} names")
        yield Frame(_session_ns(shot.at_ns, manifest), coming[1])
