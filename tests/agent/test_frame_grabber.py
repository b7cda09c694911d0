"""Frames come at a steady rate, and one that cannot be had is told."""

from threading import Event

import numpy as np

from agent.errors import DesktopError
from agent.frame_grabber import FrameGrabber
from bridge.clock import SystemClock
from bridge.frame import Frame

CLOCK = SystemClock()


class Pictures:
    def __init__(self, fails_at: int = -1) -> None:
        self.grabs = 0
        self._fails_at = fails_at

    def grab(self) -> Frame:
        self.grabs += 1
        if self.grabs == self._fails_at:
            raise DesktopError("covered")
        return Frame(CLOCK.now_ns(), np.full((2, 3, 3), self.grabs, np.uint8))

    def close(self) -> None:
        pass


def grab(pictures: Pictures, count: int):
    frames, done = [], Event()

    def keep(frame):
        frames.append(frame)
        if len(frames) == count:
            done.set()

    with FrameGrabber(pictures, CLOCK, 200.0, keep) as grabber:
        assert done.wait(5)
        latest = grabber.latest
    return frames, latest


def test_frames_are_handed_on_in_order():
    frames, latest = grab(Pictures(), 5)
    taken = [int(frame.pixels[0, 0, 0]) for frame in frames if frame is not None]
    assert taken == sorted(taken)
    assert latest is not None


def test_a_frame_that_cannot_be_had_is_told_and_the_next_one_comes():
    frames, _ = grab(Pictures(fails_at=2), 4)
    assert None in frames
    assert frames[-1] is not None or frames[-2] is not None


def test_frames_are_as_far_apart_as_the_rate_says():
    frames, _ = grab(Pictures(), 6)
    times = [frame.at_ns for frame in frames if frame is not None]
    assert times[-1] - times[0] >= (len(times) - 2) * 5_000_000
