from bridge.clock import VirtualClock
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.seat import ScriptSeat
from bridge.sandbox.tasks import task_named
from bridge.state import TICK_NS


def test_a_script_does_what_it_would_do_in_lockstep():
    clock = VirtualClock()
    game, twin = SandboxGame("woodcutting", 3, clock), task_named("woodcutting").expert(3)
    seat = ScriptSeat(task_named("woodcutting").expert(3), clock)
    for _ in range(20):
        state = game.receive(0.0)
        seat.show(game.world, state)
        events = seat.events(clock.now_ns())
        assert events == twin.act(state, game.held())
        for event in events:
            game.send(event)


def test_a_plan_is_given_once_and_then_time_passes():
    clock = VirtualClock()
    game = SandboxGame("woodcutting", 3, clock)
    seat = ScriptSeat(task_named("woodcutting").oracle(3), clock)
    seat.show(game.world, game.receive(0.0))
    assert seat.events(TICK_NS)
    assert clock.now_ns() == 0
    assert seat.events(TICK_NS) == ()
    assert clock.now_ns() == TICK_NS


def test_with_nobody_in_the_seat_time_passes():
    clock = VirtualClock()
    game = SandboxGame("woodcutting", 3, clock)
    seat = ScriptSeat(None, clock)
    seat.show(game.world, game.receive(0.0))
    assert seat.events(5) == ()
    assert clock.now_ns() == 5
    assert not seat.is_left
