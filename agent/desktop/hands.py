"""The hands as the agent holds them: two processes, one that sends and one that watches it (docs/playing.md)."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from agent.desktop.canvas import GameWindow
from agent.desktop.guardian import READY
from agent.desktop.ledger import (
    HeldLedger,
    ledger_path,
    lock_ledger,
    mapped_ledger,
    open_ledger_file,
    unlock_ledger,
)
from agent.desktop.message_pipe import MessagePipe
from agent.desktop.releasing import release_held
from agent.desktop.vigil import AGENT_SILENCE_NS
from agent.desktop.wire import (
    Alive,
    Answer,
    Arm,
    Failed,
    Forbid,
    Order,
    Pulse,
    Ready,
    Rest,
    Rested,
    Setup,
    answer_unpacker,
)
from agent.errors import DesktopError
from agent.limits import Limits
from agent.plan import Plan
from agent.reports import Halted, NotSent, Report, Sent
from agent.silence import Silence
from bridge.clock import MILLISECOND_NS, SECOND_NS, Clock
from bridge.geometry import Rect

HANDS_ENDED = "the hands ended"
HANDS_SILENT = "the hands were silent for more than 0.9 s"
_PULSE_NS = 100 * MILLISECOND_NS
_START_NS = 20 * SECOND_NS
_REST_NS = 200 * MILLISECOND_NS
_LAST_WORDS_NS = 100 * MILLISECOND_NS
_LOOK_S = 0.005


class ProcessHands:
    """`agent.play_ports.Hands` through the injector's process. Made by `open_hands`; for one thread.

    Args:
        clock: for pauses.
        injector: the process that sends.
        guardian: the process that watches it.
        ledger: what is held.
    """

    def __init__(
        self,
        clock: Clock,
        injector: subprocess.Popen[bytes],
        guardian: subprocess.Popen[bytes],
        ledger: HeldLedger,
    ) -> None:
        assert injector.stdin is not None, "the injector was started with pipes"
        assert injector.stdout is not None, "the injector was started with pipes"
        assert guardian.stdout is not None, "the guardian was started with a pipe"
        self.injector_pid, self.guardian_pid = injector.pid, guardian.pid
        self._clock = clock
        self._injector = injector
        self._guardian = guardian
        self._ledger = ledger
        self._words_from = guardian.stdout.fileno()
        os.set_blocking(self._words_from, False)
        self._words = b""
        self._pipe: MessagePipe[Answer] = MessagePipe(
            injector.stdout.fileno(), injector.stdin.fileno(), answer_unpacker()
        )
        self._ordered_ns = clock.now_ns()
        self._silence = Silence(self._ordered_ns)
        self._is_armed = self._is_over = self._is_closed = False

    def begin(self, setup: Setup) -> None:
        """Tell the injector what it is for, and wait until both processes are ready.

        Raises:
            DesktopError: one of them cannot do its work here.
        """
        self._pipe.send(setup)
        deadline_ns = self._clock.now_ns() + _START_NS
        is_ready = is_guarded = False
        while not (is_ready and is_guarded):
            select.select([self._pipe.reads, self._words_from], [], [], 0.1)
            for answer in self._pipe.received():
                if isinstance(answer, Failed):
                    raise DesktopError(answer.reason)
                is_ready = is_ready or isinstance(answer, Ready)
            if not is_guarded and (line := self._hear_guardian()):
                if line != READY:
                    raise DesktopError(line)
                is_guarded = True
            if self._pipe.is_closed and is_guarded:
                break  # the guardian ended it, by the stop key for example: `reports` says why
            if self._pipe.is_closed or self._clock.now_ns() > deadline_ns:
                raise DesktopError("the hands' own process does not start")
        self._silence.heard(self._clock.now_ns())

    def arm(self) -> None:
        """See `Hands.arm`."""
        self._order(Arm())
        self._is_armed = True

    def forbid(self, places: tuple[Rect, ...]) -> None:
        """See `Hands.forbid`."""
        self._order(Forbid(places))

    def plan(self, plan: Plan) -> None:
        """See `Hands.plan`."""
        self._order(plan)

    def reports(self) -> tuple[Report, ...]:
        """See `Hands.reports`.

        Raises:
            DesktopError: what came is no answer.
        """
        if self._is_over:
            return ()
        if self._is_armed and self._clock.now_ns() - self._ordered_ns > _PULSE_NS:
            self._order(Pulse())
        found = [answer for answer in self._pipe.received() if self._is_report(answer)]
        reports: list[Report] = [answer for answer in found if isinstance(answer, Sent | NotSent | Halted)]
        if self._pipe.is_closed:
            reports.append(Halted(self._clock.now_ns(), self._why_ended()))
        elif self._silence.lasts_ns(self._clock.now_ns()) > AGENT_SILENCE_NS:
            reports.append(Halted(self._clock.now_ns(), HANDS_SILENT))
        self._is_over = any(isinstance(report, Halted) for report in reports)
        return tuple(reports)

    def rest(self) -> tuple[Report, ...]:
        """See `Hands.rest`."""
        reports: list[Report] = []
        self._is_armed = False
        if self._is_closed:
            return ()
        self._pipe.send(Rest())
        deadline_ns = self._clock.now_ns() + _REST_NS
        while self._clock.now_ns() < deadline_ns:
            for answer in self._pipe.received():
                if isinstance(answer, Rested):
                    return tuple(reports)
                if isinstance(answer, Sent | NotSent | Halted):
                    reports.append(answer)
            if self._pipe.is_closed:
                break
            select.select([self._pipe.reads], [], [], _LOOK_S)
        return tuple(reports)

    def close(self) -> None:
        """See `Hands.close`."""
        self._is_over = self._is_closed = True
        for process in (self._injector, self._guardian):
            for end in (process.stdin, process.stdout):
                if end is not None:
                    with suppress(OSError):
                        end.close()
        _wait_for(self._injector)
        _wait_for(self._guardian)
        with suppress(DesktopError):  # a display that is gone holds nothing
            release_held(self._ledger, self._clock)

    def _order(self, order: Order) -> None:
        self._ordered_ns = self._clock.now_ns()
        self._pipe.send(order)

    def _is_report(self, answer: Answer) -> bool:
        self._silence.heard(self._clock.now_ns())
        return not isinstance(answer, Alive | Ready)

    def _why_ended(self) -> str:
        """The guardian's last words; where it has none, both are dead, and what they held is released here."""
        deadline_ns = self._clock.now_ns() + _LAST_WORDS_NS
        while self._clock.now_ns() < deadline_ns and self._guardian.poll() is None:
            select.select([self._words_from], [], [], _LOOK_S)
            if line := self._hear_guardian():
                return line
        line = self._hear_guardian()
        with suppress(DesktopError):
            release_held(self._ledger, self._clock)
        return line or HANDS_ENDED

    def _hear_guardian(self) -> str:
        """A whole line of the guardian's, or an empty string."""
        with suppress(BlockingIOError):
            self._words += os.read(self._words_from, 4096)
        line, end, rest = self._words.partition(b"\n")
        if not end:
            return ""
        self._words = rest
        return line.decode(errors="replace")


