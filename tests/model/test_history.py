"""A history refuses to be built wrong."""

import pytest

from bridge.events import Author, PointerMove
from bridge.held import HeldInput
from model.history import History, HistoryWindow, Observation


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
