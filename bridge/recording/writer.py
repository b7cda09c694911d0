"""Writing a session: typed messages in, one MCAP file out. Everything runs on the one thread that calls it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import msgspec
from foxglove_schemas_protobuf.CompressedVideo_pb2 import CompressedVideo

from bridge.clock import MILLISECOND_NS, SECOND_NS, Clock, SystemClock
from bridge.errors import LocalProtocolError
from bridge.events import InputEvent
from bridge.frame import Frame
from bridge.protocol.codec import encode_state
from bridge.recording.channels import Topic
from bridge.recording.losses import DropLedger
from bridge.recording.manifest import MANIFEST_NAME, STATISTICS_NAME, Manifest, RecordingStatistics, to_metadata
from bridge.recording.messages import Health, Marker, PlannedInput, SentInput, view_of
from bridge.recording.picture_rate import PictureRate
from bridge.recording.session_file import SessionFile
from bridge.recording.video import VideoEncoder
from bridge.state import TICK_NS, GameState

FLUSH_NS = 400 * MILLISECOND_NS
"""With a look each 0.1 s (`flush_if_due`), what a kill can cost stays below a tick."""
SYNC_NS = SECOND_NS
_SYSTEM_CLOCK = SystemClock()


class RecordingWriter:
    """A session being recorded, for one writer thread.

    `with` creates the file; leaving the block finishes and renames it, an exception inside leaves the readable
    `.part`. Every state flushes, so that a killed process loses at most the tick in progress; once a second the file
    is brought to disk, so that the same nearly holds for a killed machine.

    Args:
        path: the finished file, "<name>.mcap".
        manifest: what is recorded.
        clock: says when to flush and to sync; the times of the messages are their own.
        video: whether pictures are written; without it `write_frame` is an error.
    """

    def __init__(self, path: Path, manifest: Manifest, *, clock: Clock = _SYSTEM_CLOCK, video: bool = True) -> None:
        self.manifest = manifest
        self._file = SessionFile(path)
        self._clock = clock
        self._has_video = video
        self._encoder: VideoEncoder | None = None
        self._group_ends_ns: int | None = None
        self._written: Counter[Topic] = Counter()
        self._dropped: Counter[Topic] = Counter()
        self._ledger = DropLedger()
        self._rate = PictureRate()
        self._log_times_ns: dict[Topic, int] = {}
        self._first_ns: int | None = None
        self._flushed_ns = self._synced_ns = 0

    def __enter__(self) -> RecordingWriter:
        """Create the file.

        Raises:
            RecordingExists: a recording of this name is there already.
        """
        if self._has_video:
            size = (self.manifest.frame_width_px, self.manifest.frame_height_px)
            self._encoder = VideoEncoder(*size, self.manifest.frames_per_second or 10.0)
        with ExitStack() as opened:
            opened.enter_context(self._file)
            self._file.add_metadata(MANIFEST_NAME, to_metadata(self.manifest))
            self._file.sync()
            opened.pop_all()
        self._flushed_ns = self._synced_ns = self._clock.now_ns()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the file, or leave the `.part` after an exception."""
        try:
            if error is None:
                self._file.flush()
                self._file.add_metadata(STATISTICS_NAME, to_metadata(self.statistics))
                self._file.finish()
        finally:
            self._file.__exit__(kind, error, trace)

    @property
    def path(self) -> Path:
        """The finished file."""
        return self._file.path

    @property
    def part_path(self) -> Path:
        """The file while it is being written."""
        return self._file.part_path

    @property
    def bytes_written(self) -> int:
        """Size of the file so far; unlike the rest, any thread may ask."""
        return self._file.bytes_written

    @property
    def statistics(self) -> RecordingStatistics:
        """What was written and dropped until now."""
        return RecordingStatistics(
            written={topic.value: self._written[topic] for topic in Topic},
            dropped={topic.value: self._dropped[topic] for topic in Topic},
            bytes_written=self._file.bytes_written,
            first_ns=self._first_ns,
            last_ns=max(self._log_times_ns.values(), default=None),
            losses=self._ledger.losses,
            real_frames_per_second=round(self._rate.per_second, 3),
        )

    def write_input(self, event: InputEvent) -> None:
        """Write an input event that was observed."""
        self._add(Topic.INPUT, event.at_ns, msgspec.json.encode(event))

    def write_state(self, state: GameState) -> None:
        """Write a game state and its view, and flush: the tick before it is safe."""
        at_ns = state.tick.received_ns
        self._add(Topic.STATE, at_ns, encode_state(state))
        self._add(Topic.STATE_VIEW, at_ns, msgspec.json.encode(view_of(state)))
        self._group_ends_ns = None
        self._flush()

    def write_frame(self, frame: Frame) -> None:
        """Write a picture at the manifest's frame size; the first after each state can be decoded alone.

        Raises:
            LocalProtocolError: this writer was made without video.
        """
        if self._encoder is None:
            raise LocalProtocolError(f"{self.path} is recorded without video; make the writer with video=True")
        is_start = self._group_ends_ns is None or frame.at_ns >= self._group_ends_ns
        if is_start:
            self._group_ends_ns = frame.at_ns + TICK_NS
        message = CompressedVideo(
            frame_id="canvas",
            data=self._encoder.encode(frame.pixels, frame.at_ns, is_start=is_start),
            format="h264",
        )
        message.timestamp.FromNanoseconds(frame.at_ns)
        self._add(Topic.SCREEN, frame.at_ns, message.SerializeToString())
        self._rate.take(frame.at_ns)

    def write_plan(self, made_from_ns: int, events: Sequence[InputEvent], *, ready_ns: int | None = None) -> None:
        """Write a plan of the agent: see `PlannedInput`."""
        plan = PlannedInput(made_from_ns, ready_ns, tuple(events))
        self._add(Topic.PLAN, made_from_ns, msgspec.json.encode(plan))

    def write_sent(self, event: InputEvent, sent_ns: int, *, seen_ns: int | None = None) -> None:
        """Write an event that the agent sent: see `SentInput`."""
        self._add(Topic.SENT, sent_ns, msgspec.json.encode(SentInput(sent_ns, event, seen_ns)))

    def write_marker(self, marker: Marker) -> None:
        """Write a marker."""
        self._add(Topic.MARKER, marker.at_ns, msgspec.json.encode(marker))

    def write_health(self, health: Health) -> None:
        """Write how the recorder is doing."""
        self._add(Topic.HEALTH, health.at_ns, msgspec.json.encode(health))

    def note_dropped(self, topic: Topic, count: int, reason: str) -> None:
        """Count messages that were lost on the way here; the stream's sequence shows the gap, the ledger the reason.

        What was left out on purpose, as private input is, is not lost.
        """
        self._dropped[topic] += count
        self._ledger.drop(topic.value, count, reason)

    def flush_if_due(self) -> None:
        """Flush, and once a second sync, what waits for it; to be called often where messages may stay out."""
        if self._clock.now_ns() - self._flushed_ns >= FLUSH_NS:
            self._flush()

    def successor(self, number: int, wall_ns: int) -> RecordingWriter:
        """The writer of a later file of this session, "<name>.<number>.mcap", with a clock pair of its own; not opened.

        Args:
            number: 2 for the second file.
            wall_ns: the wall clock now.
        """
        path = self.path.with_name(f"{self.path.name.removesuffix('.mcap')}.{number}.mcap")
        manifest = msgspec.structs.replace(self.manifest, started_ns=self._clock.now_ns(), started_wall_ns=wall_ns)
        return RecordingWriter(path, manifest, clock=self._clock, video=self._has_video)

    def _add(self, topic: Topic, at_ns: int, data: bytes) -> None:
        """Write a message; a stream's log times never go back, the message keeps its own time."""
        log_time_ns = max(at_ns, self._log_times_ns.get(topic, at_ns))
        self._file.add(topic, log_time_ns, self._written[topic] + self._dropped[topic], data)
        self._ledger.keep(topic.value, log_time_ns)
        self._log_times_ns[topic] = log_time_ns
        self._first_ns = log_time_ns if self._first_ns is None else min(self._first_ns, log_time_ns)
        self._written[topic] += 1
        self.flush_if_due()

    def _flush(self) -> None:
        now_ns = self._clock.now_ns()
        self._flushed_ns = now_ns
        if now_ns - self._synced_ns >= SYNC_NS:
            self._synced_ns = now_ns
            self._file.sync()
        else:
            self._file.flush()
