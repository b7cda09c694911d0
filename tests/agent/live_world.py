"""A small world in real time, for tests of the live driver: a few ticks a second, and hands that are heard at once.

The hands act when they are asked for reports, which is often enough here; the real ones are a process.
"""

from __future__ import annotations

from queue import Empty, SimpleQueue
from threading import Event, Thread

from agent.dispatch import Dispatch
from agent.limits import Limits
from agent.plan import Plan
from agent.reports import Report, Sent
from bridge.clock import MILLISECOND_NS, SystemClock
from bridge.errors import LinkClosed
from bridge.events import Author, ButtonRelease, InputEvent
from bridge.geometry import Rect
from bridge.held import HeldInput
from bridge.state import GamePhase, GameState, Tick, View

CLOCK = SystemClock()


class QuickWorld:
    """Ticks every `spacing_ms`; every event that is sent comes back from `drain`. Ends after `ticks` ticks."""

    def __init__(self, ticks: int, spacing_ms: int = 30) -> None:
        self.sent: list[InputEvent] = []
        self.received: list[GameState] = []
        self._ticks = ticks
        self._spacing_ns = spacing_ms * MILLISECOND_NS
        self._heard: list[InputEvent] = []
        self._held = HeldInput()
        self._dispatch = Dispatch(Limits(765, 503))
        self._is_armed = False
        self._states: SimpleQueue[GameState | None] = SimpleQueue()
        self._stop = Event()
        Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        start_ns = CLOCK.now_ns()
        for index in range(self._ticks):
            CLOCK.sleep_until_ns(start_ns + index * self._spacing_ns)
            view = View(765, 503, Rect(4, 4, 512, 334))
            self._states.put(GameState(Tick(index, CLOCK.now_ns()), GamePhase.LOGGED_IN, view))
        CLOCK.sleep_until_ns(start_ns + self._ticks * self._spacing_ns)
        self._states.put(None)

    def receive(self, timeout_s: float) -> GameState | None:
        try:
            state = self._states.get(timeout=timeout_s)
        except Empty:
            return None
        if state is None:
            raise LinkClosed("over")
        self.received.append(state)
        return state

    def hear(self, event: InputEvent) -> None:
        self._heard.append(event)

    def drain(self) -> tuple[InputEvent, ...]:
        heard, self._heard = tuple(self._heard), []
        return heard

    def send(self, event: InputEvent) -> None:
        self.sent.append(event)
        self._held = self._held.after(event)
        self._heard.append(event)

    def held(self) -> HeldInput:
        return self._held

    def arm(self) -> None:
        self._is_armed = True

    def forbid(self, places: tuple[Rect, ...]) -> None:
        self._dispatch.forbid(places)

    def plan(self, plan: Plan) -> None:
        self._dispatch.planned(plan)

    def reports(self) -> tuple[Report, ...]:
        if not self._is_armed:
            return ()
        turn = self._dispatch.due(CLOCK.now_ns(), self._held)
        for event in turn.send:
            self.send(event)
        return (*turn.not_sent, *(Sent(event, CLOCK.now_ns(), None) for event in turn.send))

    def rest(self) -> tuple[Report, ...]:
        self._is_armed = False
        for button in self._held.buttons:
            self.send(ButtonRelease(CLOCK.now_ns(), 1, 1, button, Author.AGENT))
        return ()

    def close(self) -> None:
        self._stop.set()
