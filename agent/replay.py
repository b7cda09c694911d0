"""Recordings run through the loop again, in virtual time: exactly, and against what a model would have done."""

from __future__ import annotations

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
from model.history import History

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

    loop = _run(recording, watching)
    expected = tuple(recording.inputs())
    first_ns = histories[0].windows[0].start_ns if histories else 0
    seen = tuple(event for history in histories for event in history.windows[-1].events) + loop.pending
    wanted = tuple(event for event in expected if not histories or event.at_ns >= first_ns)
    found = differences(wanted, seen)
    return ReplayReport(session, len(histories), len(expected), tuple(found[:10]), len(found))


def compare_with(session: Path, planner: Planner) -> Agreement:
    """Ask a planner at each tick of a recording, and compare its plans with what the person did.

    Args:
        session: the recording.
        planner: for example `agent.model_player.agent_planner`.
    """
    recording = open_recording(session)
    return agreement_of(plans_along(recording, planner), tuple(recording.inputs()), TICK_NS)


def plans_along(recording: Recording, planner: Planner) -> tuple[Plan, ...]:
    """What a planner would have done at each tick of a recording, given what the person did before it."""
    plans: list[Plan] = []

    def noting(history: History) -> Plan:
        plan = planner(history)
        plans.append(plan)
        return plan

    _run(recording, noting)
    return tuple(plans)


def _run(recording: Recording, planner: Planner) -> PlayLoop:
    clock = VirtualClock()
    world = ReplayWorld(recording, clock)
    manifest = recording.manifest
    loop, limits = PlayLoop(Mode.DRY_RUN), Limits(manifest.canvas_width_px, manifest.canvas_height_px)
    run_lockstep(PlayPorts(world, world, NullSink(), None), clock, loop, planner, _EVERY_TICK, limits)
    loop.heard(world.drain())
    return loop


def differences(expected: tuple[InputEvent, ...], seen: tuple[InputEvent, ...]) -> list[str]:
    """A line for each place where what the loop saw is not what was recorded, and one where the numbers differ."""
    found = [
        f"event {i}: recorded {a}, replayed {b}" for i, (a, b) in enumerate(zip(expected, seen, strict=False)) if a != b
    ]
    if len(expected) != len(seen):
        found.append(f"{len(expected)} events recorded, {len(seen)} replayed")
    return found
