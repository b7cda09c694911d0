"""A window that flickers over the game while the agent clicks: how many clicks it gets."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized

from agent.desktop.canvas import GameWindow
from agent.desktop.canvas_x11 import FollowedWindow
from agent.desktop.x11 import Connection, event_kind, extension, open_connection, root_window
from agent.limits import Limits
from agent.plan import Plan
from agent.reports import Halted, NotSent, Sent
from bridge.clock import MILLISECOND_NS, SECOND_NS, SystemClock
from bridge.events import Author, ButtonPress, ButtonRelease, InputEvent, MouseButton
from bridge.geometry import Point
from tests.agent.desktop.handling import opened_hands
from tests.agent.desktop.plain_window import PlainWindow, plain_window

CLOCK = SystemClock()
_PLACE = Point(300, 200)
_BATCH = 50
_SPACING_NS = 4 * MILLISECOND_NS
_BUTTON_PRESS = 4
_WITHOUT_A_LIMIT = 1 << 30


@dataclass(frozen=True, slots=True)
class Clicks:
    """What became of the presses.

    Args:
        sent: presses that left.
        refused: presses that were refused because the window was covered.
        on_popup: presses that the popup got.
        unguarded: presses of a look and then a press, without holding the server between them.
        unguarded_on_popup: how many of those the popup got: it shows that the trial can fail.
    """

    sent: int
    refused: int
    on_popup: int
    unguarded: int
    unguarded_on_popup: int

    def __str__(self) -> str:
        return (
            f"{self.on_popup} of {self.sent} presses on the popup ({self.refused} refused as covered); "
            f"look first, then press: {self.unguarded_on_popup} of {self.unguarded}"
        )


def click_under_a_popup(presses: int, control: int, seed: int) -> Clicks:
    """Click until so many presses have left.

    Args:
        presses: of the hands.
        control: of a look and then a press.
        seed: of the flicker.
    """
    with plain_window() as plain, _flickering(seed) as (hits, _):
        plain.warp(400, 300)
        plain.focus_follows_pointer()
        unguarded = _look_then_press(plain, control)
        CLOCK.sleep_until_ns(CLOCK.now_ns() + 100 * MILLISECOND_NS)
        before = hits.value
        sent, refused = _press(plain, presses)
        CLOCK.sleep_until_ns(CLOCK.now_ns() + 100 * MILLISECOND_NS)
        return Clicks(sent, refused, hits.value - before, unguarded, before)


def _press(plain: PlainWindow, presses: int) -> tuple[int, int]:
    limits = Limits(765, 503, max_events_per_s=_WITHOUT_A_LIMIT, max_presses_per_s=_WITHOUT_A_LIMIT)
    sent = refused = 0
    with opened_hands(plain, yields=False, limits=limits) as hands:
        while sent < presses:
            start_ns = CLOCK.now_ns() + 5 * MILLISECOND_NS
            hands.plan(Plan(start_ns, tuple(_clicks(start_ns))))
            CLOCK.sleep_until_ns(start_ns + _BATCH * _SPACING_NS + 15 * MILLISECOND_NS)
            for report in hands.reports():
                assert not isinstance(report, Halted), f"the hands halted after {sent} presses: {report.reason}"
                if isinstance(report.event if isinstance(report, Sent | NotSent) else None, ButtonPress):
                    sent += isinstance(report, Sent)
                    refused += isinstance(report, NotSent) and report.reason == "covered"
    return sent, refused


def _clicks(start_ns: int) -> Iterator[InputEvent]:
    for index in range(_BATCH):
        at_ns = start_ns + index * _SPACING_NS
        yield ButtonPress(at_ns, _PLACE.x, _PLACE.y, MouseButton.LEFT, Author.AGENT)
        yield ButtonRelease(at_ns + _SPACING_NS // 2, _PLACE.x, _PLACE.y, MouseButton.LEFT, Author.AGENT)


def _look_then_press(plain: PlainWindow, presses: int) -> int:
    """What the hands would be without holding the server; gives how many presses left."""
    connection = open_connection()
    followed = FollowedWindow(connection, GameWindow(plain.window_id, "a plain window"))
    place, sent = followed.geometry().to_desktop(_PLACE), 0
    requests, root = extension(connection, "xtest"), root_window(connection)
    requests.FakeInput(6, 0, 0, root, place.x, place.y, 0)
    while sent < presses:
        if followed.look_at(place).is_canvas_on_top:
            for kind in (4, 5):
                requests.FakeInput(kind, 1, 0, root, 0, 0, 0)
            connection.flush()
            sent += 1
            CLOCK.sleep_until_ns(CLOCK.now_ns() + MILLISECOND_NS)
    connection.core.GetInputFocus().reply()
    connection.disconnect()
    return sent


@contextmanager
def _flickering(seed: int) -> Iterator[tuple[Synchronized[int], Synchronized[int]]]:
    """A process with a popup over the place; gives the presses that it got, and a mark that ends it."""
    context = get_context("spawn")
    hits, is_over = context.Value("q", -1), context.Value("q", 0)
    process = context.Process(target=_flicker, args=(seed, hits, is_over), daemon=True)
    process.start()
    deadline_ns = CLOCK.now_ns() + 10 * SECOND_NS
    while hits.value < 0:
        assert CLOCK.now_ns() < deadline_ns, "the popup does not come"
        CLOCK.sleep_until_ns(CLOCK.now_ns() + MILLISECOND_NS)
    try:
        yield hits, is_over
    finally:
        is_over.value = 1
        process.join(10)


def _flicker(seed: int, hits: Synchronized[int], is_over: Synchronized[int]) -> None:
    """Show and hide as quickly as the server takes it, with random pauses."""
    rng, connection = random.Random(seed), open_connection()
    popup = connection.generate_id()
    left, top = 100 + _PLACE.x - 40, 80 + _PLACE.y - 40
    override_redirect_and_presses = (1 << 9 | 1 << 11, [1, 1 << 2])
    connection.core.CreateWindow(
        24, popup, root_window(connection), left, top, 80, 80, 0, 1, 0, *override_redirect_and_presses
    )
    hits.value = 0
    while not is_over.value:
        for shown in (True, False):
            (connection.core.MapWindow if shown else connection.core.UnmapWindow)(popup)
            connection.core.GetInputFocus().reply()
            hits.value += _presses(connection)
            CLOCK.sleep_until_ns(CLOCK.now_ns() + rng.randrange(3 * MILLISECOND_NS))
    connection.disconnect()


def _presses(connection: Connection) -> int:
    count = 0
    while (event := connection.poll_for_event()) is not None:
        count += event_kind(event) == _BUTTON_PRESS
    return count
