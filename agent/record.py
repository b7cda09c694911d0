"""Recording a person, or the scripted expert through real injected input, on the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from agent.desktop.endings import Endings, Terminated, ending_name, endings_raise
from agent.games import Ending, OpenGame, end_game, open_sandbox
from agent.limits import Limits
from agent.live import LiveSettings, run_live
from agent.loop import Mode, PlayLoop
from agent.manifests import game_manifest
from agent.plan import Planner
from agent.players import scripted_planner
from agent.recorder import Recorder, telling_what_is_kept
from bridge.clock import SECOND_NS, Clock
from bridge.events import Author
from bridge.recording.writer import RecordingWriter
from bridge.sandbox.tasks import task_named


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """What to record.

    Args:
        out: the finished file.
        task: a task of the sandbox.
        seed: of its world, and of the expert.
        expert: whether the scripted expert plays, through real injected input; otherwise a person does.
        fps: frames a second.
        frame_px: width and height of the frames in the file.
        stop_after_s: None: until the window is closed or Ctrl-C.
        video: whether frames are kept.
        starts_at_login: whether the player has to log in first.
    """

    out: Path
    task: str
    seed: int
    expert: bool
    fps: float
    frame_px: tuple[int, int]
    stop_after_s: float | None
    video: bool
    starts_at_login: bool = False


@dataclass(frozen=True, slots=True)
class RecordReport:
    """What was recorded.

    Args:
        session: the finished file.
        duration_s: how long the loop ran.
        recorder: counts of ticks, inputs and frames.
        declared_fps: the rate that was asked for.
        ending: why it ended, and the game's points.
    """

    session: Path
    duration_s: float
    recorder: Recorder
    declared_fps: float
    ending: Ending

    def as_json(self) -> dict[str, object]:
        """The keys of the command line's contract."""
        counts = self.recorder.counts
        return {
            "session": str(self.session),
            "duration_s": round(self.duration_s, 3),
            "ticks": counts.ticks,
            "inputs": {
                "seen": counts.inputs_seen,
                "written": counts.inputs_written,
                "dropped": counts.inputs_seen - counts.inputs_written,
            },
            "frames": {
                "asked": counts.frames_asked,
                "written": counts.frames_written,
                "blank": 0,
                "dropped": counts.frames_dropped,
            },
            "fps": {"declared": self.declared_fps, "real": round(counts.frames_written / self.duration_s, 2)},
            "bytes": self.session.stat().st_size,
            "score": self.ending.score,
            "ended_by": self.ending.by,
        }


def record(request: RecordRequest, clock: Clock, on_start: Callable[[Recorder], None] | None = None) -> RecordReport:
    """Record until the time is over, the window is closed, or a signal comes; the file is finished in any ending.

    Args:
        request: what to record.
        clock: stamps everything.
        on_start: called once with the recorder, whose counts grow while it runs.

    Raises:
        AgentError: the game or the desktop cannot be used, or the file cannot be written.
    """
    task = task_named(request.task)
    planner = scripted_planner(task.expert(request.seed)) if request.expert else None
    opened = open_sandbox(
        request.task,
        request.seed,
        clock,
        injected_by=Author.HUMAN,
        acts=request.expert,
        starts_at_login=request.starts_at_login,
    )
    with endings_raise() as endings, opened as game:
        author = "expert" if request.expert else "person"
        fps = request.fps if request.video else 0.0
        manifest = game_manifest(game.window, clock, request.task, request.seed, author, fps, request.frame_px)
        recorder = Recorder(RecordingWriter(request.out, manifest, clock=clock, video=request.video))
        started_ns = clock.now_ns()
        with telling_what_is_kept(request.out), recorder:
            if on_start is not None:
                on_start(recorder)
            ended_by = _run(request, clock, game, planner, recorder, endings)
        duration_s = (clock.now_ns() - started_ns) / SECOND_NS
        ending = end_game(game.process, ended_by)
    return RecordReport(request.out, duration_s, recorder, request.fps, ending)


def _run(
    request: RecordRequest,
    clock: Clock,
    game: OpenGame,
    planner: Planner | None,
    recorder: Recorder,
    endings: Endings,
) -> str:
    loop = PlayLoop(
        Limits(game.window.canvas_width_px, game.window.canvas_height_px),
        Mode.ARMED if request.expert else Mode.NEUTRAL,
    )
    until_ns = None if request.stop_after_s is None else clock.now_ns() + round(request.stop_after_s * SECOND_NS)
    settings = LiveSettings(request.fps, until_ns, partial(_reason_to_stop, endings, recorder))
    ports = game.ports if request.video else replace(game.ports, frames=None)
    try:
        return run_live(ports, clock, loop, planner, recorder, settings)
    except (KeyboardInterrupt, Terminated) as ending:
        return ending_name(ending)


def _reason_to_stop(endings: Endings, recorder: Recorder) -> str:
    return endings.asked_by or ("the file cannot be written" if recorder.error else "")
