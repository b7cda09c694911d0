"""Verifying a recording: every byte against its checksum, every message against those around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from google.protobuf.message import DecodeError  # type: ignore[import-untyped] # it ships no types

from bridge.clock import SECOND_NS
from bridge.errors import BridgeError
from bridge.events import InputEvent
from bridge.protocol.codec import decode_state
from bridge.recording.channels import Topic
from bridge.recording.manifest import Manifest
from bridge.recording.messages import Health, Marker, PlannedInput, SentInput, StateView
from bridge.recording.raw import DamagedChunk, RawChunk, RawMessage, RawRecording, open_raw
from bridge.state import TICK_NS
from bridge.verifying.findings import Finding, Kind, Verdict
from bridge.verifying.picture_check import PictureCheck
from bridge.verifying.sections import section_faults
from bridge.verifying.streams import InputCheck, StreamCheck, TickCheck

OnProgress = Callable[[float, float], None]

_to_event = msgspec.json.Decoder(InputEvent).decode
_JSON_KINDS: dict[Topic, type[msgspec.Struct]] = {
    Topic.STATE_VIEW: StateView,
    Topic.PLAN: PlannedInput,
    Topic.SENT: SentInput,
    Topic.MARKER: Marker,
    Topic.HEALTH: Health,
}


def verify(path: Path, *, decodes_pictures: bool = False, on_progress: OnProgress | None = None) -> Verdict:
    """Check a recording.

    Args:
        path: the file, finished or not.
        decodes_pictures: whether each picture is decoded, too, which takes most of the time.
        on_progress: told the bytes read.

    Raises:
        CorruptRecording: it is no recording, of another version, or has no whole manifest.
    """
    raw = open_raw(path)
    check = _Check(raw, decodes_pictures=decodes_pictures)
    for chunk in raw.checked_chunks():
        check.take_chunk(chunk)
        if on_progress is not None and isinstance(chunk, RawChunk):
            on_progress(chunk.end, raw.layout.size)
    return check.end()


class _Check:
    """The checks of all streams of one recording."""

    def __init__(self, raw: RawRecording, *, decodes_pictures: bool) -> None:
        manifest = raw.manifest
        self._raw = raw
        self._streams = {topic: StreamCheck(topic.value, _spacing_ns(topic, manifest)) for topic in Topic}
        self._inputs = InputCheck(self._streams[Topic.INPUT], manifest.session_parts)
        self._ticks = TickCheck(self._streams[Topic.STATE], _known_gaps_ns(manifest))
        self._pictures = PictureCheck(self._streams[Topic.SCREEN], manifest, decodes=decodes_pictures)
        self._file: list[Finding] = []
        self._crc_errors = 0
        self._latest_ns: int | None = None
        self._states_ns: tuple[int, int] | None = None
        self._first_ns: int | None = None

    def take_chunk(self, chunk: RawChunk | DamagedChunk) -> None:
        if isinstance(chunk, DamagedChunk):
            self._crc_errors += 1
            self._tell_file(Kind.CHECKSUM, chunk.reason, self._latest_ns)
            return
        for message in chunk.messages:
            self._take(message)

    def end(self) -> Verdict:
        self._inputs.end()
        real_fps, drift_ms = self._pictures.end(self._states_ns)
        self._check_end()
        with self._raw.path.open("rb") as file:
            for fault in section_faults(file, self._raw.layout):
                self._crc_errors += 1
                self._tell_file(Kind.CHECKSUM, fault, None)
        statistics = self._raw.statistics
        return Verdict(
            path=self._raw.path,
            streams={topic.value: stream.verdict for topic, stream in self._streams.items()},
            crc_errors=self._crc_errors,
            is_repaired=statistics is not None and statistics.is_repaired,
            declared_fps=self._raw.manifest.frames_per_second,
            real_fps=round(real_fps, 3),
            drift_ms=round(drift_ms, 3),
            findings=(
                *self._file,
                *(self._explained(one) for stream in self._streams.values() for one in stream.findings),
            ),
            first_ns=self._raw.manifest.started_ns if self._first_ns is None else self._first_ns,
        )

    def _take(self, message: RawMessage) -> None:
        at_ns, stream = message.log_time_ns, self._streams[message.topic]
        self._first_ns = at_ns if self._first_ns is None else min(at_ns, self._first_ns)
        stream.take(at_ns, message.sequence)
        try:
            self._take_content(message)
        except (ValueError, BridgeError, DecodeError) as error:
            stream.tell(Kind.UNREADABLE, at_ns, at_ns, str(error))

    def _take_content(self, message: RawMessage) -> None:
        at_ns = message.log_time_ns
        match message.topic:
            case Topic.INPUT:
                self._inputs.take(_to_event(message.data), at_ns)
                self._latest_ns = max(at_ns, self._latest_ns or at_ns)
            case Topic.STATE:
                self._ticks.take(decode_state(message.data))
                self._latest_ns = max(at_ns, self._latest_ns or at_ns)
                self._states_ns = (at_ns if self._states_ns is None else self._states_ns[0], at_ns)
            case Topic.SCREEN:
                self._pictures.take(message.data, self._latest_ns)
            case topic:
                msgspec.json.decode(message.data, type=_JSON_KINDS[topic])

    def _check_end(self) -> None:
        layout, statistics = self._raw.layout, self._raw.statistics
        if layout.damage:
            self._tell_file(Kind.END, layout.damage, self._latest_ns)
        elif not layout.is_finished:
            text = f"the file was not finished: {layout.size - layout.end} bytes lie behind its last whole record"
            self._tell_file(Kind.END, f"{text}; `osrs-agent data repair` finishes it", self._latest_ns)
        if statistics is None:
            return
        for topic, stream in self._streams.items():
            total = statistics.written.get(topic.value, 0) + statistics.dropped.get(topic.value, 0)
            if total > stream.expected:
                stream.lose(
                    total - stream.expected, stream.last_ns, statistics.last_ns, "messages are missing at the end"
                )

    def _explained(self, finding: Finding) -> Finding:
        """A finding with what the recorder noted about that loss."""
        losses = () if self._raw.statistics is None else self._raw.statistics.losses
        where = (finding.stream, finding.from_ns, finding.until_ns)
        reasons = [loss.reason for loss in losses if loss.reason and (loss.topic, loss.from_ns, loss.until_ns) == where]
        return msgspec.structs.replace(finding, text=f"{finding.text}: {', '.join(reasons)}") if reasons else finding

    def _tell_file(self, kind: Kind, text: str, at_ns: int | None) -> None:
        self._file.append(Finding("", kind, True, 1, at_ns, None, 0.0, text))


def _spacing_ns(topic: Topic, manifest: Manifest) -> int:
    if topic in {Topic.STATE, Topic.STATE_VIEW}:
        return TICK_NS
    if topic is Topic.SCREEN and manifest.frames_per_second:
        return round(SECOND_NS / manifest.frames_per_second)
    return 0


def _known_gaps_ns(manifest: Manifest) -> list[tuple[int, int]]:
    removed = [(one.from_ns, one.until_ns) for one in manifest.redactions if one.is_whole]
    return removed + [(part.from_ns, part.from_ns) for part in manifest.session_parts[1:]]
