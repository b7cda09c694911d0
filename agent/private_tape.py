"""A tape that keeps private keys and pictures from another one; it hands on what is public two ticks later."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from operator import attrgetter
from threading import Lock
from types import TracebackType
from typing import Self

import numpy as np

from agent.privacy import KeyFilter, Mark, is_public, mark_of, with_gap
from agent.tape import Tape
from bridge.events import InputEvent, KeyPress, KeyRelease
from bridge.frame import Frame
from bridge.recording.messages import Marker, PlannedInput, SentInput
from bridge.state import GameState

_MARKS_KEPT = 16
_FRAMES_AT_ONCE = 2
"""Frames handed on for each one that comes, so that a tick does not bring a burst."""


class PrivateTape:
    """A `Tape` before another one. What is undecided when it is left counts as private.

    Args:
        tape: gets what is public, in order.
        hides_letters: whether a letter is kept as the class "letter".
    """

    def __init__(self, tape: Tape, *, hides_letters: bool) -> None:
        self.keys_dropped = 0
        self.frames_blanked = 0
        self._tape = tape
        self._keys = KeyFilter(hides_letters)
        self._marks: tuple[Mark, ...] = ()
        self._events: deque[InputEvent] = deque()
        self._frames: deque[Frame] = deque()
        self._lock = Lock()  # frames come from a thread of their own

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._hand_on_events(is_over=True)
            self._hand_on_frames(len(self._frames), is_over=True)

    def keep_state(self, state: GameState) -> None:
        """See `agent.tape.Tape`."""
        with self._lock:
            mark = mark_of(state)
            marks = sorted((*with_gap(self._marks, mark.at_ns), mark), key=attrgetter("at_ns"))
            self._marks = tuple(marks[-_MARKS_KEPT:])
            self._tape.keep_state(state)
            self._hand_on_events(is_over=False)

    def keep_inputs(self, events: Sequence[InputEvent]) -> None:
        """See `agent.tape.Tape`."""
        with self._lock:
            self._events.extend(events)
            if events:
                self._marks = with_gap(self._marks, events[-1].at_ns)
            self._hand_on_events(is_over=False)

    def keep_frame(self, frame: Frame | None) -> None:
        """See `agent.tape.Tape`."""
        with self._lock:
            if frame is None:
                self._tape.keep_frame(None)
                return
            self._frames.append(frame)
            self._marks = with_gap(self._marks, frame.at_ns)
            self._hand_on_frames(_FRAMES_AT_ONCE, is_over=False)

    def keep_plan(self, plan: PlannedInput) -> None:
        """See `agent.tape.Tape`."""
        self._tape.keep_plan(plan)

    def keep_sent(self, sent: SentInput) -> None:
        """See `agent.tape.Tape`."""
        self._tape.keep_sent(sent)

    def keep_marker(self, marker: Marker) -> None:
        """See `agent.tape.Tape`."""
        self._tape.keep_marker(marker)

    def _hand_on_events(self, *, is_over: bool) -> None:
        kept: list[InputEvent] = []
        while self._events:
            event = self._events[0]
            is_key = isinstance(event, KeyPress | KeyRelease)
            may_pass = is_public(event.at_ns, self._marks) if isinstance(event, KeyPress) else True
            if may_pass is None and not is_over:
                break
            self._events.popleft()
            self._keys, left = self._keys.passed(event, may_pass=bool(may_pass))
            if left is not None:
                kept.append(left)
            elif is_key:
                self.keys_dropped += 1
        if kept:
            self._tape.keep_inputs(kept)

    def _hand_on_frames(self, most: int, *, is_over: bool) -> None:
        for _ in range(min(most, len(self._frames))):
            may_pass = is_public(self._frames[0].at_ns, self._marks)
            if may_pass is None and not is_over:
                return
            frame = self._frames.popleft()
            if not may_pass:
                self.frames_blanked += 1
                frame = Frame(frame.at_ns, np.zeros_like(frame.pixels))
            self._tape.keep_frame(frame)
