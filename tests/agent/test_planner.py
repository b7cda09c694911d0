"""The planner thread decides on the newest history and reports what its planner raises."""

from threading import Event

from agent.history_buffer import HistoryBuffer
from agent.plan import Plan
from agent.planner import PlannerThread
from bridge.state import TICK_NS


def history(tick: int):
    return HistoryBuffer().ticked(tick * TICK_NS, None).snapshot()


def test_a_plan_is_made_from_the_history():
    plans: list[Plan] = []
    errors: list[Exception] = []
    done = Event()

    def keep(plan: Plan) -> None:
        plans.append(plan)
        done.set()

    with PlannerThread(lambda given: Plan(given.now_ns, ()), keep, errors.append) as thread:
        thread.decide(history(3))
        assert done.wait(5)
    assert [plan.made_from_ns for plan in plans] == [3 * TICK_NS]
    assert errors == []


def test_what_the_planner_raises_is_reported():
    plans: list[Plan] = []
    errors: list[Exception] = []
    done = Event()

    def report(error: Exception) -> None:
        errors.append(error)
        done.set()

    def fail(given):
        raise RuntimeError("no idea")

    with PlannerThread(fail, plans.append, report) as thread:
        thread.decide(history(1))
        assert done.wait(5)
    assert [str(error) for error in errors] == ["no idea"]
    assert plans == []
