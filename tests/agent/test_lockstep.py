"""Lockstep sends each event at its own time and ends with the world."""

from itertools import pairwise

from agent.limits import Limits
from agent.lockstep import run_lockstep
from agent.loop import Mode, PlayLoop
from agent.plan import Plan
from agent.play_ports import PlayPorts
from bridge.clock import MILLISECOND_NS, VirtualClock
from bridge.events import Author, PointerMove
from bridge.sandbox.game import SandboxGame

MS = MILLISECOND_NS


def play(planner, ticks: int = 3, **options):
    clock = VirtualClock(5 * MS)
    game = SandboxGame("woodcutting", 3, clock)
    loop = PlayLoop(Mode.ARMED)
    histories = []

    def noting(history):
        histories.append(history)
        return planner(history)

    played = run_lockstep(PlayPorts(game, game, game, None), clock, loop, noting, ticks, Limits(765, 503), **options)
    return played, histories, loop


def moves(*offsets_ms: int):
    def planner(history):
        at = [history.now_ns + offset * MS for offset in offsets_ms]
        return Plan(history.now_ns, tuple(PointerMove(at_ns, 50, 60, Author.AGENT) for at_ns in at))

    return planner


def test_what_was_sent_is_the_next_history_at_its_own_time():
    _, histories, _ = play(moves(0, 10, 599))
    start_ns = histories[0].now_ns
    assert [event.at_ns - start_ns for event in histories[1].windows[-1].events] == [0, 10 * MS, 599 * MS]


def test_ticks_are_600_ms_apart():
    _, histories, _ = play(moves())
    assert [after.now_ns - before.now_ns for before, after in pairwise(histories)] == [600 * MS] * 2


def test_an_event_that_the_latency_makes_late_is_sent_late_or_dropped():
    _, histories, loop = play(moves(0, 10, 300), latency_ns=lambda _: 20 * MS)
    start_ns = histories[0].now_ns
    assert [event.at_ns - start_ns for event in histories[1].windows[-1].events] == [20 * MS, 300 * MS]
    assert loop.statistics.dropped_late == 3


def test_a_plan_that_takes_the_whole_tick_sends_nothing():
    _, histories, loop = play(moves(0, 10, 300), latency_ns=lambda _: 900 * MS)
    assert histories[1].windows[-1].events == ()
    assert loop.statistics.sent == 0


def test_the_number_of_ticks_is_told():
    assert play(moves(), ticks=4)[0] == 4


def test_what_was_committed_before_is_sent_while_the_next_plan_is_made():
    def planner(history):
        first_ms, reach_ms = history.committed_ms or 1, 600 + 12
        at = [history.now_ns + offset * MS for offset in (first_ms, 300, reach_ms)]
        events = tuple(PointerMove(at_ns, 50, 60, Author.AGENT) for at_ns in at)
        return Plan(history.now_ns, events, first_ms * MS)

    _, histories, loop = play(planner, ticks=4, latency_ns=lambda _: 20 * MS)
    assert [history.committed_ms for history in histories] == [0, 25, 25, 25]
    assert [[(e.at_ns - h.now_ns) // MS for e in h.committed] for h in histories] == [[], [12], [12], [12]]
    sent = [(event.at_ns - histories[2].now_ns) // MS for event in histories[3].windows[-1].events]
    assert sent == [12, 25, 300]
    assert loop.statistics.dropped_late == 1  # of the first plan, whose latency nobody knew
