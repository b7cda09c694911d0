"""The lockstep game: time, order and repeatability. What it owes as a port is tested in tests/contract."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from bridge.clock import VirtualClock
from bridge.errors import LinkClosed, LocalProtocolError
from bridge.events import Author, ButtonPress, InputEvent, KeyPress, KeyRelease, MouseButton, PointerMove
from bridge.sandbox.digest import world_digest
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.observe import observe
from bridge.state import TICK_NS, GamePhase

START_NS = 5_000


def game_at(seed: int = 1, *, logged_in: bool = True) -> tuple[SandboxGame, VirtualClock]:
    clock = VirtualClock(START_NS)
    return SandboxGame("woodcutting", seed, clock, logged_in=logged_in), clock


def scattered_input(seed: int, start_ns: int) -> list[InputEvent]:
    """Some clicks, keys and moves anywhere, each tick others."""
    generator = np.random.default_rng([seed, start_ns])
    events: list[InputEvent] = []
    for at_ns in sorted((start_ns + generator.integers(0, TICK_NS, size=4)).tolist()):
        x, y = int(generator.integers(765)), int(generator.integers(503))
        button = (MouseButton.LEFT, MouseButton.RIGHT)[int(generator.integers(2))]
        events.append(PointerMove(at_ns, x, y, Author.HUMAN))
        events.append(ButtonPress(at_ns, x, y, button, Author.HUMAN))
    return events


def play(seed: int, ticks: int) -> tuple[str, str]:
    """Digests of the world and of every picture after scattered input."""
    game, _ = game_at(seed)
    pixels = hashlib.blake2b(digest_size=16)
    for _ in range(ticks):
        state = game.receive(0.0)
        assert state is not None
        for event in scattered_input(seed, state.tick.received_ns):
            game.send(event)
        pixels.update(game.grab().pixels)
    return world_digest(game.world), pixels.hexdigest()


def test_the_first_state_is_tick_0_now_and_each_next_one_600_ms_later() -> None:
    game, clock = game_at()
    ticks = []
    for _ in range(3):
        state = game.receive(0.0)
        assert state is not None
        ticks.append((state.tick.index, state.tick.received_ns))
        assert clock.now_ns() == state.tick.received_ns
    assert ticks == [(0, START_NS), (1, START_NS + TICK_NS), (2, START_NS + 2 * TICK_NS)]


def test_a_state_is_what_the_world_shows() -> None:
    game, clock = game_at()
    assert game.receive(0.0) == observe(game.world, clock.now_ns())


def test_events_act_in_order_of_their_time_however_they_are_sent() -> None:
    game, _ = game_at(logged_in=False)
    game.receive(0.0)
    for at_ns, key in ((30, "c"), (10, "a"), (20, "b")):
        game.send(KeyRelease(START_NS + at_ns + 1, key, Author.HUMAN))
        game.send(KeyPress(START_NS + at_ns, key, Author.HUMAN))
    game.receive(0.0)
    assert game.world.login.name == "abc"


def test_an_event_acts_at_the_ticks_end_and_only_once() -> None:
    game, _ = game_at(logged_in=False)
    game.receive(0.0)
    game.send(KeyPress(START_NS, "a", Author.HUMAN))
    assert game.world.login.name == ""
    game.receive(0.0)
    game.receive(0.0)
    assert game.world.login.name == "a"


@pytest.mark.parametrize("offset_ns", [-1, TICK_NS])
def test_an_event_of_another_tick_is_refused(offset_ns: int) -> None:
    game, _ = game_at()
    game.receive(0.0)
    with pytest.raises(LocalProtocolError, match="ns of a tick"):
        game.send(PointerMove(START_NS + offset_ns, 1, 1, Author.AGENT))


def test_before_the_first_state_and_after_the_close_no_event_is_taken() -> None:
    game, _ = game_at()
    with pytest.raises(LocalProtocolError, match="between its first state and its close"):
        game.send(PointerMove(START_NS, 1, 1, Author.AGENT))
    game.receive(0.0)
    game.close()
    with pytest.raises(LocalProtocolError, match="between its first state and its close"):
        game.send(PointerMove(START_NS, 1, 1, Author.AGENT))
    with pytest.raises(LinkClosed):
        game.receive(0.0)


def test_what_is_released_at_the_end_is_released_after_the_last_event() -> None:
    game, _ = game_at()
    game.receive(0.0)
    game.send(KeyPress(START_NS + 400, "left", Author.AGENT))
    game.release_all()
    assert game.drain()[-1] == KeyRelease(START_NS + 400, "left", Author.AGENT)
    game.receive(0.0)
    assert game.world.held.keys == frozenset()


def test_what_is_released_late_still_belongs_to_its_tick() -> None:
    game, clock = game_at()
    game.receive(0.0)
    game.send(KeyPress(START_NS, "left", Author.AGENT))
    clock.sleep_until_ns(START_NS + 2 * TICK_NS)
    game.release_all()
    assert game.drain()[-1].at_ns == START_NS + TICK_NS - 1
    game.receive(0.0)
    assert game.world.held.keys == frozenset()


def test_the_picture_is_of_the_tick_and_stamped_now() -> None:
    game, clock = game_at()
    game.receive(0.0)
    first = game.grab()
    assert (first.pixels.shape, first.at_ns) == ((503, 765, 3), START_NS)
    clock.sleep_until_ns(START_NS + 100)
    assert game.grab().at_ns == START_NS + 100
    assert game.grab().pixels is first.pixels


def test_one_can_start_on_the_login_screen() -> None:
    game, _ = game_at(logged_in=False)
    state = game.receive(0.0)
    assert state is not None
    assert state.phase is GamePhase.LOGIN_SCREEN


def test_the_same_seed_and_input_give_the_same_world_and_pixels_twice() -> None:
    assert play(7, 25) == play(7, 25)
    assert play(7, 5) != play(8, 5)


def test_the_same_seed_and_input_give_the_same_world_and_pixels_in_another_process() -> None:
    code = "from tests.bridge.sandbox.test_game import play\nprint(*play(7, 25))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert tuple(result.stdout.split()) == play(7, 25)


def test_looking_never_changes_the_game() -> None:
    seen, unseen = game_at(3)[0], game_at(3)[0]
    for _ in range(10):
        seen.receive(0.0)
        unseen.receive(0.0)
        seen.grab()
        observe(seen.world, 1)
    assert world_digest(seen.world) == world_digest(unseen.world)
