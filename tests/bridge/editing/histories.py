"""Random sessions for the tests of editing, and all that a recording holds."""

from __future__ import annotations

from pathlib import Path

import msgspec
from hypothesis import strategies as st

from bridge.clock import VirtualClock
from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
)
from bridge.recording.channels import Topic
from bridge.recording.messages import Marker, PlannedInput
from bridge.recording.raw import open_raw
from bridge.recording.writer import RecordingWriter
from bridge.state import TICK_NS, GameState, Tick
from tests.bridge.recording.sessions import START_NS, manifest_of, state_at

Done = list[GameState | InputEvent | Marker | PlannedInput | int]

MOMENT_NS = TICK_NS // 4


def timed_state(index: int, at_ns: int) -> GameState:
    """A state at a time of its own."""
    return msgspec.structs.replace(state_at(index), tick=Tick(index, at_ns))


@st.composite
def histories(draw: st.DrawFn) -> Done:
    """Messages of up to ten ticks in the order in which they are written; a number is that many dropped inputs."""
    done: Done = []
    down: set[str] = set()
    at_ns = START_NS
    for index in range(draw(st.integers(3, 10))):
        at_ns += draw(st.integers(1, 5)) * MOMENT_NS
        done.append(timed_state(index, at_ns))
        for _ in range(draw(st.integers(0, 5))):
            at_ns += draw(st.integers(0, 1)) * MOMENT_NS // 8
            done.append(_thing(draw, down, at_ns))
    return done


def _thing(draw: st.DrawFn, down: set[str], at_ns: int) -> InputEvent | Marker | PlannedInput | int:
    name = draw(st.sampled_from(["left", "a", "shift", "move", "marker", "plan", "drop", "late"]))
    match name:
        case "move":
            return PointerMove(at_ns, draw(st.integers(0, 40)), 3, Author.HUMAN)
        case "late":
            return PointerMove(at_ns - MOMENT_NS // 3, 1, 2, Author.HUMAN)
        case "marker":
            return Marker(at_ns, "pause", "")
        case "plan":
            return PlannedInput(at_ns, None, (KeyPress(at_ns + 5, "a", Author.AGENT),))
        case "drop":
            return draw(st.integers(1, 3))
    is_down = name in down
    down.symmetric_difference_update({name})
    if name == "left":
        kind = ButtonRelease if is_down else ButtonPress
        return kind(at_ns, 4, 5, MouseButton.LEFT, Author.HUMAN)
    return (KeyRelease if is_down else KeyPress)(at_ns, name, Author.HUMAN)


def write_history(path: Path, done: Done) -> Path:
    """Record it."""
    with RecordingWriter(path, manifest_of(), clock=VirtualClock(), video=False) as writer:
        for thing in done:
            match thing:
                case GameState():
                    writer.write_state(thing)
                case Marker():
                    writer.write_marker(thing)
                case PlannedInput():
                    writer.write_plan(thing.made_from_ns, thing.events)
                case int():
                    writer.note_dropped(Topic.INPUT, thing, "the queue was full")
                case _:
                    writer.write_input(thing)
    return path


def messages_of(path: Path) -> dict[Topic, list[tuple[int, int, bytes]]]:
    """Time, number and content of each message of each stream."""
    raw = open_raw(path)
    return {topic: [(one.log_time_ns, one.sequence, one.data) for one in raw.messages(topic)] for topic in Topic}
