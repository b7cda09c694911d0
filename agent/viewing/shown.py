"""What a view of a session shows: pictures, deeds, states and plans on one timeline, in milliseconds from its start."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from pathlib import Path

import cv2
import msgspec
import numpy as np

from agent.plan import Plan
from agent.progress import OnShare, no_progress
from agent.viewing.state_rows import StateRow, state_rows
from bridge.clock import MILLISECOND_NS
from bridge.errors import CorruptRecording
from bridge.events import InputEvent, KeyPress, KeyRelease
from bridge.frame import Frame
from bridge.geometry import Rect
from bridge.held import HeldInput, held_at
from bridge.recording.reader import Recording
from bridge.state import GameState


class ShownEvent(msgspec.Struct, frozen=True, array_like=True):
    """An input event: `x` and `y` are canvas pixels, None for a key; `what` is its button, key or notches."""

    at_ms: float
    kind: str
    x: int | None
    y: int | None
    what: str
    author: str


class ShownBox(msgspec.Struct, frozen=True, array_like=True):
    """The rectangle of something clickable on the canvas, in its pixels."""

    name: str
    x: int
    y: int
    width: int
    height: int


class ShownTick(msgspec.Struct, frozen=True):
    """A game tick: its state as rows of text, what could be clicked, and what each run planned from it."""

    at_ms: float
    index: int
    rows: tuple[StateRow, ...]
    boxes: tuple[ShownBox, ...]
    plans: dict[str, tuple[ShownEvent, ...]]


class ShownFrame(msgspec.Struct, frozen=True, array_like=True):
    """A picture of the game as encoded by `encode_frames`."""

    at_ms: float
    image: bytes


class ShownMarker(msgspec.Struct, frozen=True, array_like=True):
    """Something worth finding again."""

    at_ms: float
    name: str
    note: str


class ShownSession(msgspec.Struct, frozen=True):
    """A session, ready to be shown.

    Args:
        title: its game, task and author.
        teacher: whose input it is that is not the agent's: a "person", or the program that played, such as "expert".
        facts: rows of what it says about itself.
        canvas_width_px, canvas_height_px: of the game's own picture; all places are its pixels.
        picture_width_px: of the pictures that are kept, which may be smaller.
        pointer: where it is before its first event, on the canvas; None: nobody knows.
        duration_ms: from the first message to the last.
        frames, events, ticks, markers: each in order of time.
        runs: names of the runs whose plans the ticks hold; "recorded" are the plans in the file itself.
    """

    title: str
    teacher: str
    facts: tuple[StateRow, ...]
    canvas_width_px: int
    canvas_height_px: int
    picture_width_px: int
    pointer: tuple[int, int] | None
    duration_ms: float
    frames: tuple[ShownFrame, ...]
    events: tuple[ShownEvent, ...]
    ticks: tuple[ShownTick, ...]
    markers: tuple[ShownMarker, ...]
    runs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Which pictures are shown, and how they are stored.

    Args:
        most: at most so many, evenly over the session.
        format: a file ending that OpenCV encodes: ".webp", ".jpg".
        quality: 1 … 100.
    """

    most: int
    format: str
    quality: int


RECORDED = "recorded"
_PERSON = "person"
FILE_ROW = "file"
"""The fact that names the recording."""
_at_ms = attrgetter("at_ms")


def shown_session(
    recording: Recording, plans: Mapping[str, Sequence[Plan]], pictures: Pictures, on_share: OnShare = no_progress
) -> ShownSession:
    """Gather what a view shows.

    Args:
        recording: the session.
        plans: of each run, what it would have done, by the tick it was made from.
        pictures: which of the pictures.
        on_share: told how many pictures are read, and of how many.

    Raises:
        CorruptRecording: the file is damaged, or holds nothing to show.
    """
    events, states = tuple(recording.inputs()), tuple(recording.states())
    packets = tuple(packet.at_ns for packet in recording.packets())
    times = [*(event.at_ns for event in events), *(state.tick.received_ns for state in states), *packets]
    if not times:
        raise CorruptRecording(f"{recording.path} holds no event, state or picture; there is nothing to show")
    start_ns = min(times)
    since = _Since(start_ns)
    kept = _recorded_plans(recording)
    by_run: dict[str, Mapping[int, Sequence[InputEvent]]] = {RECORDED: kept} if kept else {}
    by_run |= {run: {plan.made_from_ns: plan.events for plan in made} for run, made in plans.items()}
    manifest = recording.manifest
    starts = [(part.from_ns, part.held) for part in manifest.session_parts]
    first = starts[0][1].pointer
    held = held_at((state.tick.received_ns for state in states), events, starts)
    return ShownSession(
        title=" · ".join(word for word in (manifest.game, manifest.task, manifest.author) if word),
        teacher=_PERSON if manifest.author == "agent" else manifest.author or _PERSON,
        facts=_facts(recording, len(events), len(states), len(packets)),
        canvas_width_px=manifest.canvas_width_px,
        canvas_height_px=manifest.canvas_height_px,
        picture_width_px=manifest.frame_width_px,
        pointer=None if first is None else (first.x, first.y),
        duration_ms=since.ms(max(times)),
        frames=tuple(_shown_frames(recording, len(packets), pictures, since.ms, on_share)),
        events=tuple(since.event(event) for event in events),
        ticks=tuple(_shown_tick(state, down, by_run, since) for state, down in zip(states, held, strict=True)),
        markers=tuple(ShownMarker(since.ms(mark.at_ns), mark.name, mark.note) for mark in recording.markers()),
        runs=tuple(by_run),
    )


