"""A play in Rerun while it lasts: the picture, the planned way ahead of the pointer, the last deeds, and the times."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Self

from agent.errors import DesktopError
from agent.viewing.rerun_log import RERUN_PICTURES, TIMELINE
from agent.viewing.shown import encoded
from bridge.clock import MILLISECOND_NS, SECOND_NS, Clock
from bridge.events import ButtonPress, InputEvent, KeyPress, KeyRelease, PointerMove
from bridge.frame import Frame
from bridge.ports import FrameSource
from bridge.recording.messages import Marker, PlannedInput, SentInput
from bridge.state import GameState

if TYPE_CHECKING:
    from rerun import RecordingStream

MOST_WAITING = 4_000
"""What comes while so much waits for the viewer is not shown; it is kept by a recording all the same."""
_FRAME_NS = 200 * MILLISECOND_NS
_TRAIL_NS = 1_500 * MILLISECOND_NS
_END_S = 5.0
_PLAN_COLOUR, _DONE_COLOUR = (204, 121, 167), (213, 94, 0)

_Message = GameState | PlannedInput | SentInput | Marker | tuple[InputEvent, ...]


class LiveView:
    """A tape that shows. Everything is handed to a thread, which also takes the pictures: the play waits for nothing.

    Args:
        clock: the session's.
        frames: the game's pictures, used by that thread only while this is entered; None: there are none.
        stream: where it is shown; closed when this is left.
    """

    def __init__(self, clock: Clock, frames: FrameSource | None, stream: RecordingStream) -> None:
        self.unshown = 0
        self._clock = clock
        self._frames = frames
        self._stream = stream
        self._start_ns = clock.now_ns()
        self._queue: SimpleQueue[_Message | None] = SimpleQueue()
        self._trail: deque[tuple[int, float, float]] = deque()
        self._thread = Thread(target=self._run, name="view", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queue.put(None)
        self._thread.join(_END_S)

    def keep_state(self, state: GameState) -> None:
        """See `agent.tape.Tape`."""
        self._put(state)

    def keep_inputs(self, events: Sequence[InputEvent]) -> None:
        """See `agent.tape.Tape`."""
        self._put(tuple(events))

    def keep_frame(self, frame: Frame | None) -> None:
        """See `agent.tape.Tape`; the pictures are taken here."""

    def keep_plan(self, plan: PlannedInput) -> None:
        """See `agent.tape.Tape`."""
        self._put(plan)

    def keep_sent(self, sent: SentInput) -> None:
        """See `agent.tape.Tape`."""
        self._put(sent)

    def keep_marker(self, marker: Marker) -> None:
        """See `agent.tape.Tape`."""
        self._put(marker)

    def _put(self, message: _Message) -> None:
        if self._queue.qsize() < MOST_WAITING:
            self._queue.put(message)
        else:
            self.unshown += 1

    def _run(self) -> None:
        due_ns = self._start_ns
        while True:
            if self._clock.now_ns() >= due_ns:
                due_ns = self._clock.now_ns() + _FRAME_NS
                self._show_picture()
            try:
                message = self._queue.get(timeout=max(0, due_ns - self._clock.now_ns()) / SECOND_NS)
            except Empty:
                continue
            if message is None:
                self._stream.flush()
                self._stream.disconnect()
                return
            self._show(message)

    def _show_picture(self) -> None:
        import rerun

        if self._frames is None:
            return
        try:
            frame = self._frames.grab()
        except DesktopError:
            return  # the window is hidden or gone; the play ends by itself where it must
        if frame is not None:
            self._at(frame.at_ns)
            image = encoded(frame, RERUN_PICTURES)
            self._stream.log("game/picture", rerun.EncodedImage(contents=image, media_type="image/jpeg"))

    def _show(self, message: _Message) -> None:
        import rerun

        match message:
            case GameState():
                self._at(message.tick.received_ns)
                self._stream.log("ticks/index", rerun.Scalars(float(message.tick.index)))
            case PlannedInput():
                self._show_plan(message)
            case SentInput():
                self._show_sent(message)
            case Marker():
                self._at(message.at_ns)
                self._stream.log("markers", rerun.TextLog(f"{message.name} {message.note}".strip(), level="WARN"))
            case events:
                self._show_inputs(events)

    def _show_plan(self, plan: PlannedInput) -> None:
        import rerun

        self._at(plan.made_from_ns if plan.ready_ns is None else plan.ready_ns)
        way = [place for event in plan.events if (place := _place(event)) is not None]
        presses = [place for event in plan.events if isinstance(event, ButtonPress) and (place := _place(event))]
        self._stream.log("game/picture/planned", rerun.LineStrips2D([way] if way else [], colors=[_PLAN_COLOUR]))
        self._stream.log("game/picture/planned/presses", rerun.Points2D(presses, colors=[_PLAN_COLOUR], radii=[4.0]))
        self._stream.log("planned/events", rerun.Scalars(float(len(plan.events))))
        if plan.ready_ns is not None:
            self._stream.log("latency/decision_ms", rerun.Scalars((plan.ready_ns - plan.made_from_ns) / MILLISECOND_NS))

    def _show_sent(self, sent: SentInput) -> None:
        import rerun

        self._at(sent.at_ns)
        self._stream.log("latency/planned_to_sent_ms", rerun.Scalars((sent.at_ns - sent.event.at_ns) / MILLISECOND_NS))
        if sent.seen_ns is not None:
            self._stream.log("latency/sent_to_seen_ms", rerun.Scalars((sent.seen_ns - sent.at_ns) / MILLISECOND_NS))
        if not isinstance(sent.event, PointerMove):
            self._stream.log("sent", rerun.TextLog(_line(sent.event), color=_DONE_COLOUR))

    def _show_inputs(self, events: tuple[InputEvent, ...]) -> None:
        """The pointer's way of the last moments, whoever moved it."""
        import rerun

        for event in events:
            if (place := _place(event)) is not None:
                self._trail.append((event.at_ns, *place))
        if not self._trail:
            return
        now_ns = self._trail[-1][0]
        while self._trail[0][0] < now_ns - _TRAIL_NS:
            self._trail.popleft()
        self._at(now_ns)
        way = [(x, y) for _, x, y in self._trail]
        self._stream.log("game/picture/way", rerun.LineStrips2D([way], colors=[_DONE_COLOUR]))
        self._stream.log("game/picture/pointer", rerun.Points2D(way[-1:], colors=[_DONE_COLOUR], radii=[3.0]))

    def _at(self, at_ns: int) -> None:
        self._stream.set_time(TIMELINE, duration=max(0, at_ns - self._start_ns) / SECOND_NS)


def _place(event: InputEvent) -> tuple[float, float] | None:
    return None if isinstance(event, KeyPress | KeyRelease) else (float(event.x), float(event.y))


def _line(event: InputEvent) -> str:
    kind = str(event.__struct_config__.tag).replace("_", " ")
    what = getattr(event, "button", getattr(event, "key", getattr(event, "notches", "")))
    place = _place(event)
    return f"{kind} {what}" if place is None else f"{kind} {what} at {place[0]:g}, {place[1]:g}"
