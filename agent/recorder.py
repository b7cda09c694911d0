"""A tape that writes: one thread takes what is handed over and puts it into the recording."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Self

from agent.errors import AgentError, DesktopError, GameFailed
from agent.segments import Segments
from bridge.clock import MILLISECOND_NS, SECOND_NS, Clock, SystemClock, suspended_ns
from bridge.errors import LinkClosed
from bridge.events import InputEvent
from bridge.frame import Frame
from bridge.recording.channels import Topic
from bridge.recording.disk import free_bytes, shortage
from bridge.recording.messages import Health, Marker, PlannedInput, SentInput
from bridge.recording.writer import RecordingWriter
from bridge.state import TICK_NS, GameState

MAX_WAITING_FRAMES = 128
"""More than the private tape hands over at once when it is left; 150 MB of pictures of the usual size."""
_LOOK_NS = 100 * MILLISECOND_NS
_CLOSING_NS = TICK_NS
"""Whoever ends a recording closes its game, too: no picture is missing that its last tick asked for in vain."""
_SYSTEM_CLOCK = SystemClock()


@dataclass(slots=True)
class RecorderCounts:
    """What was handed over and what was kept; what was private is counted by whoever leaves it out."""

    ticks: int = 0
    inputs_seen: int = 0
    inputs_written: int = 0
    frames_asked: int = 0
    frames_written: int = 0
    frames_dropped: int = 0
    frames_blank: int = 0
    keys_private: int = 0


@dataclass(frozen=True, slots=True)
class _LostFrame:
    at_ns: int
    reason: str


_Message = GameState | tuple[InputEvent, ...] | Frame | PlannedInput | SentInput | Marker | _LostFrame


@contextmanager
def telling_what_is_kept(path: Path) -> Iterator[None]:
    """While entered, an error of the desktop or the game also says that a finished recording holds what came before.

    Args:
        path: the recording, which is finished when the error leaves this block.
    """
    try:
        yield
    except (DesktopError, GameFailed, LinkClosed) as error:
        raise AgentError(f"{error}; what came before is kept in {path}") from error


class Recorder:
    """Writes everything that the loop keeps; never blocks the loop.

    Args:
        writer: not opened yet; this tape opens it, and closes it when it is left. A frame that comes while
            `MAX_WAITING_FRAMES` wait is dropped and counted; states and inputs are never dropped.
        clock: the session's clock.
        slept_ns: how long the machine slept so far; each sleep begins a new file.
        free: how many bytes the disk of a folder has left.
    """

    def __init__(
        self,
        writer: RecordingWriter,
        clock: Clock = _SYSTEM_CLOCK,
        *,
        slept_ns: Callable[[], int] = suspended_ns,
        free: Callable[[Path], int] = free_bytes,
    ) -> None:
        self.counts = RecorderCounts()
        self._segments = Segments(writer, clock, slept_ns)
        self._clock = clock
        self._free = free
        self._queue: SimpleQueue[_Message | None] = SimpleQueue()
        self._waiting_frames = 0
        self._lost: list[_LostFrame] = []
        self._error: Exception | None = None
        self._shortage = ""
        self._looked_ns = self._checked_ns = 0
        self._thread = Thread(target=self._run, name="writer", daemon=True)

    def __enter__(self) -> Self:
        folder = self._segments.writer.path.parent
        if lacking := shortage(folder, self._free(folder)):
            raise AgentError(f"no room for a recording: {lacking}; make some, or record to another disk")
        self._segments.open()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queue.put(None)
        try:
            self._thread.join()
        finally:  # a signal may interrupt the waiting, once
            self._thread.join()
            self._finish(is_failing=error is not None)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The session's files; more than one where the machine slept."""
        return self._segments.paths

    @property
    def bytes_written(self) -> int:
        """Size of the files so far."""
        return self._segments.bytes_written

    @property
    def error(self) -> Exception | None:
        """What stopped the writing; None while all is well."""
        return self._error

    @property
    def reason_to_stop(self) -> str:
        """Why there is no use in going on, in words; empty while all is well."""
        return self._shortage or ("" if self._error is None else "the file cannot be written")

    def keep_state(self, state: GameState) -> None:
        """See `agent.tape.Tape`."""
        self.counts.ticks += 1
        self._queue.put(state)

    def keep_inputs(self, events: Sequence[InputEvent]) -> None:
        """See `agent.tape.Tape`."""
        self.counts.inputs_seen += len(events)
        self._queue.put(tuple(events))

    def keep_frame(self, frame: Frame | None) -> None:
        """See `agent.tape.Tape`."""
        self.counts.frames_asked += 1
        is_behind = self._waiting_frames >= MAX_WAITING_FRAMES
        if frame is None or is_behind:
            self.counts.frames_dropped += 1
            reason = "the writer was behind" if is_behind else "no picture could be had"
            self._queue.put(_LostFrame(self._clock.now_ns(), reason))
            return
        self._waiting_frames += 1
        self._queue.put(frame)

    def keep_plan(self, plan: PlannedInput) -> None:
        """See `agent.tape.Tape`."""
        self._queue.put(plan)

    def keep_sent(self, sent: SentInput) -> None:
        """See `agent.tape.Tape`."""
        self._queue.put(sent)

    def keep_marker(self, marker: Marker) -> None:
        """See `agent.tape.Tape`."""
        self._queue.put(marker)

    def _finish(self, *, is_failing: bool) -> None:
        failure = self._error
        ended_ns = self._clock.now_ns()
        try:
            self._note_lost(ended_ns - _CLOSING_NS)
            self._segments.close(failure)
        except OSError as error:
            failure = error
        if failure is not None and not is_failing:
            raise self._told(failure) from failure

    def _told(self, error: Exception) -> Exception:
        if not isinstance(error, OSError):
            return error
        writer = self._segments.writer
        kept = writer.part_path
        return AgentError(
            f"{writer.path} cannot be written: {error.strerror}; what came before is kept in {kept}, "
            "`osrs-agent data repair` finishes it"
        )

    def _run(self) -> None:
        is_over = False
        while not is_over:
            try:
                item = self._queue.get(timeout=_LOOK_NS / SECOND_NS)
            except Empty:
                self._attempt(self._look)
                continue
            is_over = item is None
            if item is not None:
                self._attempt(partial(self._write, item))
                if self._clock.now_ns() - self._looked_ns >= _LOOK_NS:
                    self._attempt(self._look)

    def _attempt(self, step: Callable[[], None]) -> None:
        if self._error is not None:
            return
        try:
            step()
        except Exception as error:
            self._error = error

    def _look(self) -> None:
        """See to what time alone brings: sleep, the flush, the disk's end."""
        self._looked_ns = self._clock.now_ns()
        self._segments.follow()
        self._note_lost(self._looked_ns - _CLOSING_NS)
        self._segments.writer.flush_if_due()
        if self._looked_ns - self._checked_ns >= SECOND_NS:
            self._checked_ns = self._looked_ns
            folder = self._segments.writer.path.parent
            self._shortage = shortage(folder, self._free(folder))
            self._segments.writer.write_health(self._health())

    def _note_lost(self, until_ns: int | None = None) -> None:
        """Say of the pictures that were asked for until then, and could not be had, that they are missing."""
        lost = [each for each in self._lost if until_ns is None or each.at_ns <= until_ns]
        self._lost = self._lost[len(lost) :]
        for each in lost:
            self._segments.writer.note_dropped(Topic.SCREEN, 1, each.reason)

    def _health(self) -> Health:
        counts = self.counts
        return Health(
            at_ns=self._looked_ns,
            inputs_seen=counts.inputs_seen,
            inputs_dropped=counts.keys_private,
            frames_asked=counts.frames_asked,
            frames_blank=counts.frames_blank,
            frames_dropped=counts.frames_dropped,
            states_seen=counts.ticks,
            states_dropped=0,
            queued=self._queue.qsize(),
        )

    def _write(self, message: _Message) -> None:
        self._segments.follow()
        writer = self._segments.writer
        match message:
            case GameState():
                writer.write_state(message)
            case Frame():
                self._waiting_frames -= 1
                self._note_lost()
                writer.write_frame(message)
                self.counts.frames_written += 1
            case PlannedInput():
                writer.write_plan(message.made_from_ns, message.events, ready_ns=message.ready_ns)
            case SentInput():
                writer.write_sent(message.event, message.at_ns, seen_ns=message.seen_ns)
            case Marker():
                writer.write_marker(message)
            case _LostFrame():
                self._lost.append(message)
            case events:
                for event in events:
                    writer.write_input(event)
                self.counts.inputs_written += len(events)
