"""The whole loop once, on the sandbox: record, demonstrate, train, measure, play, and a picture of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import cv2

from agent.closed_loop import TaskScores, measure_task
from agent.episodes import FIRST_EVALUATION_SEED
from agent.errors import AgentError
from agent.games import Ending
from agent.kept_scores import keep_scores
from agent.play import PlayReport, play_live
from agent.play_request import PlayRequest
from agent.record import RecordReport, RecordRequest, record
from agent.run_pictures import draw_curves
from bridge.clock import SECOND_NS, Clock
from bridge.sandbox.demonstrations import write_demonstrations
from bridge.sandbox.tasks import task_named
from model.config import load_config
from model.train import train
from model.training_report import OnProgress, TrainingResult

_FIRST_DEMONSTRATION_SEED = 100
_DEMONSTRATED_MINUTES = 3.0
"""Of each: many worlds teach more than long games in few."""


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """How long each part takes.

    Args:
        folder: everything goes here; it must not exist yet.
        task: a task of the sandbox.
        record_s: seconds of expert play in the real window.
        demonstrations: games of the expert in virtual time.
        train_minutes: of training.
        episodes: unseen seeds for the table.
        episode_minutes: game minutes each.
        play_s: seconds of live play.
        device: where the model runs.
    """

    folder: Path
    task: str
    record_s: float
    demonstrations: int
    train_minutes: float
    episodes: int
    episode_minutes: float
    play_s: float
    device: str

    @property
    def run(self) -> Path:
        """The run directory."""
        return self.folder / "run"

    @property
    def session(self) -> Path:
        """The recording of the real window."""
        return self.folder / "recordings" / f"{self.task}-window.mcap"


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the demo made, and how long it took."""

    recorded: RecordReport
    trained: TrainingResult
    scores: TaskScores
    played: PlayReport
    picture: Path
    seconds: float


@dataclass(frozen=True, slots=True)
class DemoStage:
    """What the demo tells while it runs.

    Args:
        say: a line for people.
        training: shows the progress of training.
    """

    say: Callable[[str], None]
    training: Callable[[], AbstractContextManager[OnProgress]]


def run_demo(request: DemoRequest, clock: Clock, stage: DemoStage) -> DemoReport:
    """Run every part once.

    Raises:
        AgentError: the folder exists, or a part failed.
    """
    if request.folder.exists():
        raise AgentError(f"{request.folder} holds an earlier demo; move it away, or name another folder with --out")
    started_ns = clock.now_ns()
    stage.say(f"1/5  recording {request.record_s:g} s of expert play in the sandbox's window, by real injected input")
    recorded = _record(request, clock)
    _require_whole("recording", recorded.ending)
    games = f"{request.demonstrations} games of {_DEMONSTRATED_MINUTES:g} minutes"
    stage.say(f"2/5  writing {games} of the expert in virtual time")
    _demonstrate(request)
    stage.say(f"3/5  training for {request.train_minutes:g} minutes on what was recorded")
    with stage.training() as on_progress:
        config = load_config(Path("small"), ["encoder.entities=false"])  # tokens take longer to learn
        data = [request.folder / "recordings"]
        trained = train(
            data, request.run, config, minutes=request.train_minutes, on_progress=on_progress, device=request.device
        )
    stage.say(f"4/5  expert, random player and agent on {request.episodes} unseen seeds, in lockstep")
    seeds = range(FIRST_EVALUATION_SEED, FIRST_EVALUATION_SEED + request.episodes)
    scores = measure_task(request.run, request.task, seeds, request.episode_minutes, request.device)
    keep_scores(request.run, scores)
    draw_curves(request.run)
    stage.say(f"5/5  the agent plays the window for {request.play_s:g} s")
    played = _play(request, clock)
    _require_whole("playing", played.ending)
    seconds = (clock.now_ns() - started_ns) / SECOND_NS
    return DemoReport(recorded, trained, scores, played, _save_picture(request, played), seconds)


def _require_whole(part: str, ending: Ending) -> None:
    if ending.by != "time":
        raise AgentError(f"{part} ended early ({ending.problem or ending.by}), and so does the demo")


def _record(request: DemoRequest, clock: Clock) -> RecordReport:
    wanted = RecordRequest(
        out=request.session,
        task=request.task,
        seed=1,
        expert=True,
        fps=10.0,
        frame_px=(384, 252),
        stop_after_s=request.record_s,
        video=True,
    )
    return record(wanted, clock)


def _demonstrate(request: DemoRequest) -> None:
    first = _FIRST_DEMONSTRATION_SEED
    seeds = range(first, first + request.demonstrations)
    write_demonstrations(task_named(request.task), seeds, _DEMONSTRATED_MINUTES, request.folder / "recordings")


def _play(request: DemoRequest, clock: Clock) -> PlayReport:
    wanted = PlayRequest(
        run=request.run,
        task=request.task,
        seed=FIRST_EVALUATION_SEED,
        device=request.device,
        minutes=request.play_s / 60.0,
        dry_run=False,
        record_to=request.folder / "attempts" / f"{request.task}-agent.mcap",
        fps=10.0,
    )
    return play_live(wanted, clock)


def _save_picture(request: DemoRequest, played: PlayReport) -> Path:
    picture = request.folder / "agent.png"
    if played.last_frame is None:
        raise AgentError(f"the game ended before a picture could be taken: {played.ending.by}")
    cv2.imwrite(str(picture), cv2.cvtColor(played.last_frame.pixels, cv2.COLOR_RGB2BGR))
    return picture
