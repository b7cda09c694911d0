"""Waiting for what a listener's thread will hear, and comparing it without its times."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from bridge.clock import MILLISECOND_NS, SECOND_NS, SystemClock
from bridge.events import InputEvent, PointerMove
from bridge.ports import InputSource

_PATIENCE_NS = 5 * SECOND_NS


def heard(source: InputSource, count: int, counts: Callable[[InputEvent], bool] | None = None) -> list[InputEvent]:
    """All events until `count` of those that count (None: all do) are there, or five seconds are over."""
    clock, events = SystemClock(), list[InputEvent]()
    deadline_ns = clock.now_ns() + _PATIENCE_NS
    while sum(counts is None or counts(event) for event in events) < count and clock.now_ns() < deadline_ns:
        events.extend(source.drain())
        clock.sleep_until_ns(clock.now_ns() + MILLISECOND_NS)
    return events


def heard_until_quiet(source: InputSource) -> tuple[InputEvent, ...]:
    """All events until none comes for 50 ms."""
    events = list[InputEvent]()
    while True:
        pause()
        if not (more := source.drain()):
            return tuple(events)
        events.extend(more)


def eventually(ask: Callable[[], object], answer: object) -> object:
    """What `ask` says once it says `answer`, or after five seconds."""
    clock = SystemClock()
    deadline_ns = clock.now_ns() + _PATIENCE_NS
    while (said := ask()) != answer and clock.now_ns() < deadline_ns:
        clock.sleep_until_ns(clock.now_ns() + MILLISECOND_NS)
    return said


def pause() -> None:
    """Let a listener's thread hear, for what leaves no event to wait for."""
    clock = SystemClock()
    clock.sleep_until_ns(clock.now_ns() + 50 * MILLISECOND_NS)


def is_discrete(event: InputEvent) -> bool:
    """Whether an event is more than a motion."""
    return not isinstance(event, PointerMove)


def discrete(events: Iterable[InputEvent]) -> list[InputEvent]:
    return [event for event in events if is_discrete(event)]


def timeless(events: Iterable[InputEvent], **changes: object) -> list[InputEvent]:
    """The events with time 0 and, say, another author."""
    return [msgspec.structs.replace(event, at_ns=0, **changes) for event in events]
