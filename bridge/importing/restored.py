"""Sessions that come from files of other formats, written as recordings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import assert_never

import msgspec

from bridge.clock import VirtualClock
from bridge.errors import PeerProtocolError, UnusableLog
from bridge.events import (
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    PointerMove,
    WheelScroll,
)
from bridge.frame import Frame
from bridge.importing.sessions import ImportedSession
from bridge.protocol.codec import decode_state
from bridge.recording.channels import Topic
from bridge.recording.manifest import Manifest
from bridge.recording.messages import Health, Marker, PlannedInput, SentInput
from bridge.recording.raw import RawMessage
from bridge.recording.writer import RecordingWriter
from bridge.state import GameState

Part = InputEvent | GameState | Frame | RawMessage
"""What a session is put together from: typed values, or messages as they stood in a recording."""

LOST_BEFORE = "lost before it was exported"
"""Why messages are missing that the source had lost already."""


def write_restored(
    source: Path,
    path: Path,
    manifest: Manifest,
    items: Iterable[Part],
    *,
    video: bool = False,
) -> ImportedSession:
    """Record a session from its parts; the same parts always give the same bytes.

    Args:
        source: where they come from.
        path: the recording, "<name>.mcap".
        manifest: of the session.
        items: its parts, each stream in its own order; where the sequence of stored messages has a gap, it keeps it.
        video: whether there are pictures among them.

    Raises:
        UnusableLog: a stored message cannot be read.
        RecordingExists: the recording is there already.
    """
    with _nothing_left_on_failure(RecordingWriter(path, manifest, clock=VirtualClock(0), video=video)) as writer:
        for item in items:
            try:
                _write(writer, item)
            except (ValueError, PeerProtocolError) as error:
                raise UnusableLog(f"{source}: a message of its session is damaged: {error}; export it again") from None
        written = writer.statistics.written
    rows = sum(written[topic] for topic in (Topic.INPUT, Topic.STATE, Topic.SCREEN))
    return ImportedSession(source, path, manifest.session_id, rows, written[Topic.INPUT], {})


def with_frames(messages: Iterable[RawMessage], frames: Iterator[Frame]) -> Iterator[Part]:
    """Messages in their order, and each picture before the first message that is later than it."""
    coming = next(frames, None)
    for message in messages:
        while coming is not None and coming.at_ns < message.log_time_ns:
            yield coming
            coming = next(frames, None)
        yield message
    if coming is not None:
        yield coming
        yield from frames


def _write(writer: RecordingWriter, item: Part) -> None:
    match item:
        case GameState():
            writer.write_state(item)
        case Frame():
            writer.write_frame(item)
        case RawMessage():
            _write_message(writer, item)
        case PointerMove() | ButtonPress() | ButtonRelease() | WheelScroll() | KeyPress() | KeyRelease():
            writer.write_input(item)
        case _:
            assert_never(item)


def _write_message(writer: RecordingWriter, message: RawMessage) -> None:
    statistics, topic = writer.statistics, message.topic
    missing = message.sequence - statistics.written[topic] - statistics.dropped[topic]
    if missing > 0:
        for stream in (Topic.STATE, Topic.STATE_VIEW) if topic is Topic.STATE else (topic,):
            writer.note_dropped(stream, missing, LOST_BEFORE)
    match topic:
        case Topic.INPUT:
            writer.write_input(msgspec.json.decode(message.data, type=InputEvent))
        case Topic.STATE:
            writer.write_state(decode_state(message.data))
        case Topic.PLAN:
            plan = msgspec.json.decode(message.data, type=PlannedInput)
            writer.write_plan(plan.made_from_ns, plan.events, ready_ns=plan.ready_ns)
        case Topic.SENT:
            sent = msgspec.json.decode(message.data, type=SentInput)
            writer.write_sent(sent.event, sent.at_ns, seen_ns=sent.seen_ns)
        case Topic.MARKER:
            writer.write_marker(msgspec.json.decode(message.data, type=Marker))
        case Topic.HEALTH:
            writer.write_health(msgspec.json.decode(message.data, type=Health))
        case Topic.SCREEN | Topic.STATE_VIEW:
            pass  # pictures come decoded, and the view follows from the state
        case _:
            assert_never(topic)


@contextmanager
def _nothing_left_on_failure(writer: RecordingWriter) -> Iterator[RecordingWriter]:
    """The writer, entered; what it began is removed where its source turns out to be unusable."""
    with ExitStack() as opened:
        opened.enter_context(writer)
        try:
            yield writer
        except BaseException:
            opened.callback(writer.part_path.unlink)  # on leaving, before the writer closes: its lock is still held
            raise
