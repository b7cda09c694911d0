"""The sandbox on a real clock: a tick every 600 ms, at deadlines that do not drift."""

from __future__ import annotations

import msgspec

from bridge.clock import Clock
from bridge.events import InputEvent
from bridge.sandbox.observe import observe
from bridge.sandbox.rules_file import load_rules
from bridge.sandbox.step import step, tick_inputs
from bridge.sandbox.world import World
from bridge.sandbox.worldgen import make_world, play_generator
from bridge.state import TICK_NS, GameState


class RealTimeGame:
    """The same world and chance as `SandboxGame`, moved on by whoever watches the clock.

    Args:
        task_name: whose scenario is played.
        seed: of the world and of all chance in it.
        clock: read, never slept on.
        logged_in: False starts on the login screen.
    """

    def __init__(self, task_name: str, seed: int, clock: Clock, *, logged_in: bool = True) -> None:
        self.world: World = make_world(load_rules(task_name), task_name, seed, logged_in=logged_in)
        self._generator = play_generator(seed)
        self._clock = clock
        self._start_ns = 0
        self._queued: list[InputEvent] = []

    @property
    def due_ns(self) -> int:
        """When the present tick ends."""
        return self._start_ns + TICK_NS

    def begin(self) -> GameState:
        """Start tick 0 now; its state."""
        self._start_ns = self._clock.now_ns()
        return observe(self.world, self._start_ns)

    def take(self, event: InputEvent) -> None:
        """Queue an event, in order of `at_ns`; it acts at the end of the tick in which it happened."""
        self._queued.append(event)

    def finish_tick(self) -> GameState:
        """Step the world with what happened in the tick that ended; the new state.

        A game that comes late by whole ticks (the machine slept) leaves them out: it never hurries after them.
        """
        end_ns = self.due_ns
        inputs = [self._within(event) for event in self._queued if event.at_ns < end_ns]
        self._queued = [event for event in self._queued if event.at_ns >= end_ns]
        self.world = step(self.world, tick_inputs(inputs, self._start_ns), self._generator)
        now_ns = self._clock.now_ns()
        missed = max(0, now_ns - end_ns) // TICK_NS
        self._start_ns = end_ns + missed * TICK_NS
        return observe(self.world, now_ns)

    def _within(self, event: InputEvent) -> InputEvent:
        """What happened in a tick that was left out counts for the next one's start."""
        if event.at_ns >= self._start_ns:
            return event
        return msgspec.structs.replace(event, at_ns=self._start_ns)
