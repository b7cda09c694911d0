"""The inbox keeps the newest, counts what it drops, and ends when it is told."""

import msgspec
import pytest

from bridge.errors import LinkClosed
from bridge.events import Author, PointerMove
from bridge.link.inbox import MAX_EVENTS, MAX_STATES, Inbox, LinkStatistics
from bridge.state import Tick
from tests.bridge.protocol.examples import SPARSE_STATE

STATES = [msgspec.structs.replace(SPARSE_STATE, tick=Tick(index, index)) for index in range(20)]


def moves(count: int) -> tuple[PointerMove, ...]:
    return tuple(PointerMove(at_ns, 1, 1, Author.HUMAN) for at_ns in range(count))


def waiting(inbox: Inbox) -> list[int]:
    return [state.tick.index for state in iter(lambda: inbox.take_state(0), None)]


def test_states_come_out_in_order():
    inbox = Inbox()
    for state in STATES[:3]:
        inbox.put_state(state)
    assert waiting(inbox) == [0, 1, 2]


def test_the_oldest_state_makes_room_and_is_counted():
    inbox = Inbox()
    for state in STATES[: MAX_STATES + 3]:
        inbox.put_state(state)
    assert waiting(inbox) == list(range(3, MAX_STATES + 3))
    assert inbox.statistics == LinkStatistics(states=11, dropped_states=3)


def test_a_resynchronisation_drops_the_states_before_it():
    inbox = Inbox()
    inbox.put_state(STATES[0])
    inbox.put_gap(9, 4, is_resync=True)
    inbox.put_state(STATES[10])
    assert waiting(inbox) == [10]
    assert inbox.statistics == LinkStatistics(states=2, dropped_states=1, dropped_by_game=4, missing=9, resyncs=1)


def test_a_short_gap_is_only_counted():
    inbox = Inbox()
    inbox.put_state(STATES[0])
    inbox.put_gap(5, 5, is_resync=False)
    assert waiting(inbox) == [0]
    assert inbox.statistics == LinkStatistics(states=1, dropped_by_game=5, missing=5)


def test_events_come_out_once():
    inbox = Inbox()
    inbox.put_events(moves(2))
    inbox.put_events(moves(1))
    assert inbox.take_events() == moves(2) + moves(1)
    assert inbox.take_events() == ()


def test_the_oldest_events_make_room_and_are_counted():
    inbox = Inbox()
    inbox.put_events(moves(MAX_EVENTS + 10))
    assert inbox.take_events() == moves(MAX_EVENTS + 10)[10:]
    assert inbox.statistics == LinkStatistics(events=MAX_EVENTS + 10, dropped_events=10)


def test_what_waits_is_given_before_the_end_is_told():
    inbox = Inbox()
    inbox.put_state(STATES[0])
    inbox.close("the game said bye")
    inbox.close("a later reason")
    assert inbox.is_closed
    assert inbox.take_state(0) == STATES[0]
    with pytest.raises(LinkClosed, match="the game said bye"):
        inbox.take_state(0)


def test_discarded_is_gone():
    inbox = Inbox()
    inbox.put_state(STATES[0])
    inbox.put_events(moves(1))
    inbox.discard()
    assert (inbox.take_state(0), inbox.take_events()) == (None, ())
