"""A model playing: the sandbox in its window or in lockstep, or a RuneLite client, dry unless it is armed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from agent.client_play import await_arming, check_host, silence
from agent.client_watch import ClientWatch
from agent.desktop.endings import Endings, Terminated, ending_name, endings_raise
from agent.desktop.screen import ScreenSource
from agent.desktop.stop_key import StopKey, open_stop_key
from agent.episodes import play_episode
from agent.errors import DesktopError
from agent.forbidden import forbidden_places, load_forbidden
from agent.games import Acting, Ending, OpenClient, OpenGame, end_game, open_runelite, open_sandbox, skip_waiting
from agent.heap import heap_at_rest
from agent.live import GAME_CLOSED, LiveSettings, run_live
from agent.loop import Mode, PlayLoop
from agent.manifests import game_manifest
from agent.model_player import agent_planner, looks_at_pictures
from agent.planner import Planner
from agent.play_request import PlayRequest
from agent.recorder import telling_what_is_kept
from agent.recorder_process import RecorderProcess
from agent.recorder_wire import RecorderSetup
from agent.reports import TAKEN_OVER
from agent.sandbox_process import SandboxResult
from agent.session_report import histograms, report_marker
from agent.statistics import PlayStatistics
from agent.tape import SilentTape, Tape, Tapes
from bridge.clock import SECOND_NS, Clock
from bridge.errors import LinkClosed
from bridge.events import Author
from bridge.frame import Frame
from bridge.recording.manifest import Manifest

if TYPE_CHECKING:
    from rerun import RecordingStream

    from agent.viewing.live_view import LiveView


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
            "histograms": histograms(self.statistics),
            "score": self.ending.score,
            "ended_by": self.ending.by,
            "session": session,
        }


def play_lockstep(request: PlayRequest, minutes: float) -> PlayReport:
    """Play in virtual time, without a window."""
    looks = looks_at_pictures(request.run)
    episode = play_episode(request.task, request.seed, minutes, partial(_planner, request), pictures=looks)
    result = SandboxResult(episode.score_per_minute * minutes, episode.statistics.ticks, episode.world_digest)
    return PlayReport(episode.statistics, Ending("time", result), None, None)


def _planner(request: PlayRequest, seed: int) -> Planner:
    return agent_planner(request.run, request.device, seed, request.abstain_above)


def play_live(
    request: PlayRequest,
    clock: Clock,
    on_start: Callable[[PlayLoop], None] | None = None,
    say: Callable[[str], None] | None = None,
) -> PlayReport:
    """Play in the game's window; everything held is released in any ending.

    Args:
        request: what to play.
        clock: stamps everything.
        on_start: called once with the loop, whose statistics grow while it runs.
        say: gets what is waited for and who came, in lines for people.

    Raises:
        AgentError: the game or the desktop cannot be used, or the client's world does not allow acting.
        CheckpointError: the run cannot be loaded.
    """
    planner = _planner(request, request.seed)
    with ExitStack() as stack:
        endings = stack.enter_context(endings_raise())
        view = request.opened_view()
        game, client = stack.enter_context(_opened(request, clock, say or _silent))
        watch = None if client is None else _watch(request, client)
        mode = Mode.ARMED if request.acts else Mode.DRY_RUN
        objects = None if watch is None else watch.look
        forbids = partial(forbidden_places, load_forbidden())
        loop = PlayLoop(mode, yields_to_human=request.acts, objects=objects, forbids=forbids)
        stop_key = stack.enter_context(closing(open_stop_key(request.stop_key, clock)))
        with _recording(request, clock, game) as recorder:
            told = partial(_told_to_stop, endings, stop_key, recorder)
            ended_by = "" if client is None or watch is None else _armed(request, clock, client, watch, told)
            if not ended_by:
                if on_start is not None:
                    on_start(loop)
                tape: Tape = recorder or SilentTape()
                if view is not None:
                    tape = Tapes(tape, stack.enter_context(_viewed(request, clock, game, view)))
                ended_by = _run(request, clock, game, client, loop, planner, tape, told)
                tape.keep_marker(report_marker(loop.statistics, ended_by, clock.now_ns()))
            problem = "" if recorder is None else recorder.reason_to_stop
        last_frame = _last_frame(game)
        ending = end_game(game.process, ended_by)
    ending = replace(ending, problem=ending.problem or problem)
    return PlayReport(loop.statistics, ending, request.record_to, last_frame)


@contextmanager
def _opened(
    request: PlayRequest, clock: Clock, say: Callable[[str], None]
) -> Iterator[tuple[OpenGame, OpenClient | None]]:
    acting = Acting(request.stop_key, yields=True) if request.acts else None
    if request.runelite is not None:
        with open_runelite(request.runelite, clock, say, acting=acting) as client:
            yield client.game, client
        return
    with open_sandbox(request.task, request.seed, clock, injected_by=Author.AGENT, acting=acting) as game:
        yield game, None


def _watch(request: PlayRequest, client: OpenClient) -> ClientWatch:
    """What must stay as it is.

    Raises:
        AgentError: the client's world does not allow acting.
    """
    if request.acts and request.arming is not None:
        check_host(client.first, request.arming)
        return ClientWatch(client.first.view, client.first.world_host)
    return ClientWatch(client.first.view)


def _armed(
    request: PlayRequest, clock: Clock, client: OpenClient, watch: ClientWatch, should_stop: Callable[[], str]
) -> str:
    """The countdown, where there is one; why it must not be armed, or an empty string."""
    if not (request.acts and request.arming is not None):
        return ""
    try:
        return await_arming(client.link, client.game.ports.inputs, clock, watch, request.arming, should_stop)
    except LinkClosed:
        return GAME_CLOSED
    except (KeyboardInterrupt, Terminated) as ending:
        return ending_name(ending)


def _last_frame(game: OpenGame) -> Frame | None:
    try:
        return game.frames.grab()
    except DesktopError:
        return None  # the window is gone already


@contextmanager
def _recording(request: PlayRequest, clock: Clock, game: OpenGame) -> Iterator[RecorderProcess | None]:
    """The process that keeps the attempt, ready before anything acts; the loop tells it whose input was heard."""
    if request.record_to is None:
        yield None
        return
    setup = RecorderSetup(
        path=str(request.record_to),
        manifest=_manifest(request, clock, game),
        window=game.window,
        injected_by=Author.AGENT,
        is_private=request.runelite is not None,
        hides_letters=True,
        listens=False,
    )
    with telling_what_is_kept(request.record_to), RecorderProcess(setup, clock) as recorder:
        skip_waiting(game.ports.link)
        yield recorder


def _viewed(request: PlayRequest, clock: Clock, game: OpenGame, stream: RecordingStream) -> LiveView:
    """A client's pictures may show what is private: they go into no file."""
    from agent.viewing.live_view import LiveView  # only who looks pays for it

    is_kept = request.runelite is not None and request.view_to is not None
    return LiveView(clock, None if is_kept else game.frames, stream)


