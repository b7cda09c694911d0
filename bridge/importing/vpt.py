"""Sessions in the manner of VPT (Baker et al., 2022, "Video PreTraining"): a line of JSON a frame, and a video."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import msgspec

from bridge.clock import MILLISECOND_NS
from bridge.errors import UnusableLog
from bridge.events import Author, InputEvent, KeyPress, KeyRelease, MouseButton
from bridge.exporting.mp4 import read_pictures
from bridge.frame import Frame
from bridge.geometry import Point
from bridge.importing.frame_inputs import FrameInputs, events_of_frames
from bridge.importing.restored import write_restored
from bridge.importing.rows import FARTHEST_PX, Dirt
from bridge.importing.sessions import AUTHOR, GAME, ImportedSession
from bridge.importing.vpt_keys import key_of
from bridge.recording.manifest import Manifest, new_manifest

VPT_SUFFIX = ".jsonl"
VIDEO_SUFFIX = ".mp4"
FRAMES_PER_SECOND = 20
"""Where the lines tell no time, and of the video."""

_BUTTONS = (MouseButton.LEFT, MouseButton.RIGHT, MouseButton.MIDDLE)
"""In the order of their numbers in the log."""


class _Mouse(msgspec.Struct, frozen=True):
    x: float
    y: float
    dx: float = 0.0
    dy: float = 0.0
    dwheel: float = 0.0
    buttons: tuple[int, ...] = ()
    newButtons: tuple[int, ...] = ()  # noqa: N815 -- the log's own word


class _Keyboard(msgspec.Struct, frozen=True):
    keys: tuple[str, ...] = ()
    newKeys: tuple[str, ...] = ()  # noqa: N815 -- the log's own word


class _Line(msgspec.Struct, frozen=True):
    """What is read of a line."""

    mouse: _Mouse
    keyboard: _Keyboard = _Keyboard()
    milli: int | None = None


def import_vpt(source: Path, path: Path) -> ImportedSession:
    """Record the frames of a `.jsonl`, with the pictures of the `.mp4` of the same name where there is one.

    A line's events get the time of its frame. Its place is the pointer's; while a game holds the pointer fast, the
    turns of the camera (`dx`, `dy` at a place that stays) have no place and are counted as off the screen.

    Raises:
        UnusableLog: a line is not of this kind, or there is none, or the video cannot be read.
        RecordingExists: the recording is there already.
    """
    dirt: Counter[Dirt] = Counter()
    lines = _read(source)
    times_ns = _times_ns(lines, dirt)
    frames = [_inputs(line, at_ns, dirt) for line, at_ns in zip(lines, times_ns, strict=True)]
    dirt[Dirt.OFF_SCREEN] += _turns_without_place(lines)
    events = tuple(events_of_frames(frames, Author.HUMAN))
    video = source.with_suffix(VIDEO_SUFFIX)
    size_px = _size_px(video) if video.exists() else None
    manifest = _manifest(source, events, size_px, times_ns)
    items = heapq.merge(events, _pictures(video, times_ns) if size_px else (), key=lambda item: item.at_ns)
    done = write_restored(source, path, manifest, items, video=size_px is not None)
    return replace(done, rows=len(lines), dirt={kind: count for kind, count in dirt.items() if count})


def _read(source: Path) -> list[_Line]:
    decode = msgspec.json.Decoder(_Line).decode
    lines: list[_Line] = []
    try:
        with source.open("rb") as file:
            for number, text in enumerate(file, 1):
                if text.strip():
                    try:
                        lines.append(decode(text))
                    except ValueError as error:
                        raise UnusableLog(f"{source}, line {number}: {error}") from None
    except OSError as error:
        raise UnusableLog(f"{source}: {error.strerror}") from None
    if not lines:
        raise UnusableLog(f"{source} has no line; a line of JSON a frame is expected")
    return lines


def _times_ns(lines: Sequence[_Line], dirt: Counter[Dirt]) -> list[int]:
    """The frames' times from 0; one that is earlier than the one before gets its time."""
    times_ns: list[int] = []
    for number, line in enumerate(lines):
        milli = line.milli
        at_ns = number * 1000 // FRAMES_PER_SECOND if milli is None else milli - (lines[0].milli or 0)
        at_ns *= MILLISECOND_NS
        dirt[Dirt.OUT_OF_ORDER] += int(bool(times_ns) and at_ns < times_ns[-1])
        times_ns.append(max([at_ns, *times_ns[-1:]]))
    return times_ns


