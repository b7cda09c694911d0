"""Acting on time: what the hands' own process keeps, whatever keeps the model's process busy.

Each load runs on a thread of the agent's process, where a model runs. The idle control between two loads says what the
machine itself adds, and so does the kernel's count of the time that the host kept.
"""

from __future__ import annotations

import math
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import numpy as np
import torch

from agent.desktop.canvas import GameWindow
from agent.desktop.display import private_display
from agent.desktop.hands import ProcessHands, open_hands
from agent.desktop.raw_input import RawKind
from agent.desktop.raw_stream import RawStream, select_raw_input
from agent.desktop.screen import ScreenSource
from agent.desktop.x11 import open_connection
from agent.limits import Limits
from agent.plan import Plan
from agent.reports import Sent
from bridge.clock import MILLISECOND_NS, SystemClock
from bridge.events import Author, ButtonPress, ButtonRelease, InputEvent, KeyPress, KeyRelease, MouseButton, PointerMove
from bridge.state import TICK_NS
from tests.agent.desktop.plain_window import PlainWindow, plain_window
from tests.benchmarks.host import host_beside
from tests.benchmarks.idle_control import MOST_LATE_MS, IdleControl, idle_control, together
from tests.benchmarks.measurement import Measurement, measured

CLOCK = SystemClock()
TICKS = 20
CLICKS = 60
MS = MILLISECOND_NS
PATIENCE_NS = 200 * MS
_BIG = 3**40_000


def measurements() -> Iterator[Measurement]:
    """Dispatch errors by load, the way from an observation to the first action, and from a pixel to a click."""
    rng, controls, rows = random.Random(6), list[IdleControl](), dict[str, list[float]]()
    with host_beside() as host, private_display(), plain_window() as plain:
        plain.warp(400, 300)
        plain.focus_follows_pointer()
        limits = Limits(765, 503, max_presses_per_s=1_000)
        with open_hands(
            GameWindow(plain.window_id, "a plain window"), limits, CLOCK, stop_key=None, yields=False
        ) as hands:
            hands.arm()
            for name, load in _LOADS.items():
                controls.append(idle_control(200, MS))
                with _beside(load):
                    rows[name] = _dispatch_errors_ms(hands, rng)
            first_ms = _first_actions_ms(hands)
            click_ms = _clicks_after_pixels_ms(plain, hands)
    control = together(controls)
    is_void = control.late_p99_ms > MOST_LATE_MS or not host.is_good
    note = " (void: the idle control failed)" if is_void else ""
    yield measured("play: idle control, late p99", control.late_p99_ms, "ms")
    yield measured("play: idle control, wanted time that the host kept", host.stolen, "")
    for name, errors_ms in rows.items():
        goal = None if is_void else "value <= 1"
        p99_ms = float(np.quantile(errors_ms, 0.99))
        yield measured(f"play: dispatch error p99, {name}{note}", p99_ms, "ms", baseline=control.late_p99_ms, goal=goal)
    for name, times_ms in (("observation to first action", first_ms), ("pixel change to click", click_ms)):
        for share in (0.5, 0.99):
            figure = float(np.quantile(times_ms, share))
            yield measured(f"play: {name} p{round(100 * share)}{note}", figure, "ms")


def _dispatch_errors_ms(hands: ProcessHands, rng: random.Random) -> list[float]:
    """How far from its deadline each event of some ticks' plans left."""
    errors_ms, planned = list[float](), 0
    hands.reports()
    for _ in range(TICKS):
        tick_ns = CLOCK.now_ns() + 20 * MS
        events = tuple(_events(rng, tick_ns))
        planned += len(events)
        hands.plan(Plan(tick_ns, events))
        while CLOCK.now_ns() < tick_ns + TICK_NS:
            errors_ms += _sent_ms(hands)
            CLOCK.sleep_until_ns(CLOCK.now_ns() + 10 * MS)
    CLOCK.sleep_until_ns(CLOCK.now_ns() + 60 * MS)
    errors_ms += _sent_ms(hands)
    assert len(errors_ms) >= 0.95 * planned, f"{len(errors_ms)} of {planned} events were sent"
    return errors_ms


def _sent_ms(hands: ProcessHands) -> list[float]:
    reports = hands.reports()
    return [abs(report.sent_ns - report.event.at_ns) / MS for report in reports if isinstance(report, Sent)]


