"""Writing a session as an owa file, with its video beside it."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import IO, assert_never

import msgspec
import zstandard
from mcap.writer import Writer

from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    PointerMove,
    WheelScroll,
)
from bridge.exporting.exported import Exported, create_file, removed_on_failure
from bridge.exporting.owamcap import messages as owa
from bridge.exporting.owamcap.keys import CODES
from bridge.exporting.owamcap.remux import video_times_ns, write_video
from bridge.recording.channels import Topic
from bridge.recording.manifest import MANIFEST_NAME, Manifest, to_metadata
from bridge.recording.reader import Recording

ATTACHMENT = "osrs_agent.messages"
"""Holds what owa files have no words for: states, plans, markers and the like, as msgpack, packed with zstd."""
ATTACHED = (Topic.STATE, Topic.PLAN, Topic.SENT, Topic.MARKER, Topic.HEALTH)

Line = tuple[int, int, str, str, msgspec.Struct]
"""Log time in UTC, sequence, topic, type, message."""


def export_owamcap(recording: Recording, name: str, out: Path) -> Exported:
    """Write `out/<name>.mcap` and, where there are pictures, `out/<name>.mp4`.

    Raises:
        RecordingExists: one of them is there already.
        CorruptRecording: the recording is damaged.
    """
    table, video = out / f"{name}.mcap", out / f"{name}.mp4"
    frames = 0
    with removed_on_failure((table, video)):
        if next(recording.packets(), None) is not None:
            with create_file(video) as file:
                frames = write_video(file, recording.packets(), video_times_ns(recording.packets()))
        with create_file(table) as file:
            events = _write(file, recording, video.name)
    files = (table, video) if frames else (table,)
    return Exported(recording.path, recording.manifest.session_id, events, files, frames)


def utc_ns(at_ns: int, manifest: Manifest) -> int:
    """A moment of a session on the wall clock."""
    return manifest.started_wall_ns + at_ns - manifest.started_ns


def _write(file: IO[bytes], recording: Recording, video_name: str) -> int:
    manifest = recording.manifest
    mcap = Writer(file)
    mcap.start(profile=owa.PROFILE, library=f"osrs-agent {manifest.tool_version}")
    mcap.add_metadata(MANIFEST_NAME, to_metadata(manifest))
    channels: dict[str, int] = {}
    events = 0
    for at_ns, sequence, topic, kind, message in _lines(recording, video_name):
        if topic not in channels:
            schema = mcap.register_schema(kind, "jsonschema", msgspec.json.encode(msgspec.json.schema(type(message))))
            channels[topic] = mcap.register_channel(topic, "json", schema)
        mcap.add_message(channels[topic], at_ns, msgspec.json.encode(message), at_ns, sequence)
        events += topic in owa.AUTHORS
    mcap.add_attachment(utc_ns(manifest.started_ns, manifest), 0, ATTACHMENT, "application/zstd", _attached(recording))
    mcap.finish()  # type: ignore[no-untyped-call] # the package's own gap
    return events


def _lines(recording: Recording, video_name: str) -> Iterator[Line]:
    manifest = recording.manifest
    window = owa.WindowInfo("canvas", (0, 0, manifest.canvas_width_px, manifest.canvas_height_px), 0)
    yield utc_ns(manifest.started_ns, manifest), 0, owa.WINDOW, owa.WINDOW_TYPE, window
    yield from heapq.merge(_inputs(recording), _pictures(recording, video_name), key=itemgetter(0))


def _inputs(recording: Recording) -> Iterator[Line]:
    manifest = recording.manifest
    for message in recording.raw.messages(Topic.INPUT):
        event = msgspec.json.decode(message.data, type=InputEvent)
        topic, kind, told = _told(event, utc_ns(event.at_ns, manifest))
        prefix = "agent/" if event.author is Author.AGENT else ""
        yield utc_ns(message.log_time_ns, manifest), message.sequence, prefix + topic, kind, told


def _pictures(recording: Recording, video_name: str) -> Iterator[Line]:
    manifest = recording.manifest
    canvas = (manifest.canvas_width_px, manifest.canvas_height_px)
    shape = (manifest.frame_width_px, manifest.frame_height_px)
    for number, (packet, time_ns) in enumerate(
        zip(recording.packets(), video_times_ns(recording.packets()), strict=True)
    ):
        at_ns = utc_ns(packet.at_ns, manifest)
        told = owa.ScreenCaptured(at_ns, canvas, shape, owa.MediaRef(video_name, time_ns))
        yield at_ns, number, owa.SCREEN, owa.VIDEO_TYPE, told


def _told(event: InputEvent, at_ns: int) -> tuple[str, str, msgspec.Struct]:
    """Topic, type and message of an event; a click is `pressed` or not."""
    match event:
        case PointerMove():
            return owa.MOUSE, owa.MOUSE_TYPE, owa.MouseEvent("move", event.x, event.y, timestamp=at_ns)
        case ButtonPress() | ButtonRelease():
            pressed = isinstance(event, ButtonPress)
            click = owa.MouseEvent("click", event.x, event.y, event.button, pressed, timestamp=at_ns)
            return owa.MOUSE, owa.MOUSE_TYPE, click
        case WheelScroll():
            turn = owa.MouseEvent("scroll", event.x, event.y, dx=0, dy=event.notches, timestamp=at_ns)
            return owa.MOUSE, owa.MOUSE_TYPE, turn
        case KeyPress() | KeyRelease():
            verb = "press" if isinstance(event, KeyPress) else "release"
            return owa.KEYBOARD, owa.KEYBOARD_TYPE, owa.KeyboardEvent(verb, CODES[event.key], at_ns)
        case _:
            assert_never(event)


def _attached(recording: Recording) -> bytes:
    stored = [
        (message.topic.value, message.log_time_ns, message.sequence, message.data)
        for chunk in recording.raw.chunks()
        for message in chunk.messages
        if message.topic in ATTACHED
    ]
    return zstandard.compress(msgspec.msgpack.encode(stored))
