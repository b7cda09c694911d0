"""Games opened for real-time play: the link, the window, eyes and hands, closed together in any ending."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.desktop.backend import default_backend
from agent.desktop.canvas import GameWindow, find_window
from agent.desktop.display import require_usable, session_kind, usable_display
from agent.desktop.hands import open_hands
from agent.desktop.listener import open_listener
from agent.desktop.screen import ScreenSource
from agent.errors import GameFailed
from agent.limits import Limits
from agent.live import GAME_CLOSED, GAME_SILENT
from agent.play_ports import Hands, LivePorts, NoHands
from agent.runelite import RuneLiteOptions, await_client, window_of
from agent.sandbox_process import SandboxOptions, SandboxProcess, SandboxResult, sandbox_process
from bridge.clock import SECOND_NS, Clock
from bridge.errors import LinkClosed, LinkUnavailable
from bridge.events import KEYS, Author
from bridge.link.socket import SocketLink, SocketListener
from bridge.ports import GameLink, InputSource
from bridge.state import GameState

SANDBOX_TITLE = "osrs-agent sandbox"
GAME_DIED = "the game died"
_START_NS = 30 * SECOND_NS
_ASK_S = 0.2


@dataclass(frozen=True, slots=True)
class OpenGame:
    """A running game, ready to be watched and played.

    Args:
        ports: states and input.
        frames: its pictures, where somebody wants one; a recorder has eyes of its own.
        window: the game's window.
        process: the sandbox; None: a client that is not ours.
    """

    ports: LivePorts
    frames: ScreenSource
    window: GameWindow
    process: SandboxProcess | None


@dataclass(frozen=True, slots=True)
class OpenClient:
    """A client that dialled in: the game, the link that it holds, and its first state."""

    game: OpenGame
    link: SocketLink
    first: GameState


@dataclass(frozen=True, slots=True)
class Acting:
    """How a game is acted on.

    Args:
        stop_key: ends it whichever window has the focus, and is never pressed; None: there is none.
        yields: whether a person's input, or the loss of the focus, ends it.
    """

    stop_key: str | None = None
    yields: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """How a game ended.

    Args:
        by: why, in a few words.
        result: what the game left behind; None where it died.
        problem: where nobody asked for this ending: what was found, in one line; otherwise empty.
    """

    by: str
    result: SandboxResult | None
    problem: str = ""

    @property
    def score(self) -> float | None:
        """The game's points at the end; None where it died."""
        return None if self.result is None else self.result.score


def end_game(process: SandboxProcess | None, by: str) -> Ending:
    """End the game and look at what it left.

    Args:
        process: the sandbox, which may have ended by itself; None: a client, which goes on and has no score.
        by: why the run ended.
    """
    if process is None:
        return Ending(by, None)
    try:
        result = process.end()
    except GameFailed as error:
        if by == GAME_SILENT:
            return Ending(by, None, "the game sent no tick for two seconds, and did not end when it was told to")
        return Ending(GAME_DIED if by == GAME_CLOSED else by, None, str(error))
    return Ending(by, result, "the game sent no tick for two seconds" if by == GAME_SILENT else "")


@contextmanager
def open_sandbox(
    task: str, seed: int, clock: Clock, *, injected_by: Author, acting: Acting | None, starts_at_login: bool = False
) -> Iterator[OpenGame]:
    """The sandbox in its window on this display, or on a private one where there is none.

    Args:
        task: a task of the sandbox.
        seed: of its world.
        clock: stamps everything.
        injected_by: whose the input is that this process sends: the agent's, or the expert's who plays a human.
        acting: how input is sent; None: it is not, and the path to the desktop's input is absent.
        starts_at_login: whether the player has to log in first.

    Raises:
        DesktopError: there is no usable display, or the window cannot be found.
        GameFailed: the game did not start.
    """
    with ExitStack() as stack:
        stack.enter_context(usable_display())
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="osrs-agent-")))
        token_path = folder / "token"
        listener = stack.enter_context(SocketListener(token_path, clock))
        options = SandboxOptions(task, seed, listener.port, token_path, starts_at_login)
        process = stack.enter_context(sandbox_process(options, folder))
        link = stack.enter_context(closing(_await_link(listener, process, clock)))
        window = find_window(SANDBOX_TITLE, clock, pid=process.pid, timeout_s=10.0)
        backend = default_backend(sys.platform)
        frames = stack.enter_context(closing(ScreenSource(window, clock)))
        inputs = stack.enter_context(closing(open_listener(window, clock, backend, injected_by=injected_by)))
        hands = _hands(stack, window, clock, acting)
        yield OpenGame(LivePorts(link, inputs, hands), frames, window, process)


@contextmanager
def open_runelite(
    options: RuneLiteOptions, clock: Clock, say: Callable[[str], None], *, acting: Acting | None
) -> Iterator[OpenClient]:
    """A RuneLite client that a person started on this desktop, once its plugin dials in.

    Args:
        options: which client.
        clock: stamps everything.
        say: a line for people: what is waited for, and who came.
        acting: as in `open_sandbox`.

    Raises:
        DesktopError: there is no usable display, or the window or its canvas cannot be found.
        GameFailed: no client came, or it sent nothing.
        LinkUnavailable: the port or the token cannot be had.
    """
    require_usable(session_kind(os.environ, sys.platform))
    with ExitStack() as stack:
        listener = stack.enter_context(SocketListener(options.token_path, clock, options.port))
        link, first = await_client(listener, options, clock, say)
        stack.enter_context(closing(link))
        window = window_of(options, first.view, clock)
        backend = default_backend(sys.platform)
        frames = stack.enter_context(closing(ScreenSource(window, clock)))
        inputs: InputSource = link
        if not options.hears_plugin:
            inputs = stack.enter_context(closing(open_listener(window, clock, backend)))
        inputs.drain()  # what a person did before is not ours
        hands = _hands(stack, window, clock, acting)
        yield OpenClient(OpenGame(LivePorts(link, inputs, hands), frames, window, None), link, first)


def skip_waiting(link: GameLink) -> None:
    """Leave out the ticks that came while a recorder started: nothing was kept beside them, and they are old."""
    with suppress(LinkClosed):  # which the loop will be told again
        while link.receive(0.0) is not None:
            pass


def _hands(stack: ExitStack, window: GameWindow, clock: Clock, acting: Acting | None) -> Hands:
    if acting is None:
        return NoHands()
    keys = frozenset(KEYS) - {acting.stop_key}
    limits = Limits(window.canvas_width_px, window.canvas_height_px, allowed_keys=keys)
    hands = open_hands(window, limits, clock, stop_key=acting.stop_key, yields=acting.yields)
    return stack.enter_context(hands)


def _await_link(listener: SocketListener, process: SandboxProcess, clock: Clock) -> SocketLink:
    deadline_ns = clock.now_ns() + _START_NS
    while clock.now_ns() < deadline_ns:
        try:
            return listener.accept(_ASK_S)
        except LinkUnavailable:
            if not process.is_running():
                break
    raise GameFailed(f"the sandbox did not connect; it said: {process.messages() or 'nothing'}")
