"""Agreement of plans and deeds, on cases small enough to count by hand."""

import pytest

from agent.agreement import agreement_of
from agent.plan import Plan
from bridge.events import Author, ButtonPress, MouseButton, PointerMove

WINDOW_NS = 600


def move(at_ns: int, x: int = 0, y: int = 0) -> PointerMove:
    return PointerMove(at_ns, x, y, Author.HUMAN)


def press(at_ns: int) -> ButtonPress:
    return ButtonPress(at_ns, 0, 0, MouseButton.LEFT, Author.HUMAN)


def test_nothing_to_compare_gives_nothing():
    assert agreement_of([], [move(1)], WINDOW_NS).acting is None


def test_the_same_deeds_agree_fully():
    events = (move(1), press(5))
    agreement = agreement_of([Plan(0, events)], events, WINDOW_NS)
    assert (agreement.acting, agreement.presses, agreement.count_error, agreement.end_px) == (1.0, 1.0, 0.0, 0.0)


def test_acting_counts_ticks_where_only_one_side_acts():
    agreement = agreement_of([Plan(0, (move(1),)), Plan(600, ())], [move(700)], WINDOW_NS)
    assert agreement.acting == 0.0
    assert agreement.presses is None


def test_presses_are_scored_by_f1():
    plans = [Plan(0, (press(1),)), Plan(600, (press(601),)), Plan(1200, ())]
    agreement = agreement_of(plans, [press(5), press(1300)], WINDOW_NS)
    assert agreement.presses == pytest.approx(0.5)


def test_the_end_distance_is_between_the_last_places():
    agreement = agreement_of([Plan(0, (move(1, 3, 4),))], [move(2, 9, 9), move(3, 0, 0)], WINDOW_NS)
    assert agreement.end_px == 5.0


def test_an_event_at_the_windows_end_belongs_to_the_next():
    agreement = agreement_of([Plan(0, ()), Plan(600, (move(600),))], [move(600)], WINDOW_NS)
    assert agreement.acting == 1.0
