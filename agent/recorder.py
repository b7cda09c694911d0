"""A tape that writes: one thread takes what the loop hands over and puts it into the recording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Self

from agent.errors import AgentError, DesktopError, GameFailed
from bridge.errors import LinkClosed
from bridge.events import InputEvent
from bridge.frame import Frame
from bridge.recording.messages import PlannedInput, SentInput
from bridge.recording.writer import RecordingWriter
from bridge.state import GameState

_MAX_WAITING_FRAMES = 30


@dataclass(slots=True)
class RecorderCounts:
    """What was handed over and what was kept."""

    ticks: int = 0
    inputs_seen: int = 0
    inputs_written: int = 0
    frames_asked: int = 0
    frames_written: int = 0
    frames_dropped: int = 0


_Message = GameState | tuple[InputEvent, ...] | Frame | PlannedInput | SentInput


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
        writer: not opened yet; this tape opens it, and closes it when it is left. A frame that comes while thirty wait
            is dropped and counted; states and inputs are never dropped.
    """

    def __init__(self, writer: RecordingWriter) -> None:
        self.counts = RecorderCounts()
        self._writer = writer
        self._queue: SimpleQueue[_Message | None] = SimpleQueue()
        self._waiting_frames = 0
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, name="writer", daemon=True)

    def __enter__(self) -> Self:
        self._writer.__enter__()
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
    def bytes_written(self) -> int:
        """Size of the file so far."""
        return self._writer.statistics.bytes_written

    @property
    def error(self) -> Exception | None:
        """What stopped the writing; None while all is well."""
        return self._error

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
        if frame is None or self._waiting_frames >= _MAX_WAITING_FRAMES:
            self.counts.frames_dropped += 1
            return
        self._waiting_frames += 1
        self._queue.put(frame)

    def keep_plan(self, plan: PlannedInput) -> None:
        """See `agent.tape.Tape`."""
        self._queue.put(plan)

    def keep_sent(self, sent: SentInput) -> None:
        """See `agent.tape.Tape`."""
        self._queue.put(sent)

    def _finish(self, *, is_failing: bool) -> None:
        failure = self._error
        try:
            self._writer.__exit__(None if failure is None else type(failure), failure, None)
        except OSError as error:
            failure = error
        if failure is not None and not is_failing:
            raise self._told(failure) from failure

    def _told(self, error: Exception) -> Exception:
        if not isinstance(error, OSError):
            return error
        kept = self._writer.part_path
        return AgentError(
            f"{self._writer.path} cannot be written: {error.strerror}; what came before is kept in {kept}, "
            "`osrs-agent data repair` finishes it"
        )

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            if self._error is not None:
                continue
            try:
                self._write(item)
            except Exception as error:
                self._error = error

    def _write(self, message: _Message) -> None:
        match message:
            case GameState():
                self._writer.write_state(message)
            case Frame():
                self._waiting_frames -= 1
                self._writer.write_frame(message)
                self.counts.frames_written += 1
            case PlannedInput():
                self._writer.write_plan(message.made_from_ns, message.events, ready_ns=message.ready_ns)
            case SentInput():
                self._writer.write_sent(message.event, message.at_ns)
            case events:
                for event in events:
                    self._writer.write_input(event)
                    self.counts.inputs_written += 1
