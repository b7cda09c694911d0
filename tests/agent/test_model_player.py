"""A trained model plans within its tick, in the agent's name, the same way for the same seed."""

from dataclasses import replace
from statistics import median

import pytest

from agent.history_buffer import HistoryBuffer
from agent.model_player import agent_planner, looks_at_pictures
from bridge.clock import MILLISECOND_NS as MS
from bridge.clock import VirtualClock
from bridge.events import Author, ButtonRelease, KeyRelease, MouseButton, PointerMove
from bridge.geometry import Point
from bridge.held import HeldInput
from bridge.sandbox.game import SandboxGame
from bridge.state import TICK_NS
from model.actions import ActionKind, ActionSequence, TimedAction
from model.errors import CheckpointError
from model.runtime import TickDecoder


def histories():
    game = SandboxGame("woodcutting", 3, VirtualClock(TICK_NS))
    buffer = HistoryBuffer()
    for _ in range(12):
        state = game.receive(0.0)
        buffer = buffer.ticked(state.tick.received_ns, state)
        yield buffer.snapshot()


def test_plans_are_the_agents_and_lie_in_their_tick(tiny_run):
    planner = agent_planner(tiny_run, "cpu", 5)
    plans = [planner(history) for history in histories()]
    assert {event.author for plan in plans for event in plan.events} == {Author.AGENT}


def test_the_same_seed_plans_the_same(tiny_run):
    first, second = ([agent_planner(tiny_run, "cpu", 5)(history) for history in histories()] for _ in "ab")
    assert first == second


def test_a_plan_goes_on_after_what_is_committed_and_reaches_into_the_next_tick(tiny_run):
    planner, plan, reaches = agent_planner(tiny_run, "cpu", 5), None, []
    for history in histories():
        from_ns, until_ns = history.now_ns + 150 * MS, history.now_ns + TICK_NS
        committed = () if plan is None else tuple(e for e in plan.events if history.now_ns <= e.at_ns < from_ns)
        plan = planner(replace(history, committed=committed, committed_ms=150))
        assert plan.from_ns == from_ns
        assert all(from_ns <= event.at_ns < until_ns + 300 * MS for event in plan.events)
        reaches.append(sum(event.at_ns >= until_ns for event in plan.events))
    assert max(reaches) > 0


def first_places(run, x: int) -> list[int]:
    """Where plans begin that follow a committed move to `x`."""
    places = []
    for seed in range(6):
        planner = agent_planner(run, "cpu", seed)
        for history in histories():
            committed = (PointerMove(history.now_ns, x, 250, Author.AGENT),)
            plan = planner(replace(history, committed=committed, committed_ms=1))
            places += [event.x for event in plan.events[:1] if isinstance(event, PointerMove)]
    return places


def test_what_is_committed_moves_the_pointer_that_the_rest_starts_from(tiny_run):
    assert median(first_places(tiny_run, 100)) + 200 < median(first_places(tiny_run, 700))


def test_where_it_abstains_it_does_nothing_but_let_go(tiny_run):
    planner = agent_planner(tiny_run, "cpu", 5, abstain_above=0.0)
    plans = []
    for history in histories():
        held = HeldInput(Point(30, 40), frozenset({MouseButton.LEFT}), frozenset({"shift"}))
        last = replace(history.windows[-1], observation=replace(history.now, held=held))
        plans.append(planner(replace(history, windows=(*history.windows[:-1], last))))
    abstained = [plan for plan in plans if plan.abstains]
    assert abstained
    for plan in abstained:
        button, key = plan.events
        assert (button, key) == (
            ButtonRelease(plan.made_from_ns, 30, 40, MouseButton.LEFT, Author.AGENT),
            KeyRelease(plan.made_from_ns, "shift", Author.AGENT),
        )


def test_what_is_drawn_at_the_very_end_belongs_to_the_next_tick(tiny_run, monkeypatch):
    drawn = ActionSequence((TimedAction(0.1, ActionKind.MOVE, 5, 5), TimedAction(0.5, ActionKind.MOVE, 6, 6)))
    monkeypatch.setattr(TickDecoder, "decide", lambda *_: drawn)
    history = next(histories())
    assert [event.x for event in agent_planner(tiny_run, "cpu", 5)(history).events] == [5]


def test_a_missing_run_is_refused(tmp_path):
    with pytest.raises(CheckpointError, match="nothing-here"):
        agent_planner(tmp_path / "nothing-here", "cpu", 5)


def test_a_run_says_whether_it_has_to_be_shown_pictures(tiny_run, pixel_run, tmp_path):
    assert not looks_at_pictures(tiny_run)
    assert looks_at_pictures(pixel_run)
    with pytest.raises(CheckpointError, match="no-run"):
        looks_at_pictures(tmp_path / "no-run")
