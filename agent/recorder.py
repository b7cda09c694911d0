"""A tape that writes: one thread takes what the loop hands over and puts it into the recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Self

from agent.plan import Plan
from bridge.events import InputEvent
from bridge.frame import Frame
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


@dataclass(frozen=True, slots=True)
class _Sent:
    event: InputEvent
    sent_ns: int


_Item = GameState | tuple[InputEvent, ...] | Frame | Plan | _Sent | None


class Recorder:
    """Writes everything that the loop keeps; never blocks the loop.

    Args:
        writer: not opened yet; this tape opens it, and closes it when it is left. A frame that comes while thirty wait
            is dropped and counted; states and inputs are never dropped.
    """

    def __init__(self, writer: RecordingWriter) -> None:
        self.counts = RecorderCounts()
        self._writer = writer
        self._queue: SimpleQueue[_Item] = SimpleQueue()
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
        self._thread.join()
        if self._error is not None:
            self._writer.__exit__(type(self._error), self._error, None)
            if error is None:
                raise self._error
        else:
            self._writer.__exit__(None, None, None)

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

    def keep_plan(self, plan: Plan) -> None:
        """See `agent.tape.Tape`."""
        self._queue.put(plan)

    def keep_sent(self, event: InputEvent, sent_ns: int) -> None:
        """See `agent.tape.Tape`."""
        self._queue.put(_Sent(event, sent_ns))

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            if self._error is not None:
                continue
            try:
                self._write(item)
            except Exception as error:
                self._error = error

    def _write(self, item: GameState | tuple[InputEvent, ...] | Frame | Plan | _Sent) -> None:
        match item:
            case GameState():
                self._writer.write_state(item)
            case Frame():
                self._waiting_frames -= 1
                self._writer.write_frame(item)
                self.counts.frames_written += 1
            case Plan():
                self._writer.write_plan(item.made_from_ns, item.events)
            case _Sent():
                self._writer.write_sent(item.event, item.sent_ns)
            case events:
                for event in events:
                    self._writer.write_input(event)
                    self.counts.inputs_written += 1
