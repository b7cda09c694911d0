"""A recording speaking as a game, on a virtual clock: its states, its inputs and its pictures, each at its time."""

from __future__ import annotations

from bridge.clock import VirtualClock
from bridge.errors import LinkClosed
from bridge.events import InputEvent
from bridge.frame import Frame
from bridge.recording.pictures import PictureTrack
from bridge.recording.reader import Recording
from bridge.recording.upcoming import Upcoming
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
        self._inputs: Upcoming[InputEvent] = Upcoming(recording.inputs())
        self._pictures = PictureTrack(recording)
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