@contextmanager
def open_hands(
    window: GameWindow, limits: Limits, clock: Clock, *, stop_key: str | None, yields: bool
) -> Iterator[ProcessHands]:
    """Hands on a window of this display while entered; they act once they are armed.

    What a dead session left held is released first.

    Args:
        window: the game's.
        limits: what may never be sent.
        clock: for pauses.
        stop_key: heard by the guardian whichever window has the focus; None: there is none.
        yields: whether a person's input, or the loss of the focus, ends the sending.

    Raises:
        DesktopError: another session acts on this display, or it cannot be acted on.
    """
    display = os.environ.get("DISPLAY", "")
    with ExitStack() as stack:
        held = open_ledger_file(ledger_path(display))
        stack.callback(os.close, held)
        if not lock_ledger(held):
            raise DesktopError(f"another osrs-agent acts on display {display} already; end it first")
        stack.callback(unlock_ledger, held)
        ledger = mapped_ledger(held)
        release_held(ledger, clock)
        ledger.begin()
        hands = _started(clock, held, ledger, stop_key)
        stack.callback(hands.close)
        hands.begin(Setup(window, limits, stop_key, yields))
        yield hands


def _started(clock: Clock, held: int, ledger: HeldLedger, stop_key: str | None) -> ProcessHands:
    heard, beats = os.pipe()
    try:
        injector = _process("agent.desktop.injector", (beats, held), stdin=subprocess.PIPE)
        key = () if stop_key is None else (stop_key,)
        try:
            guardian = _process("agent.desktop.guardian", (heard, held), injector.pid, *key, stdin=subprocess.DEVNULL)
        except BaseException:
            injector.kill()
            raise
    finally:
        os.close(heard)
        os.close(beats)
    return ProcessHands(clock, injector, guardian, ledger)


def _process(module: str, descriptors: tuple[int, int], *more: object, stdin: int) -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C and the death of a terminal reach the agent only, which ends it in order."""
    command = [sys.executable, "-m", module, *map(str, descriptors), *map(str, more)]
    return subprocess.Popen(  # noqa: S603  # our own module with our own arguments
        command, stdin=stdin, stdout=subprocess.PIPE, pass_fds=descriptors, start_new_session=True, bufsize=0
    )


def _wait_for(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(1.0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
