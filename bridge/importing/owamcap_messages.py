"""The messages of an owa file, read as input events and pictures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import msgspec
import zstandard
from mcap.reader import McapReader

from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.exporting.owamcap import messages as owa
from bridge.exporting.owamcap.keys import key_of
from bridge.exporting.owamcap.session import ATTACHMENT
from bridge.importing.rows import Dirt
from bridge.recording.channels import Topic
from bridge.recording.manifest import MANIFEST_NAME, Manifest, from_metadata
from bridge.recording.raw import RawMessage


@dataclass(frozen=True, slots=True)
class LoggedInput:
    """An event and where it stood: `at_ns` and `event.at_ns` are on the wall clock."""

    at_ns: int
    sequence: int
    event: InputEvent


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture that a file names: when it was taken (wall clock), width and height if told, and where it is."""

    at_ns: int
    size_px: tuple[int, int] | None
    media: owa.MediaRef


@dataclass(frozen=True, slots=True)
class OwaContents:
    """What an owa file holds.

    Args:
        manifest: of the session where we wrote the file, else None.
        inputs: in order of log time.
        shots: the same.
        attached: what else we wrote, on the session's own clock.
        dirt: messages that have no words of ours.
    """

    manifest: Manifest | None
    inputs: tuple[LoggedInput, ...]
    shots: tuple[Shot, ...]
    attached: tuple[RawMessage, ...]
    dirt: Counter[Dirt]


def read_contents(reader: McapReader) -> OwaContents:
    """Read an owa file through.

    Raises:
        ValueError: of another profile, or a message is not what its type says.
    """
    profile = reader.get_header().profile
    if profile != owa.PROFILE:
        raise ValueError(f"it is an MCAP file of profile {profile!r}, expected {owa.PROFILE!r}")
    inputs: list[LoggedInput] = []
    shots: list[Shot] = []
    dirt: Counter[Dirt] = Counter()
    for schema, channel, message in reader.iter_messages():
        kind = owa.TYPES.get(schema.name) if schema is not None else None
        if kind is None:
            continue
        told = msgspec.json.decode(message.data, type=kind)
        if isinstance(told, owa.ScreenCaptured) and told.media_ref is not None:
            shots.append(Shot(told.utc_ns or message.log_time, told.shape, told.media_ref))
        elif isinstance(told, owa.MouseEvent | owa.KeyboardEvent):
            event = _event(told, message.log_time, owa.AUTHORS.get(channel.topic, Author.HUMAN))
            if isinstance(event, Dirt):
                dirt[event] += 1
            elif event is not None:
                inputs.append(LoggedInput(message.log_time, message.sequence, event))
    return OwaContents(_manifest(reader), tuple(inputs), tuple(shots), _attached(reader), dirt)


def _event(told: owa.MouseEvent | owa.KeyboardEvent, log_time_ns: int, author: Author) -> InputEvent | Dirt | None:
    """The event of a message, what is wrong with it, or None where it is no event of ours (the wheel sideways)."""
    at_ns = log_time_ns if told.timestamp is None else told.timestamp
    if isinstance(told, owa.KeyboardEvent):
        key = key_of(told.vk) or "other"
        return KeyPress(at_ns, key, author) if told.event_type == "press" else KeyRelease(at_ns, key, author)
    if told.event_type == "move":
        return PointerMove(at_ns, told.x, told.y, author)
    if told.event_type == "scroll":
        return WheelScroll(at_ns, told.x, told.y, told.dy, author) if told.dy else None
    if told.button not in set(MouseButton):
        return Dirt.UNKNOWN_BUTTON
    kind = ButtonPress if told.pressed else ButtonRelease
    return kind(at_ns, told.x, told.y, MouseButton(told.button), author)


def _manifest(reader: McapReader) -> Manifest | None:
    for metadata in reader.iter_metadata():
        if metadata.name == MANIFEST_NAME:
            return from_metadata(dict(metadata.metadata), Manifest)
    return None


def _attached(reader: McapReader) -> tuple[RawMessage, ...]:
    for attachment in reader.iter_attachments():
        if attachment.name == ATTACHMENT:
            stored = msgspec.msgpack.decode(
                zstandard.decompress(attachment.data), type=list[tuple[str, int, int, bytes]]
            )
            return tuple(RawMessage(Topic(topic), at_ns, sequence, data) for topic, at_ns, sequence, data in stored)
    return ()