def _run(
    request: PlayRequest,
    clock: Clock,
    game: OpenGame,
    client: OpenClient | None,
    loop: PlayLoop,
    planner: Planner,
    tape: Tape,
    told_to_stop: Callable[[], str],
) -> str:
    until_ns = None if request.minutes is None else clock.now_ns() + round(request.minutes * 60 * SECOND_NS)
    settings = LiveSettings(
        until_ns,
        partial(_reason_to_stop, told_to_stop, loop, clock, client if request.acts else None, request.is_corrected),
        may_be_silent=client is not None,
        goes_on_taken_over=request.is_corrected,
    )
    try:
        with heap_at_rest(), _eyes(request, clock, game) as frames:
            return run_live(replace(game.ports, frames=frames), clock, loop, planner, tape, settings)
    except (KeyboardInterrupt, Terminated) as ending:
        return ending_name(ending)


@contextmanager
def _eyes(request: PlayRequest, clock: Clock, game: OpenGame) -> Iterator[ScreenSource | None]:
    """Eyes of the loop's own thread, where the model decides by what it sees."""
    if not looks_at_pictures(request.run):
        yield None
        return
    with closing(ScreenSource(game.window, clock)) as frames:
        yield frames


def _manifest(request: PlayRequest, clock: Clock, game: OpenGame) -> Manifest:
    if request.runelite is not None:
        return game_manifest(game.window, clock, "", None, "agent", request.fps, _size(game), "runelite")
    return game_manifest(game.window, clock, request.task, request.seed, "agent", request.fps, _size(game))


def _told_to_stop(endings: Endings, stop_key: StopKey, recorder: RecorderProcess | None) -> str:
    stopped = endings.asked_by or ("the stop key" if stop_key.was_pressed else "")
    return stopped or ("" if recorder is None else recorder.reason_to_stop)


def _reason_to_stop(
    told: Callable[[], str], loop: PlayLoop, clock: Clock, acted_on: OpenClient | None, is_corrected: bool
) -> str:
    """Args as in `_run`; acted_on: the client that must not fall silent while it is acted on."""
    objection = "" if is_corrected and loop.neutral_reason == TAKEN_OVER else loop.neutral_reason
    return told() or objection or ("" if acted_on is None else silence(acted_on.link, clock))


def _size(game: OpenGame) -> tuple[int, int]:
    return game.window.canvas_width_px, game.window.canvas_height_px


def _silent(line: str) -> None:
    del line
