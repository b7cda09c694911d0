"""The manifest of a session that is recorded in real time."""

from __future__ import annotations

from uuid import uuid4

from agent.desktop.canvas import GameWindow
from bridge.clock import Clock, wall_time_ns
from bridge.recording.manifest import Manifest, new_manifest


def game_manifest(
    window: GameWindow,
    clock: Clock,
    task: str,
    seed: int | None,
    author: str,
    fps: float,
    frame_px: tuple[int, int],
    game: str = "sandbox",
) -> Manifest:
    """A manifest of a game in its window.

    Args:
        window: the game's window.
        clock: the session's clock; its pair with wall time is taken now.
        task: a task of the sandbox; "" for none.
        seed: of the sandbox's world; None: it has none.
        author: "person", "expert" or "agent".
        fps: the declared rate of frames; 0.0 for none.
        frame_px: width and height of the frames in the file.
        game: "sandbox" or "runelite".
    """
    return new_manifest(
        uuid4().hex,
        started_ns=clock.now_ns(),
        started_wall_ns=wall_time_ns(),
        game=game,
        task=task,
        seed=seed,
        author=author,
        canvas_px=(window.canvas_width_px, window.canvas_height_px),
        frame_px=frame_px,
        frames_per_second=fps,
    )
