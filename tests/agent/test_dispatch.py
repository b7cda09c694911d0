"""What leaves now and what does not: deadlines, limits, and the release of a press that stayed."""

from agent.dispatch import MOST_SENSELESS, Dispatch
from agent.limits import Limits
from agent.plan import Plan
from agent.reports import LATE, SUPERSEDED, NotSent
from bridge.events import Author, ButtonPress, ButtonRelease, MouseButton, PointerMove
from bridge.held import HeldInput

NOTHING = HeldInput()
MS = 1_000_000
PRESS = ButtonPress(5, 1, 1, MouseButton.LEFT, Author.AGENT)
RELEASE = ButtonRelease(9, 1, 1, MouseButton.LEFT, Author.AGENT)


def move(at_ns: int, x: int = 5) -> PointerMove:
    return PointerMove(at_ns, x, 5, Author.AGENT)


def dispatch(*events, made_from_ns: int = 0, limits: Limits | None = None) -> Dispatch:
    made = Dispatch(limits or Limits(765, 503))
    made.planned(Plan(made_from_ns, events))
    return made


def test_events_leave_at_their_deadlines():
    one = dispatch(move(5), move(9))
    assert one.next_ns == 5
    assert one.due(5, NOTHING).send == (move(5),)
    assert one.next_ns == 9


def test_what_is_refused_is_told_with_its_reason():
    turn = dispatch(move(5, x=-1)).due(5, NOTHING)
    assert (turn.send, turn.not_sent) == ((), (NotSent(move(5, x=-1), "outside_canvas"),))


def test_two_events_of_one_moment_see_each_others_effect():
    turn = dispatch(PRESS, PRESS).due(5, NOTHING)
    assert (turn.send, turn.not_sent) == ((PRESS,), (NotSent(PRESS, "impossible"),))


def test_a_late_event_is_told():
    assert dispatch(move(5)).due(500 * MS, NOTHING).not_sent == (NotSent(move(5), LATE),)


def test_the_events_that_a_new_plan_supersedes_are_told():
    one = dispatch(move(5), move(9))
    assert one.planned(Plan(1, (move(7),))) == (NotSent(move(5), SUPERSEDED), NotSent(move(9), SUPERSEDED))
    assert one.due(9, NOTHING).send == (move(7),)


def test_an_older_plan_than_the_present_one_is_superseded_at_once():
    one = dispatch(move(5), made_from_ns=3)
    assert one.planned(Plan(2, (move(7),))) == (NotSent(move(7), SUPERSEDED),)
    assert one.next_ns == 5


def test_a_press_that_a_limit_refuses_takes_its_release_with_it():
    outside = ButtonPress(5, 900, 1, MouseButton.LEFT, Author.AGENT)
    for now_ns in (5, 9):
        one = dispatch(outside, RELEASE)
        left = one.due(now_ns, NOTHING).not_sent
        assert left == (NotSent(outside, "outside_canvas"), NotSent(RELEASE, "outside_canvas"))
        assert one.next_ns is None


def test_a_press_that_the_desktop_refuses_takes_its_release_with_it():
    one = dispatch(PRESS, RELEASE, move(12))
    one.due(5, NOTHING)
    assert one.refused(PRESS, "covered") == (NotSent(PRESS, "covered"), NotSent(RELEASE, "covered"))
    assert one.next_ns == 12


def test_a_release_beside_the_canvas_is_made_at_its_nearest_place():
    one = dispatch(ButtonRelease(5, 900, -3, MouseButton.LEFT, Author.AGENT))
    turn = one.due(5, HeldInput(None, frozenset({MouseButton.LEFT})))
    assert turn.send == (ButtonRelease(5, 764, 0, MouseButton.LEFT, Author.AGENT),)


def test_a_button_that_no_mouse_has_is_not_pressed():
    press = ButtonPress(5, 1, 1, "no button", Author.AGENT)
    assert dispatch(press).due(5, NOTHING).not_sent == (NotSent(press, "impossible"),)


def clicks(*times_ms: int) -> tuple[ButtonPress | ButtonRelease, ...]:
    return tuple(
        kind(at * MS + offset, 1, 1, MouseButton.LEFT, Author.AGENT)
        for at in times_ms
        for offset, kind in ((0, ButtonPress), (MS, ButtonRelease))
    )


def test_a_press_that_the_desktop_refuses_leaves_the_next_clicks_release_alone():
    first, first_release, second, second_release = clicks(1, 4)
    one = dispatch(first, first_release, second, second_release)
    turn = one.due(3 * MS, NOTHING)
    assert turn.send == (first, first_release)
    assert one.refused(first, "covered", turn.send[1:]) == (
        NotSent(first, "covered"),
        NotSent(first_release, "covered"),
    )
    assert one.due(5 * MS, NOTHING).send == (second, second_release)


def test_a_press_whose_release_is_in_no_plan_yet_takes_no_other_with_it():
    first, _, second, second_release = clicks(1, 4)
    one = dispatch(first, second, second_release)
    one.due(1 * MS, NOTHING)
    assert one.refused(first, "covered") == (NotSent(first, "covered"),)
    assert one.due(5 * MS, NOTHING).send == (second, second_release)


def test_clearing_tells_what_was_unsent():
    one = dispatch(move(5))
    assert one.clear() == (NotSent(move(5), SUPERSEDED),)
    assert one.next_ns is None


def test_the_rate_is_limited_by_when_events_leave_not_by_when_they_were_due():
    limits = Limits(765, 503, max_events_per_s=2)
    one = dispatch(move(1 * MS), move(2 * MS), move(3 * MS), limits=limits)
    turn = one.due(10 * MS, NOTHING)
    assert [event.at_ns for event in turn.send] == [1 * MS, 2 * MS]
    assert [left.reason for left in turn.not_sent] == ["too_fast"]
    one.planned(Plan(4 * MS, (move(1_000 * MS - 1 + 4 * MS - 400 * MS),)))
    assert one.due(1_011 * MS - 400 * MS, NOTHING).send == ()


def test_several_senseless_events_in_a_row_are_noticed():
    one = dispatch(*[move(at, x=9_999) for at in range(MOST_SENSELESS - 1)])
    one.due(10, NOTHING)
    assert not one.is_senseless
    one.planned(Plan(11, (move(11, x=-5),)))
    one.due(11, NOTHING)
    assert one.is_senseless


def test_a_sane_event_between_senseless_ones_counts():
    one = dispatch(*[move(at, x=9_999) for at in range(MOST_SENSELESS - 1)], move(10), move(11, x=-1))
    one.due(11, NOTHING)
    assert not one.is_senseless


def test_what_a_newer_plan_leaves_committed_is_not_superseded():
    one = dispatch(move(5), move(9))
    assert one.planned(Plan(1, (move(7),), committed_ns=6)) == (NotSent(move(9), SUPERSEDED),)
