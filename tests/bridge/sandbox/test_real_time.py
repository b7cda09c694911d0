from bridge.clock import VirtualClock
from bridge.events import Author, KeyPress
from bridge.sandbox.digest import world_digest
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.real_time import RealTimeGame
from bridge.sandbox.tasks import task_named
from bridge.state import TICK_NS

TASK = "woodcutting"
START_NS = 1_000


def begun(clock: VirtualClock) -> RealTimeGame:
    game = RealTimeGame(TASK, 1, clock)
    game.begin()
    return game


def test_deadlines_stand_a_tick_apart_and_do_not_drift():
    clock = VirtualClock(START_NS)
    game = begun(clock)
    for tick in range(1, 4):
        assert game.due_ns == START_NS + tick * TICK_NS
        clock.sleep_until_ns(game.due_ns + 7_000_000 * tick)
        assert game.finish_tick().tick.index == tick


def test_a_state_carries_the_time_at_which_it_was_made():
    clock = VirtualClock(START_NS)
    game = begun(clock)
    clock.sleep_until_ns(game.due_ns + 5)
    assert game.finish_tick().tick.received_ns == START_NS + TICK_NS + 5


def test_an_event_acts_at_the_end_of_the_tick_in_which_it_happened():
    clock = VirtualClock(START_NS)
    game = begun(clock)
    game.take(KeyPress(game.due_ns, "left", Author.HUMAN))
    clock.sleep_until_ns(game.due_ns)
    game.finish_tick()
    assert game.world.held.keys == frozenset()
    clock.sleep_until_ns(game.due_ns)
    game.finish_tick()
    assert game.world.held.keys == {"left"}


def test_ticks_that_were_slept_through_are_left_out():
    clock = VirtualClock(START_NS)
    game = begun(clock)
    clock.sleep_until_ns(START_NS + 10 * TICK_NS + 1)
    assert game.finish_tick().tick.index == 1
    assert game.due_ns == START_NS + 11 * TICK_NS


def test_what_happened_while_ticks_were_left_out_counts_in_the_next():
    clock = VirtualClock(START_NS)
    game = begun(clock)
    game.take(KeyPress(START_NS + 4 * TICK_NS, "left", Author.HUMAN))
    clock.sleep_until_ns(START_NS + 10 * TICK_NS)
    game.finish_tick()
    clock.sleep_until_ns(game.due_ns)
    game.finish_tick()
    assert game.world.held.keys == {"left"}


def test_the_same_events_make_the_same_world_as_in_lockstep():
    clock, player = VirtualClock(START_NS), task_named(TASK).expert(1)
    lockstep = SandboxGame(TASK, 1, clock)
    live_clock = VirtualClock(START_NS)
    live = RealTimeGame(TASK, 1, live_clock)
    state = lockstep.receive(0.0)
    assert live.begin() == state
    for _ in range(40):
        for event in player.act(state, lockstep.held()):
            lockstep.send(event)
            live.take(event)
        state = lockstep.receive(0.0)
        live_clock.sleep_until_ns(live.due_ns)
        assert live.finish_tick() == state
    assert world_digest(live.world) == world_digest(lockstep.world)
