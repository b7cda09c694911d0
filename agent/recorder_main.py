"""The recorder as a process of its own: `python -m agent.recorder_main`, started by `agent.recorder_process`.

It listens, looks and writes by itself; what only the agent knows comes over standard input. Where the agent dies, the
recording is finished with all that came before.
"""

from __future__ import annotations

import gc
import logging
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from io import FileIO
from pathlib import Path
from threading import Event, Thread
from typing import IO, cast

import cv2
import msgspec

from agent.desktop.backend import default_backend
from agent.desktop.listener import Listener, open_listener
from agent.desktop.screen import ScreenSource
from agent.errors import DesktopError, WindowGone
from agent.frame_grabber import FrameGrabber
from agent.private_tape import PrivateTape
from agent.recorder import Recorder, RecorderCounts
from agent.recorder_wire import (
    Finish,
    KeepInputs,
    KeepMarker,
    KeepPlan,
    KeepSent,
    KeepState,
    RecorderSetup,
    RecorderStatus,
    ToRecorder,
    put_message,
    take_bytes,
)
from agent.tape import Tape
from agent.watchdog import Watchdog
from bridge.clock import MILLISECOND_NS, Clock, SystemClock
from bridge.protocol.codec import decode_state
from bridge.recording.writer import RecordingWriter

LISTEN_PAUSE_MS = 40
_POLL_NS = 30 * MILLISECOND_NS
_STATUS_NS = 250 * MILLISECOND_NS
_ECHO_NS = 100 * MILLISECOND_NS
"""What the agent sent last is heard again within this time, and belongs to the recording."""


def main() -> int:
    """Record what the first message says; the exit code: 0 where the files were finished."""
    logging.basicConfig(level=logging.WARNING, format="osrs-agent: %(message)s")
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # the agent says when it is over, or dies
    cv2.setNumThreads(1)  # more threads cost more than they bring at this size of picture
    gc.freeze()  # what is loaded stays: it need not be looked through again
    agent = cast("IO[bytes]", FileIO(0, closefd=False))  # a thread that waits here holds no lock
    data = take_bytes(agent)
    if not data:
        return 1
    setup = msgspec.msgpack.decode(data, type=RecorderSetup)
    report = _Report(cast("IO[bytes]", FileIO(1, "w", closefd=False)))  # a buffer would be flushed to nobody at the end
    try:
        recorder = _record(setup, agent, SystemClock(), report)
    except Exception as error:  # whatever it is, the agent says it
        report.fail(error)
        return 1
    report.tell(recorder, "", is_over=True)
    return 0


