"""The loop in real time: threads that move values and wait, and no decisions."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import assert_never

from agent.errors import WindowGone
from agent.loop import Mode, PlayLoop
from agent.plan import Plan
from agent.planner import Planner, PlannerThread
from agent.play_ports import LivePorts
from agent.reports import TAKEN_OVER, WINDOW_GONE, Halted, NotSent, Report, Sent
from agent.silence import Silence
from agent.tape import Tape
from agent.turns import quick_turns
from bridge.clock import MILLISECOND_NS, SECOND_NS, Clock
from bridge.errors import LinkClosed
from bridge.frame import Frame
from bridge.geometry import Rect
from bridge.ports import GameLink
from bridge.recording.messages import PlannedInput, SentInput
from bridge.state import GameState

GAME_CLOSED = "the game closed"
GAME_SILENT = "the game went silent"
SILENCE_NS = 2 * SECOND_NS
SHOWN_NS = 40 * MILLISECOND_NS
"""A game tells its state before it draws it: only so much later it is sure to be on the screen."""
_POLL_NS = 4 * MILLISECOND_NS
_RECEIVE_S = 0.1
_ECHO_NS = 30 * MILLISECOND_NS
"""What was sent last is heard again within this time, and belongs to the recording."""


@dataclass(frozen=True, slots=True)
class LiveSettings:
    """How a live run goes.

    Args:
        until_ns: when to stop; None: at the game's end or when told to.
        should_stop: asked often; a reason to stop, or an empty string.
        may_be_silent: whether ticks may stay out for long, as those of a client do that is not logged in.
        goes_on_taken_over: whether a person who takes over plays on, and is kept, while the hands rest.
    """

    until_ns: int | None
    should_stop: Callable[[], str]
    may_be_silent: bool = False
    goes_on_taken_over: bool = False


@dataclass(frozen=True, slots=True)
class _Failed:
    error: Exception


_Message = GameState | Plan | LinkClosed | _Failed


def run_live(
    ports: LivePorts, clock: Clock, loop: PlayLoop, planner: Planner | None, tape: Tape, settings: LiveSettings
) -> str:
    """Run until something ends it; everything held is released on any ending.

    Args:
        ports: the game.
        clock: the clock that stamps states and events.
        loop: the state machine.
        planner: who decides; None: only a person plays.
        tape: what is kept.
        settings: its end.

    Returns:
        Why it ended, in words: "time", `GAME_CLOSED`, `GAME_SILENT`, why the hands ended, or what `should_stop` said.

    Raises:
        Exception: what the planner raised.
    """
    messages: SimpleQueue[_Message] = SimpleQueue()
    with ExitStack() as stack:
        stack.enter_context(quick_turns())
        decide = None
        if planner is not None:
            thread = PlannerThread(planner, messages.put, lambda error: messages.put(_Failed(error)))
            decide = stack.enter_context(thread).decide
        _start_receiver(ports.link, messages, stack)
        driver = _Driver(ports, clock, loop, tape, decide)
        stack.callback(driver.rest)  # before all else that ends: threads may take their time
        if loop.mode is Mode.ARMED:
            ports.hands.arm()
        try:
            while not (reason := driver.ending(settings)):
                driver.take(messages)
                driver.listen()
            driver.rest()
            clock.sleep_until_ns(clock.now_ns() + _ECHO_NS)
            driver.listen()
        except WindowGone:  # the window may go a moment before its link
            return GAME_CLOSED
        return reason


class _Driver:
    def __init__(
        self,
        ports: LivePorts,
        clock: Clock,
        loop: PlayLoop,
        tape: Tape,
        decide: Callable[..., None] | None,
    ) -> None:
        self._ports = ports
        self._clock = clock
        self._loop = loop
        self._tape = tape
        self._decide = decide
        self._silence = Silence(clock.now_ns())
        self._closed = False
        self._halted_by = ""
        self._forbidden: tuple[Rect, ...] = ()

    def ending(self, settings: LiveSettings) -> str:
        now_ns = self._clock.now_ns()
        if settings.until_ns is not None and now_ns >= settings.until_ns:
            return "time"
        if self._closed or self._halted_by == WINDOW_GONE:
            return GAME_CLOSED
        if self._halted_by and not (settings.goes_on_taken_over and self._halted_by == TAKEN_OVER):
            return self._halted_by
        silence_ns = self._silence.lasts_ns(now_ns)
        if not settings.may_be_silent and silence_ns > SILENCE_NS:
            return GAME_SILENT
        return settings.should_stop()

    def take(self, messages: SimpleQueue[_Message]) -> None:
        try:
            message = messages.get(timeout=_POLL_NS / SECOND_NS)
        except Empty:
            return
        match message:
            case GameState():
                self._tick(message)
            case Plan():
                ready_ns = self._clock.now_ns()
                if self._loop.planned(message, ready_ns):
                    self._ports.hands.plan(message)
                self._tape.keep_plan(PlannedInput(message.made_from_ns, ready_ns, message.events))
            case LinkClosed():
                self._closed = True
            case _Failed():
                raise message.error
            case _:
                assert_never(message)

    def listen(self) -> None:
        """Take in what happened, and what became of the plans."""
        self._take_reports(self._ports.hands.reports())
        events = self._ports.inputs.drain()
        if events:
            self._loop.heard(events)
            self._tape.keep_inputs(events)

    def rest(self) -> None:
        """Let go of everything."""
        self._take_reports(self._ports.hands.rest())

    def _take_reports(self, reports: tuple[Report, ...]) -> None:
        self._loop.reported(reports)
        for report in reports:
            match report:
                case Sent():
                    self._tape.keep_sent(SentInput(report.sent_ns, report.event, report.seen_ns))
                case Halted():
                    self._halted_by = self._halted_by or report.reason
                case NotSent():
                    pass
                case _:
                    assert_never(report)

    def _tick(self, state: GameState) -> None:
        self.listen()
        self._silence.heard(self._clock.now_ns())
        self._tape.keep_state(state)
        history = self._loop.ticked(state, self._seen(state))
        if self._loop.forbidden != self._forbidden:
            self._forbidden = self._loop.forbidden
            self._ports.hands.forbid(self._forbidden)
        if self._decide is not None:
            self._decide(history)

    def _seen(self, state: GameState) -> Frame | None:
        """The picture of a state, for who decides by it."""
        if self._ports.frames is None:
            return None
        self._clock.sleep_until_ns(state.tick.received_ns + SHOWN_NS)
        return self._ports.frames.grab()


def _start_receiver(link: GameLink, messages: SimpleQueue[_Message], stack: ExitStack) -> None:
    stop = Event()

    def receive() -> None:
        while not stop.is_set():
            try:
                state = link.receive(_RECEIVE_S)
            except LinkClosed as closed:
                messages.put(closed)
                return
            except Exception as error:
                messages.put(_Failed(error))
                return
            if state is not None:
                messages.put(state)

    thread = Thread(target=receive, name="link", daemon=True)

    def end() -> None:  # in one: a signal that raises between two would leave the second waiting for the game
        stop.set()
        thread.join()

    stack.callback(end)
    thread.start()