def shown_run_name(run: Path) -> str:
    """A run's name in a view: its folder and the folder above it, so that two runs are told apart."""
    return "/".join(run.resolve().parts[-2:])


def between(events: Sequence[ShownEvent], start_ms: float, end_ms: float) -> Sequence[ShownEvent]:
    """The events in [start_ms, end_ms], of events in order of time."""
    first = bisect_left(events, start_ms, key=_at_ms)
    return events[first : bisect_right(events, end_ms, first, key=_at_ms)]


@dataclass(frozen=True, slots=True)
class _Since:
    """Times counted from the session's start."""

    start_ns: int

    def ms(self, at_ns: int) -> float:
        return round((at_ns - self.start_ns) / MILLISECOND_NS, 3)

    def event(self, event: InputEvent) -> ShownEvent:
        kind = str(event.__struct_config__.tag)
        if isinstance(event, KeyPress | KeyRelease):
            return ShownEvent(self.ms(event.at_ns), kind, None, None, event.key, event.author.value)
        what = str(getattr(event, "button", getattr(event, "notches", "")))
        return ShownEvent(self.ms(event.at_ns), kind, event.x, event.y, what, event.author.value)


def _recorded_plans(recording: Recording) -> dict[int, tuple[InputEvent, ...]]:
    return {plan.made_from_ns: plan.events for plan in recording.plans()}


def _shown_tick(
    state: GameState, held: HeldInput, by_run: Mapping[str, Mapping[int, Sequence[InputEvent]]], since: _Since
) -> ShownTick:
    at_ns = state.tick.received_ns
    plans = {
        run: tuple(since.event(event) for event in plans[at_ns]) for run, plans in by_run.items() if at_ns in plans
    }
    down = ", ".join((*sorted(held.buttons), *sorted(held.keys))) or "nothing"
    rows = (StateRow("held down", down), *state_rows(state))
    return ShownTick(since.ms(at_ns), state.tick.index, rows, tuple(_boxes(state)), plans)


def _boxes(state: GameState) -> Iterable[ShownBox]:
    for entity in state.entities or ():
        if entity.bounds is not None:
            yield _box(entity.name, entity.bounds)
    for button in state.interface.buttons or ():
        yield _box(button.name, button.bounds)


def _box(name: str, bounds: Rect) -> ShownBox:
    return ShownBox(name, bounds.x, bounds.y, bounds.width, bounds.height)


def _shown_frames(
    recording: Recording, number: int, pictures: Pictures, ms: Callable[[int], float], on_share: OnShare
) -> Iterable[ShownFrame]:
    step = max(1, -(-number // pictures.most))
    for index, frame in enumerate(islice(recording.frames(), 0, None, step)):
        on_share(index * step, number)
        yield ShownFrame(ms(frame.at_ns), encoded(frame, pictures))


def encoded(frame: Frame, pictures: Pictures) -> bytes:
    """A frame as the bytes of a picture file."""
    flags = {".webp": cv2.IMWRITE_WEBP_QUALITY, ".jpg": cv2.IMWRITE_JPEG_QUALITY}[pictures.format]
    _, encoded = cv2.imencode(
        pictures.format, cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2BGR), (int(flags), pictures.quality)
    )
    return np.asarray(encoded).tobytes()


def _facts(recording: Recording, events: int, ticks: int, frames: int) -> tuple[StateRow, ...]:
    manifest = recording.manifest
    seed = () if manifest.seed is None else (StateRow("seed", str(manifest.seed)),)
    return (
        StateRow(FILE_ROW, recording.path.name),
        StateRow("session", manifest.session_id),
        *seed,
        StateRow("input events", str(events)),
        StateRow("ticks", str(ticks)),
        StateRow("pictures", str(frames)),
    )
