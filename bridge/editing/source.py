"""A recording that is read to be edited: sound, finished, and known at the places where it will be cut."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from bridge.errors import CorruptRecording
from bridge.events import InputEvent
from bridge.held import HeldInput
from bridge.recording.channels import Topic
from bridge.recording.manifest import Manifest, RecordingStatistics
from bridge.recording.parts import SessionPart
from bridge.recording.raw import REPAIR_HINT, RawMessage, RawRecording
from bridge.recording.reader import open_recording

_to_event = msgspec.json.Decoder(InputEvent).decode


@dataclass(frozen=True, slots=True)
class Source:
    """A finished recording, and what it counted."""

    raw: RawRecording
    statistics: RecordingStatistics

    @property
    def path(self) -> Path:
        """The file."""
        return self.raw.path

    @property
    def manifest(self) -> Manifest:
        """What was recorded."""
        return self.raw.manifest

    @property
    def span_ns(self) -> tuple[int, int]:
        """Times of the earliest and the latest message; without any, of where it begins."""
        first_ns, last_ns = self.statistics.first_ns, self.statistics.last_ns
        if first_ns is None or last_ns is None:
            return (self.manifest.session_parts[0].from_ns,) * 2
        return first_ns, last_ns


@dataclass(frozen=True, slots=True)
class Place:
    """A moment of a recording, before anything that happens at it.

    Args:
        at_ns: the moment.
        held: the pointer and what is down.
        sequences: the number that the next message of each stream has in the file, losses before it not yet counted.
    """

    at_ns: int
    held: HeldInput
    sequences: Mapping[Topic, int]


@dataclass(slots=True)
class _Survey:
    """Walks a recording and notes what is known at each moment, which every stream passes at its own message."""

    moments_ns: Sequence[int]
    starts: Mapping[int, HeldInput]
    held: HeldInput
    held_at: dict[int, HeldInput] = field(default_factory=dict)
    sequences_at: dict[int, dict[Topic, int]] = field(default_factory=dict)
    passed: dict[Topic, int] = field(default_factory=lambda: dict.fromkeys(Topic, 0))
    expected: dict[Topic, int] = field(default_factory=lambda: dict.fromkeys(Topic, 0))

    def reach(self, topic: Topic, until: int) -> None:
        for at_ns in self.moments_ns[self.passed[topic] : until]:
            self.sequences_at.setdefault(at_ns, {})[topic] = self.expected[topic]
            if topic is Topic.INPUT:
                self.held = self.starts.get(at_ns, self.held)
                self.held_at[at_ns] = self.held
        self.passed[topic] = max(self.passed[topic], until)

    def take(self, message: RawMessage) -> None:
        topic, passed = message.topic, self.passed[message.topic]
        if passed < len(self.moments_ns) and message.log_time_ns >= self.moments_ns[passed]:
            self.reach(topic, bisect_right(self.moments_ns, message.log_time_ns))
        self.expected[topic] = message.sequence + 1
        if topic is Topic.INPUT:
            self.held = self.held.after(_to_event(message.data))


def open_source(path: Path) -> Source:
    """Open a recording for editing.

    Raises:
        CorruptRecording: it cannot be read, is damaged, or was not finished: repair it first.
    """
    recording = open_recording(path)
    if not recording.is_complete or recording.statistics is None:
        raise CorruptRecording(f"{path} was not finished; `osrs-agent data repair` does it, then edit it")
    return Source(recording.raw, recording.statistics)


def places_in(source: Source, moments_ns: Sequence[int]) -> dict[int, Place]:
    """What is known at some moments and where later parts begin, by time; the whole recording is read once.

    Raises:
        CorruptRecording: a chunk is damaged, or an input event cannot be read.
    """
    first, *later = source.manifest.session_parts
    starts = {part.from_ns: part.held for part in later}
    survey = _Survey(sorted({*moments_ns, *starts}), starts, first.held)
    try:
        for chunk in source.raw.chunks():
            for message in chunk.messages:
                survey.take(message)
    except msgspec.MsgspecError as error:
        raise CorruptRecording(f"{source.path}: {error}; {REPAIR_HINT}") from None
    for topic in Topic:
        survey.reach(topic, len(survey.moments_ns))
    return {at: Place(at, survey.held_at[at], survey.sequences_at[at]) for at in survey.moments_ns}


def beginning(source: Source) -> Place:
    """The place before everything."""
    first = source.manifest.session_parts[0]
    return Place(first.from_ns, first.held, dict.fromkeys(Topic, 0))


def ending(source: Source) -> Place:
    """The place behind everything, losses at the end included; what is held there is not looked up."""
    written, dropped = source.statistics.written, source.statistics.dropped
    totals = {topic: written.get(topic.value, 0) + dropped.get(topic.value, 0) for topic in Topic}
    return Place(source.span_ns[1] + 1, HeldInput(), totals)


def parts_between(source: Source, start: Place, end: Place, places: Mapping[int, Place]) -> tuple[SessionPart, ...]:
    """The parts of a recording that lie, wholly or partly, in [start, end), the first as it is when it begins there.

    Args:
        source: the recording.
        start: `beginning`, or one of `places`.
        end: `ending`, or one of `places`.
        places: of `places_in`.
    """
    parts = source.manifest.session_parts
    index = max(0, bisect_right([part.from_ns for part in parts], start.at_ns) - 1)
    first = _from(parts[index], start, beginning(source) if index == 0 else places[parts[index].from_ns])
    return (first, *(part for part in parts[index + 1 :] if part.from_ns < end.at_ns))


def _from(part: SessionPart, place: Place, began: Place) -> SessionPart:
    """A part as it is when it begins at a place inside it."""
    if place.at_ns == began.at_ns:
        return part
    passed = {topic.value: place.sequences[topic] - began.sequences[topic] for topic in Topic}
    firsts = {topic: part.first_sequences.get(topic, 0) + count for topic, count in passed.items()}
    return msgspec.structs.replace(
        part,
        from_ns=place.at_ns,
        first_sequences={topic: first for topic, first in firsts.items() if first},
        pointer=place.held.pointer,
        buttons=tuple(sorted(place.held.buttons)),
        keys=tuple(sorted(place.held.keys)),
    )
