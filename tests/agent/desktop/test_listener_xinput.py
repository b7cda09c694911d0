import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import quantiles

import pytest

from agent.desktop.canvas import GameWindow
from agent.desktop.display import private_display
from agent.desktop.listener_xinput import open_xinput_listener
from agent.errors import DesktopError, WindowGone
from bridge.clock import MILLISECOND_NS, SystemClock
from bridge.events import Author, ButtonPress, MouseButton, PointerMove
from tests.agent.desktop.injected import script
from tests.agent.desktop.listening import discrete, heard, is_discrete, timeless
from tests.agent.desktop.plain_window import plain_window

EVENTS = 2_000


def test_a_burst_is_heard_whole_in_order_and_at_its_places(xinput, xtest):
    sent = script(EVENTS, seed=1)
    for event in sent:
        xtest.send(event)
    events = heard(xinput, len(discrete(sent)), is_discrete)
    assert timeless(discrete(events)) == discrete(sent)
    places = {(event.x, event.y) for event in events if isinstance(event, PointerMove)}
    assert {(event.x, event.y) for event in sent if isinstance(event, PointerMove)} <= places
    times_ns = [event.at_ns for event in events]
    assert times_ns == sorted(times_ns)


INJECTOR = """
import sys
from contextlib import ExitStack, closing
from agent.desktop.actuator_xtest import open_xtest_actuator
from agent.desktop.canvas import GameWindow
from agent.desktop.x11 import looked_at
from bridge.clock import MILLISECOND_NS, SystemClock
from tests.agent.desktop.injected import script
clock = SystemClock()
with closing(open_xtest_actuator(GameWindow(int(sys.argv[1]), "a plain window"))) as actuator:
    for event in script(int(sys.argv[2]), seed=2):
        before_ns = clock.now_ns()
        actuator.send(event)
        looked_at(actuator._connection)  # the server answers after it injected
        print(before_ns, clock.now_ns())
        clock.sleep_until_ns(before_ns + MILLISECOND_NS)
"""


def test_the_time_of_an_event_is_near_the_injectors_own(game, xinput):
    sent = script(1_000, seed=2)
    command = [sys.executable, "-c", INJECTOR, str(game.window_id), "1000"]
    lines = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()
    stamps = [tuple(map(int, line.split())) for line, event in zip(lines, sent, strict=True) if is_discrete(event)]
    events = discrete(heard(xinput, len(stamps), is_discrete))
    assert timeless(events) == discrete(sent)
    late = [event.at_ns - before_ns for event, (before_ns, _) in zip(events, stamps, strict=True)]
    off = [
        max(before_ns - e.at_ns, e.at_ns - after_ns, 0) for e, (before_ns, after_ns) in zip(events, stamps, strict=True)
    ]
    control = _percentiles_ms(_oversleeping_ns(300))
    report = f"after the injector's stamp {_percentiles_ms(late)} ms, outside of its call {_percentiles_ms(off)} ms, "
    sys.stdout.write(f"{report}idle control (waking from a sleep) {control} ms\n")
    assert _percentiles_ms(off)[1] < 2.0 + control[1]


def _oversleeping_ns(count: int) -> list[int]:
    clock, late = SystemClock(), []
    for _ in range(count):
        deadline_ns = clock.now_ns() + MILLISECOND_NS
        clock.sleep_until_ns(deadline_ns)
        late.append(clock.now_ns() - deadline_ns)
    return late


def _percentiles_ms(times_ns: list[int]) -> tuple[float, float]:
    """The median and the 99th percentile."""
    cuts = quantiles(times_ns, n=100)
    return round(cuts[49] / MILLISECOND_NS, 3), round(cuts[98] / MILLISECOND_NS, 3)


def test_a_closed_window_ends_the_listening_after_what_was_heard(plain, xinput, xtest):
    xtest.send(ButtonPress(0, 5, 6, MouseButton.LEFT, Author.AGENT))
    assert len(heard(xinput, 2)) == 2
    plain.destroy()
    with pytest.raises(WindowGone):
        heard(xinput, 1)
    with pytest.raises(WindowGone):
        xinput.drain()


def test_a_display_that_dies_is_said():
    with ExitStack() as stack:
        with private_display():
            plain = stack.enter_context(plain_window())
            game = GameWindow(plain.window_id, "a plain window")
            listener = stack.enter_context(closing(open_xinput_listener(game, SystemClock(), Author.AGENT)))
        with pytest.raises(DesktopError):
            heard(listener, 1)


def test_closing_ends_the_thread_and_its_files(game):
    before = _open_files()
    for _ in range(3):
        open_xinput_listener(game, SystemClock(), Author.AGENT).close()
    assert _open_files() == before


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
