"""Small sessions that the tests of recordings write and read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from foxglove_schemas_protobuf.CompressedVideo_pb2 import CompressedVideo

from bridge.clock import VirtualClock
from bridge.editing.session_copy import SessionCopy
from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.frame import Frame
from bridge.geometry import Point, Rect
from bridge.recording.channels import Topic
from bridge.recording.manifest import Manifest, new_manifest
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from bridge.state import (
    TICK_NS,
    Entity,
    EntityKind,
    GamePhase,
    GameState,
    Item,
    ItemContainer,
    Player,
    Tick,
    View,
    WorldPoint,
)

WIDTH_PX, HEIGHT_PX = 45, 31
"""Odd on purpose: the video has to pad and to cut."""

START_NS = 5_000_000_000


def manifest_of(session_id: str = "session", frames_per_second: float = 10.0) -> Manifest:
    """A manifest of a small canvas."""
    return new_manifest(
        session_id,
        started_ns=START_NS,
        started_wall_ns=1_700_000_000_000_000_000,
        game="sandbox",
        task="woodcutting",
        author="expert",
        seed=7,
        canvas_px=(WIDTH_PX, HEIGHT_PX),
        frame_px=(WIDTH_PX, HEIGHT_PX),
        frames_per_second=frames_per_second,
        window=Rect(10, 20, WIDTH_PX, HEIGHT_PX),
        configuration={"record.fps": "10"},
    )


def state_at(index: int) -> GameState:
    """The state of a tick, with known, unknown and empty parts."""
    return GameState(
        Tick(index, START_NS + index * TICK_NS),
        GamePhase.LOGGED_IN,
        View(WIDTH_PX, HEIGHT_PX, Rect(0, 0, 30, 20), yaw_rad=0.25 * index),
        player=Player(WorldPoint(3200 + index, 3200), animation=-1, run_energy=0.5),
        entities=(Entity(f"tree:{index}", EntityKind.OBJECT, 1276, "Tree", WorldPoint(3201, 3201), Rect(1, 2, 3, 4)),),
        inventory=ItemContainer(28, (Item(0, 1511, "Logs", index + 1),)),
        bank=None,
        equipment=ItemContainer(11, ()),
        mouse=Point(index, 2),
    )


def events_after(index: int) -> tuple[InputEvent, ...]:
    """One event of each kind in the tick that starts with state `index`; the first at the very time of the state."""
    at_ns = START_NS + index * TICK_NS
    human = Author.HUMAN
    return (
        PointerMove(at_ns, index, 2, human),
        ButtonPress(at_ns + 100_000_001, index, 2, MouseButton.LEFT, human),
        ButtonRelease(at_ns + 180_000_002, index, 2, MouseButton.LEFT, human),
        WheelScroll(at_ns + 200_000_003, 4, 5, -2, human),
        KeyPress(at_ns + 300_000_004, "left", Author.AGENT),
        KeyRelease(at_ns + 300_000_004, "left", Author.AGENT),
    )


def frame_at(index: int, part: int) -> Frame:
    """The picture 200 ms x `part` into a tick: a gradient with a box that moves."""
    rows, columns = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX]
    pixels = np.stack([columns * 5, rows * 8, (rows + columns) * 3], axis=2).astype(np.uint8)
    left = 3 * index + part
    pixels[8:16, left : left + 8] = (250, 40, 20)
    return Frame(START_NS + index * TICK_NS + part * TICK_NS // 3, pixels)


@dataclass(frozen=True, slots=True)
class Session:
    """What was written."""

    path: Path
    events: tuple[InputEvent, ...]
    states: tuple[GameState, ...]
    frames: tuple[Frame, ...]


def write_session(path: Path, ticks: int, *, video: bool = True) -> Session:
    """Record `ticks` ticks: a state, six events and three pictures in each, in the order of their times."""
    events: list[InputEvent] = []
    states: list[GameState] = []
    frames: list[Frame] = []
    with RecordingWriter(path, manifest_of(), clock=VirtualClock(), video=video) as writer:
        for index in range(ticks):
            states.append(state_at(index))
            writer.write_state(states[-1])
            for part in range(3 if video else 0):
                frames.append(frame_at(index, part))
                writer.write_frame(frames[-1])
            for event in events_after(index):
                events.append(event)
                writer.write_input(event)
    return Session(path, tuple(events), tuple(states), tuple(frames))


def cut_copy(path: Path, target: Path, length: int) -> Path:
    """A copy that ends after `length` bytes."""
    with path.open("rb") as source:
        target.write_bytes(source.read(length))
    return target


def flipped_copy(path: Path, target: Path, byte: int, bit: int) -> Path:
    """A copy with one bit turned."""
    shutil.copyfile(path, target)
    data = bytearray(target.read_bytes())
    data[byte] ^= 1 << bit
    target.write_bytes(data)
    return target


def contents(path: Path) -> tuple[list[InputEvent], list[GameState]]:
    """The inputs and the states of a recording."""
    recording = open_recording(path)
    return list(recording.inputs()), list(recording.states())


def are_prefixes(
    found: tuple[list[InputEvent], list[GameState]], whole: tuple[list[InputEvent], list[GameState]]
) -> bool:
    """Whether each stream begins as the whole one does, and nothing follows."""
    return all(part == full[: len(part)] for part, full in zip(found, whole, strict=True))


def write_held_session(path: Path, session_id: str = "session") -> Path:
    """Five ticks; shift goes down right behind the first and up right behind the fourth, at a pointer that never moves
    after it was put somewhere before the first."""
    with RecordingWriter(path, manifest_of(session_id), video=False) as writer:
        writer.write_input(PointerMove(START_NS - 1, 7, 8, Author.HUMAN))
        for index in range(5):
            state = state_at(index)
            writer.write_state(state)
            if index in {0, 3}:
                kind = KeyPress if index == 0 else KeyRelease
                writer.write_input(kind(state.tick.received_ns + 1, "shift", Author.HUMAN))
    return path


def with_messages_like(source: Path, target: Path, topic: Topic, data: Callable[[bytes], bytes]) -> Path:
    """The same recording with every message of a stream changed: sound as a file, whatever its messages are."""
    recording = open_recording(source)
    with SessionCopy(target, recording.manifest, is_repaired=False) as copy:
        for chunk in recording.raw.chunks():
            for message in chunk.messages:
                changed = data(message.data) if message.topic is topic else message.data
                copy.add(message.topic, message.log_time_ns, message.sequence, changed)
    return target


def without_picture(data: bytes) -> bytes:
    """A message of a picture, whose picture is none."""
    message = CompressedVideo.FromString(data)
    message.data = bytes(40)
    whole: bytes = message.SerializeToString()
    return whole