def _events(rng: random.Random, tick_ns: int) -> Iterator[InputEvent]:
    """A stroke of moves, a click and a key, at times of their own."""
    times = sorted(rng.sample(range(0, TICK_NS - 20 * MS, MS), 34))
    for at_ns in (tick_ns + offset + rng.randrange(MS) for offset in times[:-4]):
        yield PointerMove(at_ns, rng.randrange(765), rng.randrange(503), Author.AGENT)
    last_ns = tick_ns + TICK_NS - 19 * MS
    yield ButtonPress(last_ns, 300, 200, MouseButton.LEFT, Author.AGENT)
    yield ButtonRelease(last_ns + 5 * MS, 300, 200, MouseButton.LEFT, Author.AGENT)
    yield KeyPress(last_ns + 9 * MS, "a", Author.AGENT)
    yield KeyRelease(last_ns + 14 * MS, "a", Author.AGENT)


def _first_actions_ms(hands: ProcessHands) -> list[float]:
    """From an observation, decided upon at once, to the moment its first action has left."""
    times_ms: list[float] = []
    for index in range(CLICKS):
        hands.reports()
        now_ns = CLOCK.now_ns()
        hands.plan(Plan(now_ns, (PointerMove(now_ns, 100 + index, 200, Author.AGENT),)))
        sent = _waited_for(lambda: next((each.sent_ns for each in hands.reports() if isinstance(each, Sent)), None))
        if sent is not None:
            times_ms.append((sent - now_ns) / MS)
        CLOCK.sleep_until_ns(CLOCK.now_ns() + 10 * MS)
    return _almost_all(times_ms)


def _waited_for(found_ns: Callable[[], int | None]) -> int | None:
    """When it was found; None where it is not in time, since what is late is dropped."""
    last_ns = CLOCK.now_ns() + PATIENCE_NS
    while (at_ns := found_ns()) is None and CLOCK.now_ns() < last_ns:
        CLOCK.sleep_until_ns(CLOCK.now_ns() + MS // 4)
    return at_ns


def _almost_all(times_ms: list[float]) -> list[float]:
    assert len(times_ms) >= 0.95 * CLICKS, f"{len(times_ms)} of {CLICKS} came"
    return times_ms


def _clicks_after_pixels_ms(plain: PlainWindow, hands: ProcessHands) -> list[float]:
    """From a change of the window's pixels, seen by the eyes, to the click that the server hears."""
    connection = open_connection()
    stream, times_ms = select_raw_input(connection, CLOCK), list[float]()
    pictures = [np.full((20, 20, 3), shade, np.uint8) for shade in (40, 200)]
    with closing(ScreenSource(GameWindow(plain.window_id, "a plain window"), CLOCK)) as eyes:
        for index in range(CLICKS):
            shade = 40 if index % 2 else 200
            stream.without_a_look()
            changed_ns = CLOCK.now_ns()
            plain.paint(pictures[shade == 200])
            while eyes.grab().pixels[10, 10, 0] != shade:
                pass
            now_ns = CLOCK.now_ns()
            press = ButtonPress(now_ns, 10, 10, MouseButton.LEFT, Author.AGENT)
            release = ButtonRelease(now_ns + 8 * MS, 10, 10, MouseButton.LEFT, Author.AGENT)
            hands.plan(Plan(now_ns, (press, release)))
            heard_ns = _waited_for(lambda: CLOCK.now_ns() if _is_pressed(stream) else None)
            if heard_ns is not None:
                times_ms.append((heard_ns - changed_ns) / MS)
            CLOCK.sleep_until_ns(CLOCK.now_ns() + 30 * MS)
            hands.reports()
    connection.disconnect()
    return _almost_all(times_ms)


def _is_pressed(stream: RawStream) -> bool:
    return any(each.raw and each.raw.kind is RawKind.BUTTON_PRESS for each in stream.without_a_look())


def _compute(is_over: threading.Event) -> None:
    weights = torch.randn(512, 512)
    while not is_over.is_set():
        weights = torch.tanh(weights @ weights)


def _spin(is_over: threading.Event) -> None:
    count = 0
    while not is_over.is_set():
        count += 1


def _hold_the_lock(is_over: threading.Event) -> None:
    """Calls into C that keep Python's lock for some 15 ms each, and so every other thread of the process waiting."""
    while not is_over.is_set():
        math.gcd(_BIG * _BIG + 1, _BIG + 2)


_LOADS: dict[str, Callable[[threading.Event], None] | None] = {
    "idle": None,
    "beside torch": _compute,
    "beside a Python thread": _spin,
    "beside a C call that holds the lock": _hold_the_lock,
}


@contextmanager
def _beside(load: Callable[[threading.Event], None] | None) -> Iterator[None]:
    """A thread of this process at work, until it is left."""
    if load is None:
        yield
        return
    is_over, before = threading.Event(), torch.get_num_threads()
    torch.set_num_threads(1)
    thread = threading.Thread(target=load, args=(is_over,))
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        torch.set_num_threads(before)
