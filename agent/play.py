"""A model playing the sandbox: in its window by injected input, or in lockstep."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from agent.desktop.endings import Endings, Terminated, ending_name, endings_raise
from agent.desktop.stop_key import DEFAULT_STOP_KEY, StopKey, open_stop_key
from agent.episodes import play_episode
from agent.errors import DesktopError
from agent.games import Ending, OpenGame, end_game, open_sandbox
from agent.limits import Limits
from agent.live import LiveSettings, run_live
from agent.loop import Mode, PlayLoop
from agent.manifests import game_manifest
from agent.model_player import agent_planner
from agent.plan import Planner
from agent.recorder import Recorder, telling_what_is_kept
from agent.sandbox_process import SandboxResult
from agent.statistics import PlayStatistics
from agent.tape import SilentTape, Tape
from bridge.clock import SECOND_NS, Clock
from bridge.events import KEYS, Author
from bridge.frame import Frame
from bridge.recording.writer import RecordingWriter


@dataclass(frozen=True, slots=True)
class PlayRequest:
    """What to play.

    Args:
        run: a run directory; its best checkpoint plays.
        task: a task of the sandbox.
        seed: of the world and of the draws.
        device: where the model runs.
        minutes: game minutes; None: until the window is closed or Ctrl-C.
        dry_run: plan, and send nothing.
        record_to: keep the attempt in this file; None: keep nothing.
        fps: frames a second, where the attempt is kept.
        stop_key: ends the play whichever window has the focus; the model never presses it.
    """

    run: Path
    task: str
    seed: int
    device: str
    minutes: float | None
    dry_run: bool
    record_to: Path | None
    fps: float
    stop_key: str = DEFAULT_STOP_KEY


@dataclass(frozen=True, slots=True)
class PlayReport:
    """What happened: counts and times, why it ended and the game's own score, and the last picture."""

    statistics: PlayStatistics
    ending: Ending
    session: Path | None
    last_frame: Frame | None

    def as_json(self) -> dict[str, object]:
        """The keys of the command line's contract."""
        session = str(self.session) if self.session is not None else None
        return self.statistics.as_json() | {
            "score": self.ending.score,
            "ended_by": self.ending.by,
            "session": session,
        }


def play_lockstep(request: PlayRequest, minutes: float) -> PlayReport:
    """Play in virtual time, without a window."""
    episode = play_episode(request.task, request.seed, minutes, partial(agent_planner, request.run, request.device))
    result = SandboxResult(episode.score_per_minute * minutes, episode.statistics.ticks, episode.world_digest)
    return PlayReport(episode.statistics, Ending("time", result), None, None)


def play_live(request: PlayRequest, clock: Clock, on_start: Callable[[PlayLoop], None] | None = None) -> PlayReport:
    """Play the sandbox in its window; everything held is released in any ending but SIGKILL.

    Args:
        request: what to play.
        clock: stamps everything.
        on_start: called once with the loop, whose statistics grow while it runs.

    Raises:
        AgentError: the game or the desktop cannot be used.
        CheckpointError: the run cannot be loaded.
    """
    planner = agent_planner(request.run, request.device, request.seed)
    opened = open_sandbox(request.task, request.seed, clock, injected_by=Author.AGENT, acts=not request.dry_run)
    with ExitStack() as stack:
        endings = stack.enter_context(endings_raise())
        game = stack.enter_context(opened)
        size = (game.window.canvas_width_px, game.window.canvas_height_px)
        mode = Mode.DRY_RUN if request.dry_run else Mode.ARMED
        limits = Limits(*size, allowed_keys=frozenset(KEYS) - {request.stop_key})
        loop = PlayLoop(limits, mode, yields_to_human=not request.dry_run)
        if on_start is not None:
            on_start(loop)
        ended_by = _run(request, clock, game, loop, planner, endings)
        last_frame = _last_frame(game)
        ending = end_game(game.process, ended_by)
    return PlayReport(loop.statistics, ending, request.record_to, last_frame)


def _last_frame(game: OpenGame) -> Frame | None:
    try:
        return None if game.ports.frames is None else game.ports.frames.grab()
    except DesktopError:
        return None  # the window is gone already


def _run(request: PlayRequest, clock: Clock, game: OpenGame, loop: PlayLoop, planner: Planner, endings: Endings) -> str:
    with ExitStack() as stack:
        tape: Tape = SilentTape()
        ports = replace(game.ports, frames=None)
        if request.record_to is not None:
            manifest = game_manifest(game.window, clock, request.task, request.seed, "agent", request.fps, _size(game))
            stack.enter_context(telling_what_is_kept(request.record_to))
            tape = stack.enter_context(Recorder(RecordingWriter(request.record_to, manifest, clock=clock)))
            ports = game.ports
        until_ns = None if request.minutes is None else clock.now_ns() + round(request.minutes * 60 * SECOND_NS)
        stop_key = stack.enter_context(closing(open_stop_key(request.stop_key, clock)))
        settings = LiveSettings(request.fps, until_ns, partial(_reason_to_stop, endings, stop_key, loop))
        try:
            return run_live(ports, clock, loop, planner, tape, settings)
        except (KeyboardInterrupt, Terminated) as ending:
            return ending_name(ending)


def _reason_to_stop(endings: Endings, stop_key: StopKey, loop: PlayLoop) -> str:
    return endings.asked_by or ("the stop key" if stop_key.was_pressed else loop.neutral_reason)


def _size(game: OpenGame) -> tuple[int, int]:
    return game.window.canvas_width_px, game.window.canvas_height_px
