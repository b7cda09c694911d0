"""Meeting a RuneLite client: it dials in, is greeted, and says what it shows. Its window is on this desktop already."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from agent.desktop.canvas import GameWindow, find_window, open_canvas, with_canvas_inside
from agent.errors import DesktopError, GameFailed
from bridge.clock import SECOND_NS, Clock
from bridge.errors import LinkUnavailable
from bridge.geometry import CanvasGeometry
from bridge.link.address import DEFAULT_PORT
from bridge.link.socket import SocketLink, SocketListener
from bridge.protocol.messages import Hello
from bridge.protocol.refusal import printable
from bridge.protocol.version import PROTOCOL_MAJOR, PROTOCOL_MINOR
from bridge.state import GameState, View

RUNELITE_TITLE = "RuneLite"
DEFAULT_WAIT_S = 300.0
_ASK_S = 0.2
_MOST_STRETCH_APART = 0.02
"""How far the scales of width and height may be apart before the canvas is not where we think it is."""


@dataclass(frozen=True, slots=True)
class RuneLiteOptions:
    """Which client, and where it is met.

    Args:
        token_path: the shared secret of the bridge; made where there is none.
        port: where the plugin dials.
        session: the client's session; None: the first that comes.
        window_title: how the title of its window begins.
        wait_s: how long to wait for it.
        hears_plugin: whether a person's input is heard from the plugin instead of from the desktop.
    """

    token_path: Path
    port: int = DEFAULT_PORT
    session: str | None = None
    window_title: str = RUNELITE_TITLE
    wait_s: float = DEFAULT_WAIT_S
    hears_plugin: bool = False


def waiting_line(port: int, token_path: Path) -> str:
    """What to do while nobody has dialled in."""
    return (
        f"waiting for the plugin on port {port}: start RuneLite with the osrs-agent bridge switched on and log in; "
        f"its token file is {token_path}"
    )


def greeting_line(hello: Hello) -> str:
    """Who dialled in, and how the versions fit; what the client said is escaped."""
    theirs, ours = (hello.protocol_major, hello.protocol_minor), (PROTOCOL_MAJOR, PROTOCOL_MINOR)
    fit = ""
    if theirs > ours:
        fit = "; it is newer: what only it knows is ignored"
    elif theirs < ours:
        fit = "; it is older: what it does not know stays unknown"
    spoken = f"protocol {theirs[0]}.{theirs[1]}, this side {ours[0]}.{ours[1]}{fit}"
    return f"{printable(hello.client)} connected, session {hello.session}, {spoken}"


def await_client(
    listener: SocketListener, options: RuneLiteOptions, clock: Clock, say: Callable[[str], None]
) -> tuple[SocketLink, GameState]:
    """The client that is asked for and the first state that it sends; others stay connected and are told of.

    Args:
        listener: listens where the plugin dials.
        options: which client.
        clock: for waiting.
        say: a line for people.

    Raises:
        GameFailed: it did not come, or sent no state.
        LinkClosed: it left again.
    """
    deadline_ns = clock.now_ns() + round(options.wait_s * SECOND_NS)
    say(waiting_line(listener.port, options.token_path))
    link = _await_link(listener, options, clock, say, deadline_ns)
    while clock.now_ns() < deadline_ns:
        state = link.receive(_ASK_S)
        if state is not None:
            return link, state
    raise GameFailed(f"the client sent no tick within {options.wait_s:g} s; log in, then start this again")


def window_of(options: RuneLiteOptions, view: View, clock: Clock) -> GameWindow:
    """The client's window with its canvas.

    Args:
        options: how its title begins.
        view: what the client says of its canvas.
        clock: for waiting.

    Raises:
        DesktopError: there is none or several, or its canvas is not where we think it is.
    """
    if not (view.canvas_width_px and view.canvas_height_px):
        raise DesktopError("the client reports a canvas without a size; show its window, then start this again")
    found = find_window(options.window_title, clock, timeout_s=1.0)
    window = with_canvas_inside(found, (view.canvas_width_px, view.canvas_height_px))
    with closing(open_canvas(window)) as canvas:
        check_scale(canvas.geometry(), view)
    return window


def check_scale(geometry: CanvasGeometry, view: View) -> None:
    """Refuse a canvas that is not shown as the client says it shows it, up to the scale of the screen.

    Args:
        geometry: the canvas as it was found on the desktop.
        view: what the client says; where it does not say how large it shows the canvas, it does not stretch it.

    Raises:
        DesktopError: width and height differ in scale; then what we found is no canvas, or it has black bars.
    """
    shown_px = (view.shown_width_px or geometry.canvas_width_px, view.shown_height_px or geometry.canvas_height_px)
    across = geometry.desktop.width / shown_px[0]
    down = geometry.desktop.height / shown_px[1]
    if abs(across - down) > _MOST_STRETCH_APART * max(across, down):
        raise DesktopError(
            f"the client draws {geometry.canvas_width_px}x{geometry.canvas_height_px} pixels "
            f"and shows them as {shown_px[0]}x{shown_px[1]}, "
            f"its window shows {geometry.desktop.width}x{geometry.desktop.height}: places would be wrong; "
            "switch stretched mode off, or use the resizable layout"
        )


def _await_link(
    listener: SocketListener,
    options: RuneLiteOptions,
    clock: Clock,
    say: Callable[[str], None],
    deadline_ns: int,
) -> SocketLink:
    while clock.now_ns() < deadline_ns:
        try:
            link = listener.accept(_ASK_S)
        except LinkUnavailable:
            continue
        say(greeting_line(link.hello))
        if options.session in (None, link.hello.session):
            return link
        say(f"that is not session {options.session}: waiting on")
    wanted = "no client" if options.session is None else f"no client of session {options.session}"
    raise GameFailed(
        f"{wanted} connected within {options.wait_s:g} s; {waiting_line(listener.port, options.token_path)}"
    )