class _Report:
    """Statuses to an agent that may be gone."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._is_heard = True
        self._last: Recorder | None = None

    def tell(self, recorder: Recorder, reason: str, *, is_over: bool = False) -> None:
        self._last = recorder
        self._put(_status(recorder, reason, is_over=is_over))

    def fail(self, error: Exception) -> None:
        status = RecorderStatus(RecorderCounts(), 0, ()) if self._last is None else _status(self._last, "")
        failed = msgspec.structs.replace(status, is_over=True, error=str(error), error_kind=type(error).__name__)
        if isinstance(error, OSError) and error.errno is not None:
            about = "" if error.filename is None else str(error.filename)
            failed = msgspec.structs.replace(
                failed, error=error.strerror or str(error), error_number=error.errno, error_path=about
            )
        self._put(failed)

    def _put(self, status: RecorderStatus) -> None:
        if self._is_heard:
            try:
                put_message(self._pipe, status)
            except OSError:
                self._is_heard = False


def _status(recorder: Recorder, reason: str, *, is_over: bool = False) -> RecorderStatus:
    used = resource.getrusage(resource.RUSAGE_SELF)
    paths = tuple(str(path) for path in recorder.paths)
    cpu_s = used.ru_utime + used.ru_stime
    return RecorderStatus(recorder.counts, recorder.bytes_written, paths, reason, is_over, cpu_s=cpu_s)


def _record(setup: RecorderSetup, agent: IO[bytes], clock: Clock, report: _Report) -> Recorder:
    fps = setup.manifest.frames_per_second
    recorder = Recorder(RecordingWriter(Path(setup.path), setup.manifest, clock=clock, video=fps > 0), clock)
    with ExitStack() as stack:
        inputs = stack.enter_context(closing(_listener(setup, clock))) if setup.listens else None
        stack.enter_context(recorder)
        tape: Tape = recorder
        if setup.is_private:
            tape = private = PrivateTape(recorder, hides_letters=setup.hides_letters)
            stack.callback(_count_private, recorder, private)
            stack.enter_context(private)
        due: dict[str, Callable[[], int]] = {}
        if inputs is not None:
            due["the listener"] = lambda: inputs.due_ns
        if fps > 0:
            frames = ScreenSource(setup.window, clock)
            grabber = FrameGrabber(frames, clock, fps, tape.keep_frame)
            stack.callback(lambda: None if grabber.hangs else frames.close())
            stack.enter_context(grabber)
            due["the frame grabber"] = lambda: grabber.due_ns
        watch = _Watch(inputs, tape, recorder, Watchdog(clock, due))
        watch.keep_on(_hear_the_agent(agent, tape), clock, report)
    return recorder


def _count_private(recorder: Recorder, private: PrivateTape) -> None:
    recorder.counts.keys_private, recorder.counts.frames_blank = private.keys_dropped, private.frames_blanked


def _listener(setup: RecorderSetup, clock: Clock) -> Listener:
    backend = default_backend(sys.platform)
    return open_listener(setup.window, clock, backend, injected_by=setup.injected_by, pause_ms=LISTEN_PAUSE_MS)


class _Watch:
    """What goes on until the agent says that it is over."""

    def __init__(self, inputs: Listener | None, tape: Tape, recorder: Recorder, watchdog: Watchdog) -> None:
        self._inputs = inputs
        self._tape = tape
        self._recorder = recorder
        self._watchdog = watchdog
        self._reason = ""

    def keep_on(self, is_over: Event, clock: Clock, report: _Report) -> None:
        """Hand on what is heard, and report."""
        told_ns = 0
        while not is_over.is_set():
            self._listen()
            self._reason = self._reason or self._recorder.reason_to_stop or self._watchdog.complaint()
            if clock.now_ns() - told_ns >= _STATUS_NS:
                told_ns = clock.now_ns()
                report.tell(self._recorder, self._reason)
            clock.sleep_until_ns(clock.now_ns() + _POLL_NS)
        clock.sleep_until_ns(clock.now_ns() + _ECHO_NS)
        self._listen()

    def _listen(self) -> None:
        if self._inputs is None:
            return
        try:
            events = self._inputs.drain()
        except WindowGone:  # the game says so itself
            self._inputs = None
        except DesktopError as error:
            self._inputs = None
            self._reason = str(error)
        else:
            if events:
                self._tape.keep_inputs(events)


def _hear_the_agent(pipe: IO[bytes], tape: Tape) -> Event:
    """Hand on what the agent tells, on a thread; the event is set when it has no more to say, or died."""
    is_over = Event()

    def hear() -> None:
        try:
            while data := take_bytes(pipe):
                match msgspec.msgpack.decode(data, type=ToRecorder):
                    case KeepState(state):
                        tape.keep_state(decode_state(state))
                    case KeepInputs(events):
                        tape.keep_inputs(events)
                    case KeepPlan(plan):
                        tape.keep_plan(plan)
                    case KeepSent(sent):
                        tape.keep_sent(sent)
                    case KeepMarker(marker):
                        tape.keep_marker(marker)
                    case Finish() | RecorderSetup():
                        break
        finally:
            is_over.set()

    Thread(target=hear, name="agent", daemon=True).start()
    return is_over


if __name__ == "__main__":
    sys.exit(main())
