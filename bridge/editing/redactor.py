"""What of each message stays when something is redacted; a state machine over the messages of a recording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec

from bridge.events import (
    Author,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
)
from bridge.geometry import Point, Rect
from bridge.held import HeldInput
from bridge.recording.channels import Topic
from bridge.recording.messages import PlannedInput, SentInput
from bridge.recording.parts import SessionPart
from bridge.recording.raw import RawMessage

_to_event = msgspec.json.Decoder(InputEvent).decode
_to_plan = msgspec.json.Decoder(PlannedInput).decode
_to_sent = msgspec.json.Decoder(SentInput).decode


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to go, in [from, until).

    Args:
        from_ns: where the span begins.
        until_ns: where it ends.
        area: canvas pixels that turn black in every picture; None: no part of the picture.
        key: a key, one of `bridge.events.KEYS`, whose events go; "" for none. With neither, everything in the span
            goes: events, states, plans; the pictures turn black.
    """

    from_ns: int
    until_ns: int
    area: Rect | None = None
    key: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether everything in the span goes."""
        return self.area is None and not self.key

    @property
    def changes_pictures(self) -> bool:
        """Whether the pictures in the span change."""
        return not self.key

    def covers(self, at_ns: int) -> bool:
        """Whether a moment lies in the span."""
        return self.from_ns <= at_ns < self.until_ns

    def hits(self, event: InputEvent, at_ns: int) -> bool:
        """Whether an event goes that stands at `at_ns`."""
        if not (self.covers(at_ns) or self.covers(event.at_ns)):
            return False
        return self.is_whole or (isinstance(event, KeyPress | KeyRelease) and event.key == self.key)


def cleared(part: SessionPart, wish: Wish) -> SessionPart:
    """A part whose beginning does not tell what is to go, either."""
    if not wish.covers(part.from_ns):
        return part
    if wish.is_whole:
        return msgspec.structs.replace(part, pointer=None, buttons=(), keys=())
    return msgspec.structs.replace(part, keys=tuple(key for key in part.keys if key != wish.key))


class Sink(Protocol):
    """Takes what is left."""

    def add(self, topic: Topic, log_time_ns: int, sequence: int, data: bytes) -> None:
        """A message stays, as it was or with less in it."""
        ...

    def insert(self, topic: Topic, log_time_ns: int, data: bytes) -> None:
        """A message is new."""
        ...

    def leave_out(self, topic: Topic) -> None:
        """A message goes."""
        ...


class Redactor:
    """Takes all messages but the pictures, each stream in order.

    What was down when a whole span begins is released there, and a release whose press went goes with it, so that no
    release is impossible afterwards.

    Args:
        wish: what is to go.
        parts: of the recording; each begins with what was held there.
        sink: gets what is left.
    """

    def __init__(self, wish: Wish, parts: Sequence[SessionPart], sink: Sink) -> None:
        self.removed: Counter[str] = Counter()
        self._wish = wish
        self._sink = sink
        self._was, self._is = parts[0].held, cleared(parts[0], wish).held
        self._later = list(parts[1:])
        self._has_released = not wish.is_whole

    def take(self, message: RawMessage) -> None:
        """A message of any stream but `/screen`.

        Raises:
            msgspec.MsgspecError: it cannot be read.
        """
        match message.topic:
            case Topic.INPUT:
                self._take_input(message)
            case Topic.STATE | Topic.STATE_VIEW:
                self._keep(message, message.data, goes=self._wish.is_whole and self._wish.covers(message.log_time_ns))
            case Topic.PLAN:
                self._take_plan(message)
            case Topic.SENT:
                event = _to_sent(message.data).event
                self._keep(message, message.data, goes=self._wish.hits(event, message.log_time_ns))
            case _:
                self._keep(message, message.data, goes=False)

    def _take_input(self, message: RawMessage) -> None:
        event, at_ns = _to_event(message.data), message.log_time_ns
        while self._later and at_ns >= self._later[0].from_ns:
            part = self._later.pop(0)
            self._was, self._is = part.held, cleared(part, self._wish).held
        if not self._has_released and at_ns >= self._wish.from_ns:
            self._release_all()
        was_possible = self._was.allows(event)
        self._was = self._was.after(event)
        is_release_of_kept = isinstance(event, KeyRelease | ButtonRelease) and self._is.allows(event)
        hits = self._wish.hits(event, at_ns) and not is_release_of_kept
        goes = hits or (was_possible and not self._is.allows(event))
        if not goes:
            self._is = self._is.after(event)
        self._keep(message, message.data, goes=goes)

    def _take_plan(self, message: RawMessage) -> None:
        if self._wish.is_whole and self._wish.covers(message.log_time_ns):
            self._keep(message, message.data, goes=True)
            return
        plan = _to_plan(message.data)
        left = tuple(event for event in plan.events if not self._wish.hits(event, event.at_ns))
        gone = len(plan.events) - len(left)
        if not gone:
            self._keep(message, message.data, goes=False)
            return
        self.removed[f"{Topic.PLAN} events"] += gone
        self._keep(message, msgspec.json.encode(msgspec.structs.replace(plan, events=left)), goes=False)

    def _release_all(self) -> None:
        """What is down when the span begins comes up there: when it really did is nobody's business."""
        self._has_released = True
        at_ns, place = self._wish.from_ns, self._is.pointer or Point(0, 0)
        for button in sorted(self._is.buttons):
            self._insert(ButtonRelease(at_ns, place.x, place.y, button, Author.HUMAN))
        for key in sorted(self._is.keys):
            self._insert(KeyRelease(at_ns, key, Author.HUMAN))
        self._is = HeldInput(self._is.pointer)

    def _insert(self, event: InputEvent) -> None:
        self._sink.insert(Topic.INPUT, event.at_ns, msgspec.json.encode(event))

    def _keep(self, message: RawMessage, data: bytes, *, goes: bool) -> None:
        if goes:
            self.removed[message.topic.value] += 1
            self._sink.leave_out(message.topic)
        else:
            self._sink.add(message.topic, message.log_time_ns, message.sequence, data)
