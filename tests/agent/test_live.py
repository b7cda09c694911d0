"""The live driver moves values and waits, and releases everything on any ending."""

from threading import Event

import pytest

from agent.errors import WindowGone
from agent.live import GAME_CLOSED, GAME_SILENT, LiveSettings, run_live
from agent.loop import Mode, PlayLoop
from agent.plan import Plan
from agent.play_ports import LivePorts
from agent.reports import TAKEN_OVER, WINDOW_GONE, Halted
from agent.tape import SilentTape
from bridge.clock import MILLISECOND_NS
from bridge.events import Author, ButtonPress, MouseButton, PointerMove
from bridge.geometry import Rect
from tests.agent.live_world import CLOCK, QuickWorld

MS = MILLISECOND_NS


class KeepingTape(SilentTape):
    def __init__(self) -> None:
        self.states, self.inputs, self.plans, self.sent = [], [], [], []

    def keep_state(self, state):
        self.states.append(state)

    def keep_inputs(self, events):
        self.inputs += events

    def keep_plan(self, plan):
        self.plans.append(plan)

    def keep_sent(self, sent):
        self.sent.append(sent)


def run(
    world,
    planner,
    *,
    mode=Mode.ARMED,
    tape=None,
    until_ns=None,
    should_stop=lambda: "",
    may_be_silent=False,
    goes_on_taken_over=False,
    **options,
):
    loop = PlayLoop(mode, **options)
    settings = LiveSettings(until_ns, should_stop, may_be_silent, goes_on_taken_over)
    ports = LivePorts(world, world, world)
    return run_live(ports, CLOCK, loop, planner, tape or SilentTape(), settings), loop


def move_after(offset_ms: int):
    def planner(history):
        return Plan(history.now_ns, (PointerMove(history.now_ns + offset_ms * MS, 5, 6, Author.AGENT),))

    return planner


def press_now(history):
    return Plan(history.now_ns, (ButtonPress(history.now_ns, 5, 6, MouseButton.LEFT, Author.AGENT),))


def test_each_ticks_plan_is_sent_and_heard_again():
    tape = KeepingTape()
    ended_by, loop = run(QuickWorld(4), move_after(5), tape=tape)
    assert ended_by == GAME_CLOSED
    assert [state.tick.index for state in tape.states] == [0, 1, 2, 3]
    assert len(tape.plans) == loop.statistics.ticks == 4
    assert [sent.event for sent in tape.sent] == tape.inputs
    assert all(sent.at_ns >= sent.event.at_ns for sent in tape.sent)


def test_a_dry_run_sends_nothing():
    world = QuickWorld(3)
    _, loop = run(world, move_after(0), mode=Mode.DRY_RUN)
    assert world.sent == []
    assert loop.statistics.planned == 3


def test_without_a_planner_a_person_is_only_watched():
    world, tape = QuickWorld(3), KeepingTape()
    event = PointerMove(CLOCK.now_ns(), 7, 8, Author.HUMAN)
    world.hear(event)
    run(world, None, mode=Mode.NEUTRAL, tape=tape)
    assert tape.inputs == [event]


def test_what_is_held_is_released_at_the_end():
    world = QuickWorld(2)
    run(world, press_now)
    assert world.held().buttons == frozenset()
    assert type(world.sent[-1]).__name__ == "ButtonRelease"


def test_what_is_held_is_released_when_the_planner_fails():
    world = QuickWorld(6)

    def fails_later(history):
        if world.sent:
            raise RuntimeError("no idea")
        return press_now(history)

    with pytest.raises(RuntimeError, match="no idea"):
        run(world, fails_later)
    assert world.held().buttons == frozenset()


def test_a_person_ends_it_with_everything_released():
    world = QuickWorld(40)

    def takes_over_later(history):
        if world.sent:
            world.hear(PointerMove(CLOCK.now_ns(), 7, 8, Author.HUMAN))
        return press_now(history)

    loop = PlayLoop(Mode.ARMED, yields_to_human=True)
    settings = LiveSettings(None, lambda: loop.neutral_reason)
    ended_by = run_live(LivePorts(world, world, world), CLOCK, loop, takes_over_later, SilentTape(), settings)
    assert ended_by == TAKEN_OVER
    assert world.held().buttons == frozenset()


