"""Demonstrations: lockstep play of scripted players, and the sessions that it leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.clock import VirtualClock
from bridge.events import InputEvent
from bridge.recording.reader import open_recording
from bridge.sandbox.demonstrations import (
    Demonstration,
    Pictures,
    PlayerKind,
    play_scripted,
    player_of,
    write_demonstrations,
)
from bridge.sandbox.digest import world_digest
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.tasks.woodcutting import WOODCUTTING
from bridge.state import TICK_NS, GameState


def test_every_tick_is_shown_with_its_events_and_the_last_state_is_given() -> None:
    game = SandboxGame("woodcutting", 1, VirtualClock())
    seen: list[tuple[int, tuple[InputEvent, ...]]] = []

    def watch(state: GameState, events: tuple[InputEvent, ...]) -> None:
        seen.append((state.tick.index, events))

    last = play_scripted(game, player_of(WOODCUTTING, PlayerKind.EXPERT, 1), 20, watch)
    assert [tick for tick, _ in seen] == list(range(20))
    assert any(events for _, events in seen)
    assert last.tick.index == 20


def test_a_session_holds_exactly_what_was_played(tmp_path: Path) -> None:
    (written,) = write_demonstrations(WOODCUTTING, [7], 0.5, tmp_path)
    states: list[GameState] = []
    inputs: list[InputEvent] = []

    def keep(state: GameState, events: tuple[InputEvent, ...]) -> None:
        states.append(state)
        inputs.extend(events)

    game = SandboxGame("woodcutting", 7, VirtualClock())
    last = play_scripted(game, player_of(WOODCUTTING, PlayerKind.EXPERT, 7), 50, keep)
    recording = open_recording(written.path)
    assert list(recording.inputs()) == inputs
    assert list(recording.states()) == [*states, last]
    assert (written.ticks, written.inputs) == (50, len(inputs))
    assert written.score == WOODCUTTING.score(game.world)
    assert written.digest == world_digest(game.world)


def test_a_session_says_who_played_what(tmp_path: Path) -> None:
    (written,) = write_demonstrations(WOODCUTTING, [12], 0.1, tmp_path, kind=PlayerKind.RANDOM)
    manifest = open_recording(written.path).manifest
    assert written.path == tmp_path / "woodcutting-000012.mcap"
    assert (manifest.session_id, manifest.task, manifest.seed) == ("woodcutting-000012", "woodcutting", 12)
    assert (manifest.author, manifest.game) == ("random", "sandbox")


def test_pictures_come_at_their_rate_and_size(tmp_path: Path) -> None:
    (written,) = write_demonstrations(WOODCUTTING, [3], 0.03, tmp_path, pictures=Pictures(5.0, (384, 252)))
    frames = list(open_recording(written.path).frames())
    assert [frame.at_ns for frame in frames] == list(range(0, 3 * TICK_NS, 200_000_000))
    assert frames[0].pixels.shape == (252, 384, 3)


def test_sessions_are_told_as_they_are_finished(tmp_path: Path) -> None:
    told: list[Demonstration] = []
    written = write_demonstrations(WOODCUTTING, [1, 2], 0.1, tmp_path / "new", on_session=told.append)
    assert tuple(told) == written
    assert [demonstration.seed for demonstration in told] == [1, 2]


def test_the_same_seed_gives_the_same_session_twice(tmp_path: Path) -> None:
    one, other = (write_demonstrations(WOODCUTTING, [5], 1.0, tmp_path / name)[0] for name in ("a", "b"))
    assert one.digest == other.digest
    assert list(open_recording(one.path).inputs()) == list(open_recording(other.path).inputs())


def test_a_session_is_never_written_over(tmp_path: Path) -> None:
    write_demonstrations(WOODCUTTING, [1], 0.1, tmp_path)
    with pytest.raises(Exception, match="woodcutting-000001"):
        write_demonstrations(WOODCUTTING, [1], 0.1, tmp_path)
