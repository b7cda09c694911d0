"""A plan refuses to be built wrong."""

import pytest

from agent.plan import Plan
from bridge.events import Author, PointerMove
from bridge.state import TICK_NS


def move(at_ns: int) -> PointerMove:
    return PointerMove(at_ns, 1, 2, Author.AGENT)


def test_events_out_of_order_are_refused():
    with pytest.raises(ValueError, match="in order of time"):
        Plan(0, (move(2), move(1)))


@pytest.mark.parametrize("at_ns", [9, 10 + TICK_NS])
def test_events_outside_the_tick_are_refused(at_ns):
    with pytest.raises(ValueError, match="within 600 ms"):
        Plan(10, (move(at_ns),))


def test_ties_are_allowed():
    assert len(Plan(0, (move(1), move(1))).events) == 2
