"""Frames come at a steady rate, and one that cannot be had is told."""

from threading import Event

import numpy as np

from agent.errors import DesktopError, WindowGone
from agent.frame_grabber import FrameGrabber
from bridge.clock import SystemClock
from bridge.frame import Frame

CLOCK = SystemClock()


class Pictures:
    def __init__(self, *fails_at: int, error: type[DesktopError] = DesktopError) -> None:
        self.grabs = 0
        self._fails_at = fails_at
        self._error = error

    def grab(self) -> Frame:
        self.grabs += 1
        if self.grabs in self._fails_at:
            raise self._error("covered")
        return Frame(CLOCK.now_ns(), np.full((2, 3, 3), self.grabs % 256, np.uint8))

    def close(self) -> None:
        pass


def grab(pictures: Pictures, count: int):
    frames, done = [], Event()

    def keep(frame):
        frames.append(frame)
        if len(frames) == count:
            done.set()

    with FrameGrabber(pictures, CLOCK, 200.0, keep):
        assert done.wait(5)
    return frames


def test_frames_are_handed_on_in_order():
    frames = grab(Pictures(), 5)
    taken = [int(frame.pixels[0, 0, 0]) for frame in frames if frame is not None]
    assert taken == sorted(taken)


def test_a_frame_that_cannot_be_had_is_told_and_the_next_one_comes():
    frames = grab(Pictures(2), 4)
    assert None in frames
    assert frames[-1] is not None or frames[-2] is not None


def test_frames_are_as_far_apart_as_the_rate_says():
    frames = grab(Pictures(), 6)
    times = [frame.at_ns for frame in frames if frame is not None]
    assert times[-1] - times[0] >= (len(times) - 2) * 5_000_000


class Told:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.ns = 0

    def now_ns(self) -> int:
        return self.ns

    def sleep_until_ns(self, due_ns: int) -> None:
        self.ns = max(self.ns, due_ns)


def test_a_slow_first_frame_is_no_loss_and_a_slow_later_one_is():
    clock, frames, done = Told(), [], Event()
    takes_ns = {1: 63_000_000, 4: 12_000_000}  # of 5 ms

    class Slow(Pictures):
        def grab(self) -> Frame:
            frame = super().grab()
            clock.ns += takes_ns.get(self.grabs, 0)
            return frame

    def keep(frame):
        frames.append(frame)
        if len(frames) == 8:
            done.set()

    with FrameGrabber(Slow(), clock, 200.0, keep):
        assert done.wait(5)
    assert [frame is None for frame in frames[:8]] == [False] * 4 + [True] + [False] * 3


def test_frames_lost_for_half_a_second_are_complained_of_once(caplog):
    lost = [*range(2, 150), *range(152, 300)]
    grab(Pictures(*lost), 300)
    assert [record.message for record in caplog.records] == ["frames are being lost: covered"] * 2


def test_frames_lost_for_less_are_only_counted(caplog):
    frames = grab(Pictures(*range(2, 20)), 25)
    assert caplog.records == []
    assert frames.count(None) >= 18


def test_a_window_that_is_gone_is_for_the_loop_to_tell(caplog):
    grab(Pictures(*range(2, 150), error=WindowGone), 150)
    assert caplog.records == []
