"""The history buffer cuts six seconds into windows from tick to tick."""

import pytest

from agent.history_buffer import HistoryBuffer
from bridge.events import Author, ButtonPress, ButtonRelease, MouseButton, PointerMove
from bridge.geometry import Point
from bridge.state import TICK_NS
from model.history import HISTORY_WINDOWS


def move(at_ns: int, x: int = 1) -> PointerMove:
    return PointerMove(at_ns, x, 2, Author.HUMAN)


def test_the_first_window_starts_a_tick_before_the_first_tick():
    history = HistoryBuffer().heard([move(400)]).ticked(TICK_NS, None).snapshot()
    assert history.windows[0].start_ns == 0
    assert history.windows[0].events == (move(400),)


def test_an_event_at_the_tick_belongs_to_the_next_window():
    buffer = HistoryBuffer().heard([move(TICK_NS - 1), move(TICK_NS)]).ticked(TICK_NS, None)
    assert buffer.snapshot().windows[-1].events == (move(TICK_NS - 1),)
    assert buffer.ticked(2 * TICK_NS, None).snapshot().windows[-1].events == (move(TICK_NS),)


def test_windows_follow_received_ticks_whatever_their_spacing():
    buffer = HistoryBuffer()
    ticks = [1_000, 500_000_000, 1_300_000_000, 1_900_000_001]
    for at_ns in ticks:
        buffer = buffer.ticked(at_ns, None)
    assert [window.observation.at_ns for window in buffer.snapshot().windows] == ticks
    assert [window.start_ns for window in buffer.snapshot().windows[1:]] == ticks[:-1]


def test_jitter_of_forty_milliseconds_loses_and_doubles_no_event():
    events = [move(at_ns) for at_ns in range(0, 20 * TICK_NS, 7_000_000)]
    buffer = HistoryBuffer().heard(events)
    seen = []
    for tick in range(21):
        at_ns = tick * TICK_NS + (40_000_000 if tick % 2 else -40_000_000)
        buffer = buffer.ticked(at_ns, None)
        seen += buffer.snapshot().windows[-1].events
    assert seen == [event for event in events if event.at_ns < at_ns]


def test_ten_windows_are_kept():
    buffer = HistoryBuffer()
    for tick in range(1, 25):
        buffer = buffer.ticked(tick * TICK_NS, None)
    assert len(buffer.snapshot().windows) == HISTORY_WINDOWS
    assert buffer.snapshot().windows[0].observation.at_ns == 15 * TICK_NS


def test_ties_keep_their_order_of_arrival():
    press = ButtonPress(5, 1, 2, MouseButton.LEFT, Author.HUMAN)
    release = ButtonRelease(5, 1, 2, MouseButton.LEFT, Author.HUMAN)
    assert HistoryBuffer().heard([press]).heard([release]).pending == (press, release)


def test_what_is_held_outlives_the_windows():
    buffer = HistoryBuffer().heard([ButtonPress(5, 8, 9, MouseButton.LEFT, Author.HUMAN)])
    for tick in range(1, 25):
        buffer = buffer.ticked(tick * TICK_NS, None)
    assert buffer.snapshot().now.held.buttons == {MouseButton.LEFT}
    assert buffer.snapshot().now.held.pointer == Point(8, 9)
    assert buffer.snapshot().last_event_ns == 5


def test_an_event_that_comes_after_its_tick_still_counts_for_what_is_held():
    buffer = HistoryBuffer().ticked(TICK_NS, None)
    buffer = buffer.heard([ButtonPress(TICK_NS - 1, 8, 9, MouseButton.LEFT, Author.HUMAN)]).ticked(2 * TICK_NS, None)
    assert buffer.snapshot().windows[-1].events == ()
    assert buffer.snapshot().now.held.buttons == {MouseButton.LEFT}


def test_a_tick_that_does_not_grow_is_refused():
    with pytest.raises(ValueError, match="ticks grow"):
        HistoryBuffer().ticked(TICK_NS, None).ticked(TICK_NS, None)
