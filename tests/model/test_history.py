"""A history refuses to be built wrong."""

import pytest

from bridge.events import Author, PointerMove
from bridge.held import HeldInput
from model.history import History, HistoryWindow, Observation, foreseen


def seen(at_ns: int) -> Observation:
    return Observation(at_ns, None, HeldInput())


def test_now_is_the_end_of_the_last_window():
    history = History((HistoryWindow(0, (), seen(5)), HistoryWindow(5, (), seen(9))), None)
    assert history.now_ns == 9


def test_windows_that_do_not_meet_are_refused():
    with pytest.raises(ValueError, match="starts where"):
        History((HistoryWindow(0, (), seen(5)), HistoryWindow(6, (), seen(9))), None)


@pytest.mark.parametrize("count", [0, 11])
def test_a_history_has_one_to_ten_windows(count):
    windows = tuple(HistoryWindow(at_ns, (), seen(at_ns + 1)) for at_ns in range(count))
    with pytest.raises(ValueError, match="1 to 10"):
        History(windows, None)


@pytest.mark.parametrize("at_ns", [-1, 5])
def test_an_event_outside_its_window_is_refused(at_ns):
    with pytest.raises(ValueError, match="inside it"):
        HistoryWindow(0, (PointerMove(at_ns, 1, 2, Author.HUMAN),), seen(5))


def test_a_window_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends before"):
        HistoryWindow(6, (), seen(5))


def test_what_happens_now_is_not_history():
    with pytest.raises(ValueError, match="before now"):
        History((HistoryWindow(0, (), seen(5)),), 5)


def test_what_is_committed_lies_between_now_and_its_end():
    windows = (HistoryWindow(0, (), seen(9)),)
    at = [PointerMove(at_ns, 1, 1, Author.AGENT) for at_ns in (8, 9, 1_000_008, 1_000_009)]
    assert History(windows, None, tuple(at[1:3]), 1).committed == tuple(at[1:3])
    for outside in (at[0], at[3]):
        with pytest.raises(ValueError, match="what is committed"):
            History(windows, None, (outside,), 1)


def test_a_foreseen_history_has_what_is_going_to_be_done_and_no_other_news():
    now = History(tuple(HistoryWindow(at_ns, (), seen(at_ns + 1)) for at_ns in range(10)), None)
    move = PointerMove(15, 3, 4, Author.AGENT)
    later = foreseen(now, (move,))
    assert later.windows == (*now.windows[1:], HistoryWindow(10, (move,), later.now))
    assert later.now_ns == 10 + 600_000_000
    assert (later.now.held.pointer.x, later.last_event_ns, later.committed_ms) == (3, 15, 0)
