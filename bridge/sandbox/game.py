"""The sandbox in lockstep: a whole game behind the four ports, in virtual time on one thread."""

from __future__ import annotations

from bridge.clock import VirtualClock
from bridge.errors import LinkClosed, LocalProtocolError
from bridge.events import Author, ButtonRelease, InputEvent, KeyRelease
from bridge.frame import Frame
from bridge.held import HeldInput
from bridge.sandbox.drawing.ink import Picture
from bridge.sandbox.observe import observe
from bridge.sandbox.rules_file import load_rules
from bridge.sandbox.step import step, tick_inputs
from bridge.sandbox.view import draw
from bridge.sandbox.worldgen import make_world, play_generator
from bridge.state import TICK_NS, GameState


class SandboxGame:
    """A game that moves on when its next state is asked for: GameLink, FrameSource, InputSource and InputSink in one.

    Events sent during a tick act in order of their time when the tick ends, and come back from `drain` at once, as a
    listener would hear them.

    Args:
        task_name: whose scenario is played.
        seed: of the world and of all chance in it.
        clock: moved by `receive`, and by nothing else meanwhile.
        logged_in: False starts on the login screen.
    """

    def __init__(self, task_name: str, seed: int, clock: VirtualClock, *, logged_in: bool = True) -> None:
        self.rules = load_rules(task_name)
        self.world = make_world(self.rules, task_name, seed, logged_in=logged_in)
        self._clock = clock
        self._generator = play_generator(seed)
        self._tick_start_ns: int | None = None
        self._queued: list[InputEvent] = []
        self._echo: list[InputEvent] = []
        self._held = HeldInput()
        self._picture: Picture | None = None
        self._is_closed = False

    def receive(self, timeout_s: float) -> GameState | None:  # noqa: ARG002 (a lockstep game is never late)
        """The state of tick 0 at the clock's time; from then on the next tick's, 600 ms later on the clock.

        Raises:
            LinkClosed: the game is closed.
        """
        if self._is_closed:
            raise LinkClosed("the sandbox game is closed")
        if self._tick_start_ns is None:
            self._tick_start_ns = self._clock.now_ns()
        else:
            self._finish_tick(self._tick_start_ns)
        return observe(self.world, self._tick_start_ns)

    def _finish_tick(self, start_ns: int) -> None:
        inputs = sorted(self._queued, key=lambda event: event.at_ns)
        self.world = step(self.world, tick_inputs(inputs, start_ns), self._generator)
        self._queued.clear()
        self._picture = None
        self._tick_start_ns = start_ns + TICK_NS
        self._clock.sleep_until_ns(self._tick_start_ns)

    def grab(self) -> Frame:
        """The picture of the current tick; drawn once a tick."""
        if self._picture is None:
            self._picture = draw(self.world)
        return Frame(self._clock.now_ns(), self._picture)

    def send(self, event: InputEvent) -> None:
        """Queue an event of the current tick.

        Raises:
            LocalProtocolError: the game is closed, has given no state yet, or the event is due in another tick.
        """
        if self._is_closed or self._tick_start_ns is None:
            raise LocalProtocolError("the sandbox takes events between its first state and its close")
        late_ns = event.at_ns - self._tick_start_ns
        if not 0 <= late_ns < TICK_NS:
            raise LocalProtocolError(f"an event at {late_ns} ns of a tick that is {TICK_NS} ns long")
        self._take(event)

    def _take(self, event: InputEvent) -> None:
        self._held = self._held.after(event)
        self._queued.append(event)
        self._echo.append(event)

    def drain(self) -> tuple[InputEvent, ...]:
        """Every event sent since the last call, in order of time."""
        events = tuple(sorted(self._echo, key=lambda event: event.at_ns))
        self._echo.clear()
        return events

    def held(self) -> HeldInput:
        """What was pressed and not released, and where the pointer was put."""
        return self._held

    def release_all(self) -> None:
        """Release everything held: now or with the last event, but still in this tick."""
        if self._tick_start_ns is None:
            return
        latest_ns = max((self._clock.now_ns(), *(event.at_ns for event in self._queued)))
        at_ns = min(latest_ns, self._tick_start_ns + TICK_NS - 1)
        place = self._held.pointer
        for button in sorted(self._held.buttons):
            assert place is not None
            self._take(ButtonRelease(at_ns, place.x, place.y, button, Author.AGENT))
        for key in sorted(self._held.keys):
            self._take(KeyRelease(at_ns, key, Author.AGENT))

    def close(self) -> None:
        """Release everything; no further state comes."""
        self.release_all()
        self._is_closed = True
