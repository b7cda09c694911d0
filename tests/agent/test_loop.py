"""The loop turns ticks and input into histories, says which plans are acted upon, and counts what became of them."""

from agent.loop import Mode, PlayLoop
from agent.plan import Plan
from agent.reports import LATE, SUPERSEDED, Halted, NotSent, Sent
from bridge.events import Author, PointerMove
from bridge.geometry import Rect
from bridge.state import TICK_NS, GamePhase, GameState, Tick, View


def state(index: int) -> GameState:
    return GameState(Tick(index, index * TICK_NS), GamePhase.LOGGED_IN, View(765, 503, Rect(4, 4, 512, 334)))


def move(at_ns: int, x: int = 5, author: Author = Author.AGENT) -> PointerMove:
    return PointerMove(at_ns, x, 5, author)


def armed(**options) -> PlayLoop:
    return PlayLoop(Mode.ARMED, **options)


def test_the_history_ends_at_the_tick():
    loop = armed()
    loop.heard([move(10), move(TICK_NS + 1)])
    history = loop.ticked(state(1))
    assert history.now_ns == TICK_NS
    assert history.windows[-1].events == (move(10),)


def test_the_agents_own_actions_return_through_the_history():
    loop = armed()
    loop.ticked(state(1))
    loop.heard([move(TICK_NS + 5)])
    assert loop.ticked(state(2)).windows[-1].events == (move(TICK_NS + 5),)


def test_a_dry_run_plans_and_acts_upon_nothing():
    loop = PlayLoop(Mode.DRY_RUN)
    assert not loop.planned(Plan(0, (move(5),)), 0)
    assert loop.statistics.planned == 1


def test_a_plan_is_acted_upon_while_armed():
    assert armed().planned(Plan(0, (move(5),)), 0)


def test_a_person_makes_the_loop_neutral():
    loop = armed(yields_to_human=True)
    loop.heard([move(4, author=Author.HUMAN)])
    assert (loop.mode, loop.neutral_reason) == (Mode.NEUTRAL, "a person took over")
    assert not loop.planned(Plan(0, (move(5),)), 0)


def test_an_objection_to_a_tick_makes_the_loop_neutral():
    loop = armed(objects=lambda state: "another world" if state.tick.index == 2 else "")
    view = View(765, 503, Rect(4, 4, 512, 334))
    for index in (1, 2):
        assert loop.planned(Plan(index, (move(index + 5),)), index)
        loop.ticked(GameState(Tick(index, index), GamePhase.LOGGED_IN, view))
    assert (loop.mode, loop.neutral_reason) == (Mode.NEUTRAL, "another world")
    assert not loop.planned(Plan(3, (move(7),)), 3)


def test_the_first_reason_to_be_neutral_stays():
    loop = armed()
    loop.become_neutral("stop key")
    loop.reported([Halted(5, "later")])
    assert loop.neutral_reason == "stop key"
    assert loop.statistics.planned == 0


def test_hands_that_halt_make_the_loop_neutral():
    loop = armed()
    loop.reported([Halted(5, "the display is gone")])
    assert (loop.mode, loop.neutral_reason) == (Mode.NEUTRAL, "the display is gone")


def test_what_did_not_leave_is_counted_by_its_reason():
    loop = armed()
    loop.reported([NotSent(move(5), reason) for reason in (LATE, SUPERSEDED, SUPERSEDED, "covered")])
    counts = loop.statistics
    assert (counts.dropped_late, counts.superseded, counts.refused) == (1, 2, {"covered": 1})


def test_the_times_of_what_left_are_kept():
    loop = armed()
    loop.planned(Plan(2, (move(5), move(9))), 2)
    loop.reported([Sent(move(5), 9, 11), Sent(move(9), 9, None)])
    assert loop.statistics.sent == 2
    assert loop.statistics.dispatch_error_ns == [4, 0]
    assert loop.statistics.seen_after_ns == [2]
    assert loop.statistics.first_action_ns == [7]


def test_what_an_older_plan_still_sends_is_not_the_first_action_of_a_new_one():
    loop = armed()
    loop.planned(Plan(100, (move(105),)), 100)
    loop.reported([Sent(move(50), 51, None), Sent(move(105), 106, None)])
    assert loop.statistics.first_action_ns == [6]


def test_what_the_last_plan_says_of_the_time_that_deciding_takes_is_committed():
    loop = armed()
    loop.ticked(state(1))
    plan = Plan(TICK_NS, tuple(move(2 * TICK_NS + at_ms * 1_000_000) for at_ms in (0, 24, 25)), 1)
    loop.planned(plan, TICK_NS + 20_000_000)
    history = loop.ticked(state(2))
    assert history.committed_ms == 25
    assert history.committed == plan.events[:2]


def test_nothing_is_committed_where_nothing_is_sent():
    loop = PlayLoop(Mode.DRY_RUN)
    loop.planned(Plan(0, (move(TICK_NS + 5),), 1), 20_000_000)
    assert loop.ticked(state(1)).committed == ()