def test_a_person_who_takes_over_plays_on_where_that_is_kept():
    world, tape = QuickWorld(12), KeepingTape()

    def takes_over(history):
        world.hear(PointerMove(CLOCK.now_ns(), 7, 8, Author.HUMAN))
        return press_now(history)

    loop = PlayLoop(Mode.ARMED, yields_to_human=True)
    settings = LiveSettings(None, lambda: "", goes_on_taken_over=True)
    ended_by = run_live(LivePorts(world, world, world), CLOCK, loop, takes_over, tape, settings)
    assert ended_by == GAME_CLOSED
    assert loop.neutral_reason == TAKEN_OVER
    assert len([event for event in tape.inputs if event.author is Author.HUMAN]) > 3
    assert len(world.sent) <= 2


def test_hands_that_halt_for_another_reason_end_it_all_the_same():
    assert run(Halting("the machine was asleep"), move_after(5), goes_on_taken_over=True)[0] == "the machine was asleep"


def test_it_stops_when_told_to():
    assert run(QuickWorld(1_000), None, should_stop=lambda: "enough")[0] == "enough"


def test_a_signal_while_it_stops_does_not_leave_it_waiting_for_the_game(monkeypatch):
    class Interrupted(Event):
        def set(self):
            raise KeyboardInterrupt

    monkeypatch.setattr("agent.live.Event", Interrupted)
    world = QuickWorld(100)
    with pytest.raises(KeyboardInterrupt):
        run(world, None, should_stop=lambda: "enough")
    assert len(world.received) < 10


def test_it_stops_when_the_time_is_over():
    assert run(QuickWorld(1_000), None, until_ns=CLOCK.now_ns() + 50 * MS)[0] == "time"


def test_a_silent_game_ends_it(monkeypatch):
    monkeypatch.setattr("agent.live.SILENCE_NS", 60 * MS)
    assert run(QuickWorld(2, spacing_ms=1_000), None)[0] == GAME_SILENT


def test_a_game_that_may_be_silent_is_waited_for(monkeypatch):
    monkeypatch.setattr("agent.live.SILENCE_NS", 60 * MS)
    assert run(QuickWorld(2, spacing_ms=150), None, may_be_silent=True)[0] == GAME_CLOSED


def test_what_a_tick_forbids_is_told_to_the_hands_before_its_plan():
    world = QuickWorld(4)
    _, loop = run(world, press_now, forbids=lambda _: (Rect(0, 0, 10, 10),))
    assert [event for event in world.sent if isinstance(event, ButtonPress)] == []
    assert loop.statistics.refused["forbidden_place"] >= 3


class Halting(QuickWorld):
    """Hands that end at their second plan."""

    def __init__(self, reason: str) -> None:
        super().__init__(100)
        self.reason, self.plans = reason, 0

    def plan(self, plan):
        self.plans += 1

    def reports(self):
        return (Halted(CLOCK.now_ns(), self.reason),) if self.plans == 2 else ()


@pytest.mark.parametrize(("reason", "ended_by"), [(WINDOW_GONE, GAME_CLOSED), (TAKEN_OVER,) * 2])
def test_hands_that_halt_end_it(reason, ended_by):
    assert run(Halting(reason), move_after(5))[0] == ended_by


def test_a_window_that_goes_before_its_link_is_a_closed_game():
    class Closing(QuickWorld):
        def drain(self):
            raise WindowGone("closed")

    assert run(Closing(100), None)[0] == GAME_CLOSED


def test_what_the_hands_refuse_is_counted_and_the_rest_goes_on():
    def outside(history):
        return Plan(history.now_ns, (PointerMove(history.now_ns, 800, 6, Author.AGENT),))

    ended_by, loop = run(QuickWorld(4), outside)
    assert ended_by == GAME_CLOSED
    assert loop.statistics.refused["outside_canvas"] >= 3
    assert loop.statistics.sent == 0
