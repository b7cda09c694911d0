"""A recording speaking as a game, on a virtual clock: its states, its inputs and its pictures, each at its time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar

import numpy as np

from bridge.clock import VirtualClock
from bridge.errors import CorruptRecording, LinkClosed, LocalProtocolError
from bridge.events import InputEvent
from bridge.frame import Frame
from bridge.recording.reader import Packet, Recording
from bridge.recording.video import VideoDecoder
from bridge.state import GameState


class ReplayWorld:
    """What a session showed, again: a GameLink, an InputSource and a FrameSource.

    Args:
        recording: the session; an unfinished one ends where it was cut off.
        clock: moved to each state as it is received; it starts at or before the session's first message.
    """

    def __init__(self, recording: Recording, clock: VirtualClock) -> None:
        self._clock = clock
        self._recording = recording
        self._states = recording.states()
        self._inputs: _Upcoming[InputEvent] = _Upcoming(recording.inputs())
        self._pictures = _Pictures(recording)
        self._is_closed = False

    def receive(self, timeout_s: float) -> GameState | None:
        """The next state; the clock jumps to its time, so nobody waits, whatever `timeout_s` says.

        Raises:
            LinkClosed: the session has ended; the clock stands behind its last input, which a last `drain` gives.
        """
        del timeout_s
        if self._is_closed:
            raise LinkClosed(f"the replay of {self._recording.path} was closed")
        state = next(self._states, None)
        if state is None:
            last_ns = self._inputs.last_ns()
            if last_ns is not None:
                self._clock.sleep_until_ns(last_ns + 1)
            raise LinkClosed(f"the recording {self._recording.path} has ended")
        self._clock.sleep_until_ns(state.tick.received_ns)
        return state

    def drain(self) -> tuple[InputEvent, ...]:
        """The inputs before now that were not given yet."""
        return () if self._is_closed else tuple(self._inputs.before(self._clock.now_ns()))

    def grab(self) -> Frame:
        """The latest picture at or before now; a black one before the session's first picture.

        Raises:
            LocalProtocolError: the session was recorded without pictures.
            CorruptRecording: a picture is damaged.
        """
        return self._pictures.at(self._clock.now_ns())

    def close(self) -> None:
        """End the replay; a second call does nothing."""
        self._is_closed = True


class _Timed(Protocol):
    @property
    def at_ns(self) -> int: ...


_Item = TypeVar("_Item", bound=_Timed)


class _Upcoming(Generic[_Item]):
    """A stream in order of time, given out up to a moment; each item once."""

    def __init__(self, items: Iterator[_Item]) -> None:
        self._items = items
        self._ahead: deque[_Item] = deque()

    def before(self, end_ns: int) -> Iterator[_Item]:
        """The items before `end_ns` that were not given yet."""
        while self._look_ahead() and self._ahead[0].at_ns < end_ns:
            yield self._ahead.popleft()

    def is_empty(self) -> bool:
        """Whether everything was given."""
        return not self._look_ahead()

    def last_ns(self) -> int | None:
        """The time of the last item of all, None where everything was given."""
        self._ahead.extend(self._items)
        return max((item.at_ns for item in self._ahead), default=None)

    def _look_ahead(self) -> bool:
        """Whether there is a next item; it is in `_ahead` then."""
        if not self._ahead:
            self._ahead.extend(item for item in (next(self._items, None),) if item is not None)
        return bool(self._ahead)


class _Pictures:
    """The picture at a moment, decoded only when somebody looks."""

    def __init__(self, recording: Recording) -> None:
        self._path = recording.path
        manifest = recording.manifest
        self._size_px = (manifest.frame_width_px, manifest.frame_height_px)
        self._packets: _Upcoming[Packet] = _Upcoming(recording.packets())
        self._waiting: list[Packet] = []
        self._decoder = VideoDecoder(*self._size_px)
        self._shown: Frame | None = None

    def at(self, now_ns: int) -> Frame:
        """The latest picture at or before `now_ns`."""
        if self._shown is None and not self._waiting and self._packets.is_empty():
            raise LocalProtocolError(f"{self._path} was recorded without pictures; replay it by its states alone")
        for packet in self._packets.before(now_ns + 1):
            if packet.is_start:
                self._waiting.clear()
            self._waiting.append(packet)
        for packet in self._waiting:
            self._shown = self._decoded(packet)
        self._waiting.clear()
        return self._shown or self._black(now_ns)

    def _decoded(self, packet: Packet) -> Frame:
        try:
            return Frame(packet.at_ns, self._decoder.decode(packet.data))
        except ValueError as error:
            raise CorruptRecording(f"{self._path}: /screen at {packet.at_ns} ns: {error}") from None

    def _black(self, now_ns: int) -> Frame:
        width_px, height_px = self._size_px
        return Frame(now_ns, np.zeros((height_px, width_px, 3), np.uint8))
