"""The loop turns ticks, input and plans into what is to be sent."""

from agent.limits import Limits
from agent.loop import Mode, PlayLoop
from agent.plan import Plan
from bridge.events import Author, ButtonPress, MouseButton, PointerMove
from bridge.geometry import Rect
from bridge.held import HeldInput
from bridge.state import TICK_NS, GamePhase, GameState, Tick, View

LIMITS = Limits(765, 503)
NOTHING = HeldInput()


def state(index: int) -> GameState:
    return GameState(Tick(index, index * TICK_NS), GamePhase.LOGGED_IN, View(765, 503, Rect(4, 4, 512, 334)))


def move(at_ns: int, x: int = 5, author: Author = Author.AGENT) -> PointerMove:
    return PointerMove(at_ns, x, 5, author)


def armed(**options) -> PlayLoop:
    return PlayLoop(LIMITS, Mode.ARMED, **options)


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


def test_a_plan_is_sent_at_its_deadlines():
    loop = armed()
    loop.planned(Plan(0, (move(5), move(9))))
    assert loop.next_ns == 5
    assert loop.due(5, NOTHING) == (move(5),)
    assert loop.next_ns == 9


def test_a_dry_run_plans_and_sends_nothing():
    loop = PlayLoop(LIMITS, Mode.DRY_RUN)
    loop.planned(Plan(0, (move(5),)))
    assert loop.due(5, NOTHING) == ()
    assert loop.statistics.planned == 1
    assert loop.next_ns is None


def test_a_refused_event_is_counted_with_its_reason():
    loop = armed()
    loop.planned(Plan(0, (move(5, x=-1),)))
    assert loop.due(5, NOTHING) == ()
    assert loop.statistics.refused == {"outside_canvas": 1}


def test_two_events_of_one_moment_see_each_others_effect():
    press = ButtonPress(5, 1, 1, MouseButton.LEFT, Author.AGENT)
    loop = armed()
    loop.planned(Plan(0, (press, press)))
    assert loop.due(5, NOTHING) == (press,)
    assert loop.statistics.refused == {"impossible": 1}


def test_a_late_event_is_counted():
    loop = armed()
    loop.planned(Plan(0, (move(5),)))
    loop.due(500_000_000, NOTHING)
    assert loop.statistics.dropped_late == 1


def test_a_person_makes_the_loop_neutral():
    loop = armed(yields_to_human=True)
    loop.planned(Plan(0, (move(5),)))
    loop.heard([move(4, author=Author.HUMAN)])
    assert loop.mode is Mode.NEUTRAL
    assert loop.neutral_reason == "a person took over"
    assert loop.due(5, NOTHING) == ()


def test_an_objection_to_a_tick_makes_the_loop_neutral_before_anything_is_due():
    loop = armed(objects=lambda state: "another world" if state.tick.index == 2 else "")
    view = View(765, 503, Rect(4, 4, 512, 334))
    for index in (1, 2):
        assert loop.mode is Mode.ARMED
        loop.planned(Plan(index, (move(index + 5),)))
        loop.ticked(GameState(Tick(index, index), GamePhase.LOGGED_IN, view))
    assert (loop.mode, loop.neutral_reason) == (Mode.NEUTRAL, "another world")
    assert loop.due(7, NOTHING) == ()


def test_nothing_is_planned_while_neutral():
    loop = armed()
    loop.become_neutral("stop key")
    loop.become_neutral("later")
    loop.planned(Plan(0, (move(5),)))
    assert loop.next_ns is None
    assert loop.neutral_reason == "stop key"


def test_a_superseded_event_is_counted():
    loop = armed()
    loop.planned(Plan(0, (move(5), move(9))))
    loop.planned(Plan(1, (move(7),)))
    assert loop.statistics.superseded == 2


def test_the_times_of_what_left_are_kept():
    loop = armed()
    loop.planned(Plan(0, (move(5), move(9))))
    for event in loop.due(9, NOTHING):
        loop.dispatched(event, 9)
    assert loop.statistics.sent == 2
    assert loop.statistics.dispatch_error_ns == [4, 0]
    assert loop.statistics.first_action_ns == [9]
