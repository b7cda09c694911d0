"""The schedule sends at deadlines, drops what is late, and lets the newest plan win."""

from agent.plan import Plan
from agent.schedule import LATE_TOLERANCE_NS, Schedule
from bridge.events import Author, ButtonPress, ButtonRelease, KeyPress, KeyRelease, MouseButton, PointerMove
from bridge.held import HeldInput

NOTHING = HeldInput()
MS = 1_000_000


def move(at_ns: int) -> PointerMove:
    return PointerMove(at_ns, 1, 2, Author.AGENT)


def press(at_ns: int) -> ButtonPress:
    return ButtonPress(at_ns, 1, 2, MouseButton.LEFT, Author.AGENT)


def release(at_ns: int) -> ButtonRelease:
    return ButtonRelease(at_ns, 1, 2, MouseButton.LEFT, Author.AGENT)


def scheduled(*events) -> Schedule:
    return Schedule().superseded_by(Plan(0, tuple(events)))


def test_nothing_is_due_before_its_time():
    schedule, due = scheduled(move(5), move(6)).due(4, NOTHING)
    assert due.send == ()
    assert schedule.next_ns == 5


def test_events_are_sent_in_order_at_their_time():
    schedule, due = scheduled(move(5), move(6), move(9)).due(6, NOTHING)
    assert due.send == (move(5), move(6))
    assert schedule.unsent == (move(9),)


def test_an_event_beyond_the_tolerance_is_dropped_not_rushed():
    _, due = scheduled(move(0), move(10 * MS)).due(LATE_TOLERANCE_NS + 1, NOTHING)
    assert due.late == (move(0),)
    assert due.send == (move(10 * MS),)


def test_a_dropped_press_takes_its_release_with_it():
    schedule, due = scheduled(press(0), release(80 * MS), move(90 * MS)).due(20 * MS, NOTHING)
    assert due.late == (press(0), release(80 * MS))
    assert schedule.unsent == (move(90 * MS),)


def test_a_dropped_key_press_takes_its_own_release_with_it():
    a, b = KeyPress(0, "left", Author.AGENT), KeyRelease(70 * MS, "left", Author.AGENT)
    other = KeyRelease(60 * MS, "up", Author.AGENT)
    schedule, _ = scheduled(a, other, b).due(20 * MS, HeldInput(keys=frozenset({"up"})))
    assert schedule.unsent == (other,)


def test_a_late_press_and_its_late_release_are_both_dropped():
    _, due = scheduled(press(0), release(1)).due(500 * MS, NOTHING)
    assert due.send == ()
    assert due.late == (press(0), release(1))


def test_the_release_of_something_held_is_sent_however_late():
    held = HeldInput(buttons=frozenset({MouseButton.LEFT}))
    _, due = scheduled(release(0)).due(500 * MS, held)
    assert due.send == (release(0),)


def test_a_new_plan_replaces_what_is_unsent():
    schedule = scheduled(move(5), move(9)).superseded_by(Plan(8, (move(8),)))
    assert schedule.unsent == (move(8),)


def test_an_older_plan_changes_nothing():
    newer = Schedule().superseded_by(Plan(8, (move(8),)))
    assert newer.superseded_by(Plan(3, (move(4),))) is newer


def test_a_cleared_schedule_has_nothing_left():
    assert scheduled(move(5)).cleared().next_ns is None


def test_a_newer_plan_leaves_what_was_committed_before_it_and_replaces_the_rest():
    before = Schedule().superseded_by(Plan(0, (move(90), move(105), move(115)), committed_ns=1))
    after = before.superseded_by(Plan(100, (move(112),), committed_ns=10))
    assert after.unsent == (move(105), move(112))


def test_what_is_due_soon_is_begun_ahead_and_not_late_for_that():
    schedule, due = scheduled(move(0), move(16 * MS), move(18 * MS)).due(15 * MS, NOTHING, 2 * MS)
    assert due.send == (move(0), move(16 * MS))
    assert schedule.unsent == (move(18 * MS),)


def test_the_next_act_is_the_first_event_that_is_more_than_a_move():
    assert scheduled(move(1), press(2), release(3)).next_act == press(2)
    assert scheduled(move(1)).next_act is None
