"""A tape that another process keeps: it listens, looks and writes by itself, and outlives the agent."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from types import TracebackType
from typing import IO, Self, cast

import msgspec

from agent.errors import AgentError
from agent.recorder import RecorderCounts
from agent.recorder_wire import (
    Finish,
    KeepInputs,
    KeepMarker,
    KeepPlan,
    KeepSent,
    KeepState,
    RecorderSetup,
    RecorderStatus,
    put_message,
    take_bytes,
)
from bridge.clock import SECOND_NS, Clock
from bridge.errors import RecordingExists
from bridge.events import InputEvent
from bridge.frame import Frame
from bridge.protocol.codec import encode_state
from bridge.recording.messages import Marker, PlannedInput, SentInput
from bridge.state import GameState

_START_S = 30.0
_SILENCE_NS = 5 * SECOND_NS
_END_S = 20.0
_REPAIR = "`osrs-agent data repair` finishes what was kept"


class RecorderProcess:
    """A `Tape` for what only the agent knows; input and frames are taken by the process itself.

    `with` starts the process and waits until it records; leaving waits until the files are finished. Where this
    process dies, the other one finishes the files by itself.

    Args:
        setup: what to record.
        clock: for waiting.
    """

    def __init__(self, setup: RecorderSetup, clock: Clock) -> None:
        self._setup = setup
        self._clock = clock
        self._status = RecorderStatus(RecorderCounts(), 0, (setup.path,))
        self._heard_ns = 0
        self._is_told = Event()
        self._messages: SimpleQueue[msgspec.Struct | None] = SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._threads = tuple(Thread(target=work, daemon=True) for work in (self._speak, self._hear))

    def __enter__(self) -> Self:
        """Start it.

        Raises:
            RecordingExists: a recording of this name is there already.
            AgentError: it cannot record; the message says why.
        """
        self._process = subprocess.Popen(  # our own module; a session of its own: Ctrl-C is for the agent
            [sys.executable, "-m", "agent.recorder_main"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self._messages.put(self._setup)
        for thread in self._threads:
            thread.start()
        if not self._is_told.wait(_START_S):
            self._process.kill()
        if self._status.error or not self._heard_ns:
            self._end()
            raise self._failure() or AgentError(
                f"the recorder did not start within {_START_S:g} s; is the machine busy? try again"
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._messages.put(Finish())
        self._end()
        failure = self._failure()
        if failure is not None and error is None:
            raise failure

    @property
    def pid(self) -> int:
        """The process's id."""
        assert self._process is not None, "the recorder is not running"
        return self._process.pid

    @property
    def counts(self) -> RecorderCounts:
        """What it did, as of its last word; it speaks four times a second."""
        return self._status.counts

    @property
    def bytes_written(self) -> int:
        """Size of the files so far."""
        return self._status.bytes_written

    @property
    def paths(self) -> tuple[Path, ...]:
        """The session's files; more than one where the machine slept."""
        return tuple(map(Path, self._status.paths))

    @property
    def cpu_s(self) -> float:
        """Processor time that it took so far."""
        return self._status.cpu_s

    @property
    def reason_to_stop(self) -> str:
        """Why there is no use in going on, in words; empty while all is well."""
        if self._status.is_over:
            return self._status.reason_to_stop or self._status.error
        if self._process is not None and self._process.poll() is not None:
            return "the recorder died"
        if self._clock.now_ns() - self._heard_ns > _SILENCE_NS:
            return "the recorder does not answer any more"
        return self._status.reason_to_stop

    def keep_state(self, state: GameState) -> None:
        """See `agent.tape.Tape`."""
        self._messages.put(KeepState(encode_state(state)))

    def keep_inputs(self, events: Sequence[InputEvent]) -> None:
        """See `agent.tape.Tape`; where the process listens itself, it has them already."""
        if not self._setup.listens:
            self._messages.put(KeepInputs(tuple(events)))

    def keep_frame(self, frame: Frame | None) -> None:
        """See `agent.tape.Tape`; the process takes them itself."""

    def keep_plan(self, plan: PlannedInput) -> None:
        """See `agent.tape.Tape`."""
        self._messages.put(KeepPlan(plan))

    def keep_sent(self, sent: SentInput) -> None:
        """See `agent.tape.Tape`."""
        self._messages.put(KeepSent(sent))

    def keep_marker(self, marker: Marker) -> None:
        """See `agent.tape.Tape`."""
        self._messages.put(KeepMarker(marker))

    def _end(self) -> None:
        process = self._process
        assert process is not None, "the recorder is not running"
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._messages.put(None)
        for thread in self._threads:
            thread.join()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what waits for a process that is gone
                    pipe.close()

    def _failure(self) -> Exception | None:
        """What went wrong, once the process ended; None: the files are finished."""
        if self._status.error_number:
            return OSError(self._status.error_number, self._status.error, self._status.error_path or None)
        if self._status.error:
            kinds = {"RecordingExists": RecordingExists}
            return kinds.get(self._status.error_kind, AgentError)(self._status.error)
        if not self._status.is_over and self._heard_ns:
            return AgentError(f"the recorder died; what came before is kept in {self._setup.path}.part, {_REPAIR}")
        return None

    def _speak(self) -> None:
        assert self._process is not None, "the recorder is not running"
        pipe = cast("IO[bytes]", self._process.stdin)
        with suppress(OSError):  # it died: seen elsewhere
            while (message := self._messages.get()) is not None:
                put_message(pipe, message)

    def _hear(self) -> None:
        assert self._process is not None, "the recorder is not running"
        pipe = cast("IO[bytes]", self._process.stdout)
        while data := take_bytes(pipe):
            self._status = msgspec.msgpack.decode(data, type=RecorderStatus)
            self._heard_ns = self._clock.now_ns()
            self._is_told.set()
        self._is_told.set()
