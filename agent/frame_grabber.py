"""Pictures at a steady rate, on a thread of their own with absolute deadlines."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread
from types import TracebackType
from typing import Self

from agent.errors import DesktopError, WindowGone
from bridge.clock import SECOND_NS, Clock
from bridge.frame import Frame
from bridge.ports import FrameSource

_log = logging.getLogger(__name__)
_PATIENCE_NS = 4 * SECOND_NS
_TOLD_AFTER_NS = SECOND_NS // 2
"""Frames that are lost for less are only counted: a display that goes down with the session is no news."""
_JOIN_S = 2.0


class FrameGrabber:
    """Grabs `fps` frames a second while entered.

    Args:
        source: where the frames come from; used on this thread only.
        clock: gives the deadlines.
        fps: frames a second.
        on_frame: called on the thread for each frame asked for, with None where it could not be had.
    """

    def __init__(self, source: FrameSource, clock: Clock, fps: float, on_frame: Callable[[Frame | None], None]) -> None:
        self._source = source
        self._clock = clock
        self._interval_ns = round(SECOND_NS / fps)
        self._on_frame = on_frame
        self._lost_since_ns: int | None = None
        self._is_told = False
        self._due_ns = 0
        self._stop = Event()
        self._thread = Thread(target=self._run, name="frames", daemon=True)

    @property
    def due_ns(self) -> int:
        """By when it shows life again; later than that it hangs."""
        return self._due_ns

    @property
    def hangs(self) -> bool:
        """Whether its thread did not end when it was left: the source cannot be closed then."""
        return self._stop.is_set() and self._thread.is_alive()

    def __enter__(self) -> Self:
        self._due_ns = self._clock.now_ns() + self._interval_ns + _PATIENCE_NS
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(_JOIN_S + self._interval_ns / SECOND_NS)

    def _run(self) -> None:
        self._grab()  # the first opens the way to the screen, which may take long: the rate counts from there
        deadline_ns = self._clock.now_ns()
        while not self._stop.is_set():
            deadline_ns += self._interval_ns
            behind = (self._clock.now_ns() - deadline_ns) // self._interval_ns
            for _ in range(behind):
                self._on_frame(None)
            deadline_ns += max(0, behind) * self._interval_ns
            self._due_ns = deadline_ns + _PATIENCE_NS
            self._clock.sleep_until_ns(deadline_ns)
            if not self._stop.is_set():
                self._grab()

    def _grab(self) -> None:
        try:
            frame = self._source.grab()
        except DesktopError as error:
            if not isinstance(error, WindowGone):  # a window that is gone is told by the loop
                self._tell_of(error)
            self._on_frame(None)
        else:
            self._lost_since_ns, self._is_told = None, False
            self._on_frame(frame)

    def _tell_of(self, error: DesktopError) -> None:
        now_ns = self._clock.now_ns()
        if self._lost_since_ns is None:
            self._lost_since_ns = now_ns
        elif now_ns - self._lost_since_ns >= _TOLD_AFTER_NS and not self._is_told:
            self._is_told = True
            _log.warning("frames are being lost: %s", error)
