"""Recording a person on the sandbox or a RuneLite client, or the scripted expert through real injected input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from agent.client_watch import ClientWatch
from agent.desktop.endings import Endings, Terminated, ending_name, endings_raise
from agent.games import Acting, Ending, OpenGame, end_game, open_runelite, open_sandbox, skip_waiting
from agent.live import LiveSettings, run_live
from agent.loop import Mode, PlayLoop
from agent.manifests import game_manifest
from agent.players import scripted_planner
from agent.recorder import telling_what_is_kept
from agent.recorder_process import RecorderProcess
from agent.recorder_wire import RecorderSetup
from agent.runelite import RuneLiteOptions
from agent.tape import Tape
from bridge.clock import SECOND_NS, Clock
from bridge.events import Author
from bridge.recording.manifest import Manifest
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
        frame_px: width and height of the frames in the file; None: those of the canvas.
        stop_after_s: None: until the window is closed or Ctrl-C.
        video: whether frames are kept.
        starts_at_login: whether the player has to log in first.
        runelite: the client to record; None: the sandbox.
    """

    out: Path
    task: str
    seed: int
    expert: bool
    fps: float
    frame_px: tuple[int, int] | None
    stop_after_s: float | None
    video: bool
    starts_at_login: bool = False
    runelite: RuneLiteOptions | None = None


@dataclass(frozen=True, slots=True)
class RecordReport:
    """What was recorded.

    Args:
        session: the finished file.
        duration_s: how long the loop ran.
        recorder: counts of ticks, inputs and frames, and of what was private.
        declared_fps: the rate that was asked for.
        ending: why it ended, and the game's points.
    """

    session: Path
    duration_s: float
    recorder: RecorderProcess
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
                "seen": counts.inputs_seen + counts.keys_private,
                "written": counts.inputs_written,
                "dropped": counts.inputs_seen + counts.keys_private - counts.inputs_written,
            },
            "frames": {
                "asked": counts.frames_asked,
                "written": counts.frames_written,
                "blank": counts.frames_blank,
                "dropped": counts.frames_dropped,
            },
            "fps": {"declared": self.declared_fps, "real": round(counts.frames_written / self.duration_s, 2)},
            "bytes": self.recorder.bytes_written,
            "segments": [str(path) for path in self.recorder.paths],
            "score": self.ending.score,
            "ended_by": self.ending.by,
        }


def record(
    request: RecordRequest,
    clock: Clock,
    on_start: Callable[[RecorderProcess], None] | None = None,
    say: Callable[[str], None] | None = None,
) -> RecordReport:
    """Record until the time is over, the game is closed, or a signal comes; the file is finished in any ending.

    A person's private keys and pictures are left out: see `agent.privacy`.

    Args:
        request: what to record.
        clock: stamps everything.
        on_start: called once with the recorder, whose counts grow while it runs.
        say: gets what is waited for and who came, in lines for people.

    Raises:
        AgentError: the game or the desktop cannot be used, or the file cannot be written.
    """
    with endings_raise() as endings, _opened(request, clock, say or _silent) as (game, watch):
        recorder = RecorderProcess(_setup(request, clock, game), clock)
        with telling_what_is_kept(request.out), recorder:
            skip_waiting(game.ports.link)
            started_ns = clock.now_ns()
            if on_start is not None:
                on_start(recorder)
            reason = partial(_reason_to_stop, endings, recorder, watch)
            ended_by = _run(request, clock, game, recorder, watch, reason)
            duration_s = (clock.now_ns() - started_ns) / SECOND_NS
            problem = recorder.reason_to_stop
        ending = end_game(game.process, ended_by)
    ending = replace(ending, problem=ending.problem or problem)
    return RecordReport(request.out, duration_s, recorder, request.fps, ending)


@contextmanager
def _opened(
    request: RecordRequest, clock: Clock, say: Callable[[str], None]
) -> Iterator[tuple[OpenGame, ClientWatch | None]]:
    """The game, and for a client what must stay as it is."""
    if request.runelite is not None:
        with open_runelite(request.runelite, clock, say, acting=None) as client:
            yield client.game, ClientWatch(client.first.view)
        return
    opened = open_sandbox(
        request.task,
        request.seed,
        clock,
        injected_by=Author.HUMAN,
        acting=Acting() if request.expert else None,
        starts_at_login=request.starts_at_login,
    )
    with opened as game:
        yield game, None


def _setup(request: RecordRequest, clock: Clock, game: OpenGame) -> RecorderSetup:
    is_client = request.runelite is not None
    told_by: object = game.ports.inputs
    return RecorderSetup(
        path=str(request.out),
        manifest=_manifest(request, clock, game),
        window=game.window,
        injected_by=Author.AGENT if is_client else Author.HUMAN,
        is_private=not request.expert,
        hides_letters=is_client,
        listens=told_by is not game.ports.link,  # else the game itself tells what it heard
    )


def _manifest(request: RecordRequest, clock: Clock, game: OpenGame) -> Manifest:
    fps = request.fps if request.video else 0.0
    frame_px = request.frame_px or (game.window.canvas_width_px, game.window.canvas_height_px)
    if request.runelite is not None:
        return game_manifest(game.window, clock, "", None, "person", fps, frame_px, "runelite")
    author = "expert" if request.expert else "person"
    return game_manifest(game.window, clock, request.task, request.seed, author, fps, frame_px)


def _run(
    request: RecordRequest,
    clock: Clock,
    game: OpenGame,
    tape: Tape,
    watch: ClientWatch | None,
    should_stop: Callable[[], str],
) -> str:
    mode = Mode.ARMED if request.expert else Mode.NEUTRAL
    loop = PlayLoop(mode, objects=None if watch is None else watch.look)
    planner = scripted_planner(task_named(request.task).expert(request.seed)) if request.expert else None
    until_ns = None if request.stop_after_s is None else clock.now_ns() + round(request.stop_after_s * SECOND_NS)
    settings = LiveSettings(until_ns, should_stop, may_be_silent=watch is not None)
    try:
        return run_live(game.ports, clock, loop, planner, tape, settings)
    except (KeyboardInterrupt, Terminated) as ending:
        return ending_name(ending)


def _reason_to_stop(endings: Endings, recorder: RecorderProcess, watch: ClientWatch | None) -> str:
    objection = "" if watch is None else watch.objection
    return endings.asked_by or recorder.reason_to_stop or objection


def _silent(line: str) -> None:
    del line
