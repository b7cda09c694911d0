"""Meeting a client: it is waited for with a clear line, greeted with its version, and its canvas is checked."""

from contextlib import ExitStack, contextmanager
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from agent.errors import DesktopError, GameFailed
from agent.runelite import RuneLiteOptions, await_client, check_scale, greeting_line, window_of
from bridge.clock import SystemClock, VirtualClock
from bridge.geometry import CanvasGeometry, Point, Rect
from bridge.link.socket import SocketListener
from bridge.protocol.messages import Hello
from bridge.sandbox.client import GameClient
from bridge.state import GamePhase, GameState, Tick, View
from tests.agent.desktop.plain_window import plain_window

CLOCK = SystemClock()
VIEW = View(765, 503, Rect(4, 4, 512, 334))
STATE = GameState(Tick(3, 0), GamePhase.LOGGED_IN, VIEW, world_host="localhost")


@pytest.fixture
def options(tmp_path) -> RuneLiteOptions:
    return RuneLiteOptions(tmp_path / "token", port=0, wait_s=20.0)


@contextmanager
def listening(options, *sessions):
    """A listener, and a client for each session that has sent a state."""
    with ExitStack() as stack:
        listener = stack.enter_context(SocketListener(options.token_path, CLOCK, options.port))
        for session in sessions:
            generator = np.random.default_rng(1)
            client = GameClient(listener.port, options.token_path, CLOCK, session, generator=generator)
            stack.enter_context(client).send_state(STATE)
            assert client.wait_connected(10.0)
        yield listener


def hello(**changes) -> Hello:
    return msgspec.structs.replace(Hello(bytes(32), "abc", "RuneLite 1.12", ()), **changes)


def test_the_first_client_and_its_first_state_are_given(options):
    lines = []
    with listening(options, "one") as listener:
        link, state = await_client(listener, options, CLOCK, lines.append)
        assert (link.hello.session, state.tick.index, state.world_host) == ("one", 3, "localhost")
        assert lines == [
            f"waiting for the plugin on port {listener.port}: start RuneLite with the osrs-agent bridge switched on "
            f"and log in; its token file is {options.token_path}",
            "osrs-agent sandbox connected, session one, protocol 1.2, this side 1.2",
        ]


def test_of_several_clients_the_named_one_is_taken_and_the_others_stay(options):
    lines = []
    named = replace(options, session="two")
    with listening(options, "one", "two", "three") as listener:
        link, _ = await_client(listener, named, CLOCK, lines.append)
        assert link.hello.session == "two"
        assert "that is not session two: waiting on" in lines
        assert listener.accept(5.0).hello.session == "three"


def test_nobody_is_told_after_the_wait(options):
    clock = VirtualClock()

    def moving(line):
        clock.sleep_until_ns(10**15)

    with (
        listening(options) as listener,
        pytest.raises(GameFailed, match=r"no client connected within 20 s; waiting for"),
    ):
        await_client(listener, options, clock, moving)


def test_a_client_that_sends_no_tick_is_told_to_log_in(options):
    clock = VirtualClock()

    def moving(line):
        if "connected, session" in line:
            clock.sleep_until_ns(10**15)

    with (
        listening(options) as listener,
        GameClient(listener.port, options.token_path, CLOCK, "silent", generator=np.random.default_rng(1)) as client,
    ):
        assert client.wait_connected(10.0)
        with pytest.raises(GameFailed, match=r"sent no tick within 20 s; log in, then start this again"):
            await_client(listener, options, clock, moving)


@pytest.mark.parametrize(
    ("major", "minor", "told"),
    [
        (1, 2, "protocol 1.2, this side 1.2"),
        (1, 0, "protocol 1.0, this side 1.2; it is older: what it does not know stays unknown"),
        (1, 7, "protocol 1.7, this side 1.2; it is newer: what only it knows is ignored"),
    ],
)
def test_the_greeting_says_how_the_versions_fit(major, minor, told):
    line = greeting_line(hello(protocol_major=major, protocol_minor=minor))
    assert line == f"RuneLite 1.12 connected, session abc, {told}"


def test_what_a_client_says_of_itself_is_escaped():
    assert "\x1b" not in greeting_line(hello(client="\x1b[31mRuneLite\n"))


LAYOUTS = {
    "fixed": (View(765, 503, Rect(4, 4, 512, 334), is_resizable=False), (765, 503)),
    "fixed, not said how large it is shown": (VIEW, (765, 503)),
    "resizable": (View(1241, 789, Rect(0, 0, 1241, 789), is_resizable=True), (1241, 789)),
    "stretched twice": (View(765, 503, Rect(4, 4, 512, 334), None, None, None, False, 1530, 1006), (1530, 1006)),
    "stretched unevenly": (View(765, 503, Rect(4, 4, 512, 334), None, None, None, False, 1600, 800), (1600, 800)),
    "resizable, stretched by half": (
        View(800, 500, Rect(0, 0, 800, 500), None, None, None, True, 1200, 750),
        (1200, 750),
    ),
}


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_in_every_layout_and_scale_a_canvas_pixel_is_found_on_the_screen_and_found_again(layout, scale):
    view, shown_px = LAYOUTS[layout]
    desktop = Rect(7, 31, *(round(size * scale) for size in shown_px))
    geometry = CanvasGeometry(desktop, view.canvas_width_px, view.canvas_height_px)
    check_scale(geometry, view)
    last = Point(view.canvas_width_px - 1, view.canvas_height_px - 1)
    for place in (Point(0, 0), Point(1, 1), view.viewport.centre, Point(last.x // 3, last.y // 7), last):
        assert geometry.to_canvas(geometry.to_desktop(place)) == place
        assert desktop.contains(geometry.to_desktop(place).x, geometry.to_desktop(place).y)
    assert geometry.to_canvas(Point(7 + desktop.width - 1, 31 + desktop.height - 1)) == last


def test_an_uneven_stretch_is_refused():
    with pytest.raises(DesktopError, match="draws 765x503 pixels and shows them as 765x503, its window shows 900x503"):
        check_scale(CanvasGeometry(Rect(0, 0, 900, 503), 765, 503), VIEW)


def test_a_stretch_that_the_client_does_not_speak_of_is_refused():
    stretched, shown_px = LAYOUTS["stretched unevenly"]
    check_scale(CanvasGeometry(Rect(0, 0, *shown_px), 765, 503), stretched)
    with pytest.raises(DesktopError, match="shows them as 1600x800, its window shows 1530x1006: places would be wrong"):
        check_scale(CanvasGeometry(Rect(0, 0, 1530, 1006), 765, 503), stretched)


def test_the_window_is_found_by_its_title_with_the_canvas_inside(display, options):
    with plain_window("RuneLite - Somebody", x=20, y=30, width=900, height=600) as plain:
        canvas = plain.add_inside(40, 23, 765, 503)
        window = window_of(options, VIEW, CLOCK)
        assert (window.window_id, window.canvas_id) == (plain.window_id, canvas)


def test_a_canvas_that_is_not_where_we_think_is_refused(display, options):
    with (
        plain_window("RuneLite", width=900, height=503),
        pytest.raises(DesktopError, match="switch stretched mode off"),
    ):
        window_of(options, VIEW, CLOCK)


def test_a_canvas_without_a_size_is_refused(options):
    with pytest.raises(DesktopError, match="canvas without a size"):
        window_of(options, View(0, 0, Rect(0, 0, 0, 0)), CLOCK)
