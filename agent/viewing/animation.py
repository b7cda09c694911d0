"""A session as a moving picture for a page: the frames with the pointer, the way it came, and each press."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from bridge.clock import MILLISECOND_NS
from bridge.errors import UnusableEdit
from bridge.events import ButtonPress, ButtonRelease, InputEvent, PointerMove, WheelScroll
from bridge.exporting.exported import create_file, removed_on_failure
from bridge.frame import Frame
from bridge.recording.reader import Recording

ANIMATION_WIDTH_PX = 510
MOST_FRAMES = 600
_QUALITY = 70
_TRAIL_NS = 1_500 * MILLISECOND_NS
_RING_NS = 400 * MILLISECOND_NS
_POINTER = (255, 255, 255)
_TRAIL = (255, 220, 90)
_PRESS = (235, 60, 60)
_OUTLINE = (20, 20, 20)

Pixels = npt.NDArray[np.uint8]
Pointing = PointerMove | ButtonPress | ButtonRelease | WheelScroll


def write_animation(recording: Recording, path: Path) -> int:
    """Write an animated WebP that shows every picture for as long as it was shown.

    Args:
        recording: the session, with pictures.
        path: ends in .webp.

    Returns:
        the number of pictures.

    Raises:
        UnusableEdit: the session has no pictures, or more than `MOST_FRAMES`.
        CorruptRecording: the recording is damaged.
        RecordingExists: a file of that name is there already.
        OSError: it cannot be written.
    """
    number = sum(1 for _ in recording.packets())
    if number == 0:
        raise UnusableEdit(f"{recording.path} holds no pictures; there is nothing to animate")
    if number > MOST_FRAMES:
        raise UnusableEdit(
            f"{recording.path} holds {number} pictures, an animation at most {MOST_FRAMES}: "
            "cut a stretch out of it with `osrs-agent data trim`"
        )
    pointing = [event for event in recording.inputs() if isinstance(event, Pointing)]
    animation = cv2.Animation()
    times, pictures = zip(*_drawn(recording, pointing), strict=True)
    animation.frames = list(pictures)
    animation.durations = _durations_ms(times)
    is_encoded, data = cv2.imencodeanimation(".webp", animation, (int(cv2.IMWRITE_WEBP_QUALITY), _QUALITY))
    assert is_encoded, "pictures of one size always are"
    with removed_on_failure([path]), create_file(path) as file:
        file.write(data.tobytes())
    return number


def _durations_ms(times_ns: tuple[int, ...]) -> list[int]:
    """How long each picture is shown; the last one as long as the one before it."""
    gaps = [round((later - earlier) / MILLISECOND_NS) for earlier, later in pairwise(times_ns)]
    return [*gaps, gaps[-1] if gaps else 100]


def _drawn(recording: Recording, pointing: list[Pointing]) -> Iterator[tuple[int, Pixels]]:
    scale = ANIMATION_WIDTH_PX / recording.manifest.canvas_width_px
    height = round(recording.manifest.canvas_height_px * scale)
    times = [event.at_ns for event in pointing]
    for frame in recording.frames():
        picture = cv2.resize(frame.pixels, (ANIMATION_WIDTH_PX, height), interpolation=cv2.INTER_AREA)
        recent = pointing[bisect_right(times, frame.at_ns - _TRAIL_NS) : bisect_right(times, frame.at_ns)]
        before = pointing[: bisect_right(times, frame.at_ns)][-1:]
        _draw_pointer(picture, frame, recent or before, scale)
        yield frame.at_ns, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR).astype(np.uint8)


def _draw_pointer(picture: cv2.typing.MatLike, frame: Frame, recent: list[Pointing], scale: float) -> None:
    """The way of the last moments, a ring about each press, and the pointer on top of them."""
    if not recent:
        return
    way = np.asarray([_place(event, scale) for event in recent], np.int32)
    cv2.polylines(picture, [way], isClosed=False, color=_TRAIL, thickness=2, lineType=cv2.LINE_AA)
    for event, place in zip(recent, way, strict=True):
        age_ns = frame.at_ns - event.at_ns
        if isinstance(event, ButtonPress) and age_ns <= _RING_NS:
            radius = 6 + round(10 * age_ns / _RING_NS)
            cv2.circle(picture, place.tolist(), radius, _PRESS, 2, cv2.LINE_AA)
    cv2.circle(picture, way[-1].tolist(), 5, _OUTLINE, -1, cv2.LINE_AA)
    cv2.circle(picture, way[-1].tolist(), 4, _POINTER, -1, cv2.LINE_AA)


def _place(event: InputEvent, scale: float) -> tuple[int, int]:
    assert isinstance(event, Pointing)
    return round(event.x * scale), round(event.y * scale)