def _inputs(line: _Line, at_ns: int, dirt: Counter[Dirt]) -> FrameInputs:
    mouse, keyboard = line.mouse, line.keyboard
    place = Point(round(mouse.x), round(mouse.y))
    is_off = max(abs(place.x), abs(place.y)) > FARTHEST_PX
    dirt[Dirt.OFF_SCREEN] += int(is_off)
    dirt[Dirt.UNKNOWN_BUTTON] += sum(button not in range(len(_BUTTONS)) for button in mouse.newButtons)
    dirt[Dirt.UNKNOWN_KEY] += sum(key_of(key) is None for key in keyboard.newKeys)
    return FrameInputs(
        at_ns,
        None if is_off else place,
        frozenset(_known_buttons(mouse.buttons)),
        frozenset(key_of(key) or "other" for key in keyboard.keys),
        Counter(_known_buttons(mouse.newButtons)),
        Counter(key_of(key) or "other" for key in keyboard.newKeys),
        round(mouse.dwheel),
    )


def _known_buttons(numbers: Sequence[int]) -> list[MouseButton]:
    return [_BUTTONS[number] for number in numbers if 0 <= number < len(_BUTTONS)]


def _turns_without_place(lines: Sequence[_Line]) -> int:
    """Frames in which the mouse moved and the pointer did not."""
    return sum(
        (line.mouse.dx != 0 or line.mouse.dy != 0) and (line.mouse.x, line.mouse.y) == (before.mouse.x, before.mouse.y)
        for before, line in pairwise(lines)
    )


def _size_px(video: Path) -> tuple[int, int] | None:
    """Width and height of a video, None where it has no picture."""
    first = next(read_pictures(video), None)
    return None if first is None else (first.shape[1], first.shape[0])


def _pictures(video: Path, times_ns: Sequence[int]) -> Iterator[Frame]:
    """Picture i belongs to line i; where one of them has more, the rest is left out."""
    for at_ns, pixels in zip(times_ns, read_pictures(video), strict=False):
        yield Frame(at_ns, pixels)


def _manifest(
    source: Path, events: Sequence[InputEvent], size_px: tuple[int, int] | None, times_ns: Sequence[int]
) -> Manifest:
    places = [(event.x, event.y) for event in events if not isinstance(event, KeyPress | KeyRelease)]
    reach_px = (max([2, *(x + 1 for x, _ in places)]), max([2, *(y + 1 for _, y in places)]))
    seconds = times_ns[-1] / 1e9
    rate = round((len(times_ns) - 1) / seconds, 3) if seconds else float(FRAMES_PER_SECOND)
    return new_manifest(
        f"{source.resolve().parent.name}/{source.stem}",
        started_ns=0,
        started_wall_ns=0,
        game=GAME,
        task="",
        author=AUTHOR,
        canvas_px=reach_px if size_px is None else _canvas_px(size_px, reach_px),
        frame_px=reach_px if size_px is None else size_px,
        frames_per_second=0.0 if size_px is None else rate,
        configuration={"import.source": msgspec.json.encode(source.name).decode()},
    )


def _canvas_px(video_px: tuple[int, int], reach_px: tuple[int, int]) -> tuple[int, int]:
    """The screen behind a video that may be smaller, by a whole factor: places are told on the screen."""
    factor = max(-(-reach // size) for reach, size in zip(reach_px, video_px, strict=True))
    return video_px[0] * factor, video_px[1] * factor
