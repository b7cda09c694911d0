"""Recordings run through the loop again, in virtual time: exactly, and against what a model would have done."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.agreement import Agreement, agreement_of
from agent.limits import Limits
from agent.lockstep import run_lockstep
from agent.loop import Mode, PlayLoop
from agent.plan import Plan
from agent.planner import Planner
from agent.play_ports import NullSink, PlayPorts
from bridge.clock import VirtualClock
from bridge.events import InputEvent
from bridge.link.replay import ReplayWorld
from bridge.recording.reader import Recording, open_recording
from bridge.state import TICK_NS
from model.history import History, done_before

_EVERY_TICK = 2**62


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What a replay found.

    Args:
        session: the recording.
        ticks: states that came through the loop.
        events: input events that came through the loop.
        mismatches: a line for each event that was lost, doubled, out of order or in the wrong window; the first few.
        mismatch_count: all of them.
    """

    session: Path
    ticks: int
    events: int
    mismatches: tuple[str, ...]
    mismatch_count: int

    @property
    def is_exact(self) -> bool:
        """Whether every event came once, in order, in the window of its time."""
        return self.mismatch_count == 0


def replay_exactly(session: Path) -> ReplayReport:
    """Run a recording through the loop and compare what the loop saw with what the file holds.

    Raises:
        CorruptRecording: the file cannot be read as a recording.
    """
    recording = open_recording(session)
    histories: list[History] = []

    def watching(history: History) -> Plan:
        histories.append(history)
        return Plan(history.now_ns, ())

    seen: list[InputEvent] = []
    starts_ns: list[int | None] = []
    ticks = 0
    for loop in _runs(recording, watching):
        seen.extend(event for history in histories for event in history.windows[-1].events)
        seen.extend(loop.pending)
        starts_ns.append(histories[0].windows[0].start_ns if histories else None)
        ticks += len(histories)
        histories.clear()
    borders_ns = [part.from_ns for part in recording.manifest.session_parts[1:]]
    expected = tuple(recording.inputs())
    wanted = [event for event in expected if event.at_ns >= (starts_ns[bisect_right(borders_ns, event.at_ns)] or 0)]
    found = differences(wanted, seen)
    return ReplayReport(session, ticks, len(expected), tuple(found[:10]), len(found))


def compare_with(session: Path, planner: Planner, *, pictures: bool = False) -> Agreement:
    """Ask a planner at each tick of a recording, and compare its plans with what the person did.

    Args:
        session: the recording.
        planner: for example `agent.model_player.agent_planner`.
        pictures: whether it is shown the recording's pictures.

    Raises:
        BridgeError: the recording is damaged, or has no pictures to show.
    """
    recording = open_recording(session)
    plans = plans_along(recording, planner, pictures=pictures)
    return agreement_of(plans, tuple(recording.inputs()), TICK_NS)


def plans_along(recording: Recording, planner: Planner, *, pictures: bool = False) -> tuple[Plan, ...]:
    """What a planner would have done at each tick of a recording, given what the person did before it."""
    plans: list[Plan] = []

    def noting(history: History) -> Plan:
        plan = planner(history)
        plans.append(plan)
        return plan

    for _ in _runs(recording, noting, pictures=pictures):
        pass
    return tuple(plans)


def _runs(recording: Recording, planner: Planner, *, pictures: bool = False) -> Iterator[PlayLoop]:
    """The loop behind each part of a recording: a part begins with what was held there, and no part is the last's past.

    What was heard behind a part's last tick is still pending then.
    """
    clock = VirtualClock()
    world = ReplayWorld(recording, clock)
    manifest = recording.manifest
    ports = PlayPorts(world, world, NullSink(), world if pictures else None)
    limits = Limits(manifest.canvas_width_px, manifest.canvas_height_px)
    parts = manifest.session_parts
    ticks_ns = _ticks_of(recording, [part.from_ns for part in parts[1:]])
    for index, part in enumerate(parts):
        loop, is_last = PlayLoop(Mode.DRY_RUN), index == len(parts) - 1
        its_ns = ticks_ns[index]
        if its_ns:
            loop.heard(done_before(part.held, its_ns[0], manifest.player))
        run_lockstep(ports, clock, loop, planner, _EVERY_TICK if is_last else len(its_ns), limits)
        if not is_last:
            clock.sleep_until_ns(parts[index + 1].from_ns)
        loop.heard(world.drain())
        yield loop


def _ticks_of(recording: Recording, borders_ns: Sequence[int]) -> list[list[int]]:
    """The times of the states in each part."""
    ticks_ns: list[list[int]] = [[] for _ in range(len(borders_ns) + 1)]
    for state in recording.states():
        at_ns = state.tick.received_ns
        ticks_ns[bisect_right(borders_ns, at_ns)].append(at_ns)
    return ticks_ns


def differences(expected: Sequence[InputEvent], seen: Sequence[InputEvent]) -> list[str]:
    """A line for each place where what the loop saw is not what was recorded, and one where the numbers differ."""
    found = [
        f"event {i}: recorded {a}, replayed {b}" for i, (a, b) in enumerate(zip(expected, seen, strict=False)) if a != b
    ]
    if len(expected) != len(seen):
        found.append(f"{len(expected)} events recorded, {len(seen)} replayed")
    return found
