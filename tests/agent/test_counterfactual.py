"""Runs beside each other: the ticks where they differ most are shown, in order of time."""

from agent.counterfactual import ComparedTick, tick_lines
from model.actions import ActionKind
from model.tick_figures import KindsBehind, TickFigures

PARTS = ("clock", "survival", "kind", "place", "button", "key", "scroll")


def figures(
    kind_nats: float, behind: KindsBehind | None = None, wants: tuple[tuple[str, float], ...] = ()
) -> TickFigures:
    nats = dict.fromkeys(PARTS, 1.0) | {"kind": kind_nats}
    return TickFigures(0, nats, 2, 0.25, behind, wants, (("window -1", 3.0), ("closest", -0.5)))


def tick(at_s: float, **kind_nats: float) -> ComparedTick:
    return ComparedTick(at_s, {"move": 2}, {run: figures(nats) for run, nats in kind_nats.items()})


def test_the_spread_lies_between_the_likeliest_and_the_least_likely():
    assert tick(0.0, a=1.0, b=4.0, c=2.0).spread == 3.0


def test_the_ticks_where_runs_differ_most_are_shown_in_order_of_time():
    ticks = [tick(at_s, a=1.0, b=b) for at_s, b in ((0.0, 1.0), (0.6, 9.0), (1.2, 2.0), (1.8, 5.0))]
    lines = tick_lines(ticks, 2)
    assert [line for line in lines if not line.startswith(" ")] == ["0.6 s: 2 move", "1.8 s: 2 move"]
    assert [line.split()[0] for line in lines if line.startswith(" ")] == ["a", "b", "a", "b"]


def test_one_run_alone_shows_what_it_finds_least_likely():
    told = "13.00 nats (clock 2.00, kind 7.00, place 1.00); nothing 0.25; without window -1 +3.0, closest -0.5"
    assert tick_lines([tick(0.0, a=1.0), tick(0.6, a=7.0)], 1) == ["0.6 s: 2 move", f"  a  {told}"]


def test_json_tells_the_kinds_behind_an_action():
    behind = KindsBehind(1, 40, ActionKind.PRESS, ((ActionKind.MOVE, 0.75), (ActionKind.PRESS, 0.25)))
    told = ComparedTick(0.6, {"press": 1}, {"a": figures(1.0, behind)}).as_json()["runs"]["a"]
    top = [{"kind": "move", "probability": 0.75}, {"kind": "press", "probability": 0.25}]
    assert told["behind"] == {"action": 1, "at_ms": 40, "kind": "press", "top": top}
    assert told["moved_by"] == [{"hidden": "window -1", "nats": 3.0}, {"hidden": "closest", "nats": -0.5}]


def test_what_is_wanted_is_told_where_it_is_foreseen():
    run = figures(1.0, None, (("object Tree #3", 0.625), ("nothing soon", 0.25), ("elsewhere", 0.125)))
    compared = ComparedTick(0.6, {"move": 2}, {"a": run})
    assert "; wants object Tree #3 0.62, nothing soon 0.25; without" in tick_lines([compared], 1)[1]
    told = compared.as_json()["runs"]["a"]["wants"]
    assert told[0] == {"what": "object Tree #3", "probability": 0.625}
    assert tick(0.0, a=1.0).as_json()["runs"]["a"]["wants"] == []
