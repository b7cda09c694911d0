"""A stream given out up to a moment."""

from __future__ import annotations

from bridge.events import Author, PointerMove
from bridge.recording.upcoming import Upcoming


def stream(*times_ns: int) -> Upcoming[PointerMove]:
    return Upcoming(PointerMove(at_ns, 0, 0, Author.HUMAN) for at_ns in times_ns)


def test_each_item_is_given_once_up_to_a_moment_and_not_at_it() -> None:
    upcoming = stream(1, 2, 3, 5)
    assert [item.at_ns for item in upcoming.before(3)] == [1, 2]
    assert [item.at_ns for item in upcoming.before(3)] == []
    assert [item.at_ns for item in upcoming.before(9)] == [3, 5]
    assert upcoming.is_empty()


def test_the_last_time_is_known_before_its_turn_and_takes_nothing_away() -> None:
    upcoming = stream(4, 7)
    assert upcoming.last_ns() == 7
    assert [item.at_ns for item in upcoming.before(8)] == [4, 7]
    assert upcoming.last_ns() is None
