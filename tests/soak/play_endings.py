"""Everything that can end the agent or its hands, at random moments, with the time until nothing is held any more."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from agent.desktop.keyboard_x11 import read_keyboard_map
from agent.desktop.punctual import run_before_others
from agent.desktop.x11 import open_connection
from bridge.clock import MILLISECOND_NS, SECOND_NS, SystemClock
from tests.agent.desktop.devices import Devices
from tests.agent.desktop.plain_window import PlainWindow, plain_window
from tests.benchmarks.idle_control import MOST_LATE_MS, IdleControl, idle_control, together

RELEASED_MS = 50.0
STARTED_MS = 100.0
CONTROLS = 20
HELD = ({1}, {50})
NOTHING: tuple[set[int], set[int]] = (set(), set())
_LOOK_NS = MILLISECOND_NS // 4
_PATIENCE_NS = 5 * SECOND_NS
_STAYS_NS = 30 * MILLISECOND_NS
_JUDGE = 18
CLOCK = SystemClock()


@dataclass(frozen=True, slots=True)
class Stage:
    """What a trial acts on: the window that is played, another one, hardware, and the agent's process."""

    plain: PlainWindow
    other: PlainWindow
    devices: Devices
    stop_keycode: int
    agent: subprocess.Popen[str]
    injector: int
    guardian: int


def _signal(number: signal.Signals, whom: Callable[[Stage], int]) -> Callable[[Stage], None]:
    return lambda stage: os.kill(whom(stage), number)


def _agent(stage: Stage) -> int:
    return stage.agent.pid


def _injector(stage: Stage) -> int:
    return stage.injector


FAULTS: dict[str, Callable[[Stage], None]] = {
    "stop key": lambda stage: stage.devices.key(stage.stop_keycode, is_press=True),
    "focus loss": lambda stage: stage.other.focus(),
    "exception": _signal(signal.SIGUSR1, _agent),
    "SIGTERM": _signal(signal.SIGTERM, _agent),
    "SIGINT": _signal(signal.SIGINT, _agent),
    "SIGHUP": _signal(signal.SIGHUP, _agent),
    "parent death": _signal(signal.SIGKILL, _agent),
    "kill -9": _signal(signal.SIGKILL, _injector),
    "hang": _signal(signal.SIGUSR1, _injector),
    "frozen worker": _signal(signal.SIGSTOP, _injector),
}
"""The agent is the parent of its hands; the worker, which is killed, hangs and freezes, is the injector."""


@dataclass(frozen=True, slots=True)
class Releases:
    """How long it took, in milliseconds, and what the machine added."""

    fault: str
    times_ms: tuple[float, ...]
    control: IdleControl

    def __str__(self) -> str:
        ordered = sorted(self.times_ms)
        median_ms = ordered[len(ordered) // 2]
        return (
            f"{self.fault}: {len(ordered)} times, all released, median {median_ms:.1f} ms, max {ordered[-1]:.1f} ms; "
            f"{told(self.control)}"
        )


def releases_after(fault: str, count: int, seed: int) -> Releases:
    """End it so often at random moments; every time everything must come up.

    Args:
        fault: one of `FAULTS`.
        count: how often.
        seed: of the moments.
    """
    rng, times_ms, controls = random.Random(seed), list[float](), list[IdleControl]()
    for trial in range(count):
        with staged(rng.randrange(1 << 30)) as stage:
            await_held(stage.plain, HELD)
            CLOCK.sleep_until_ns(CLOCK.now_ns() + rng.randrange(100 * MILLISECOND_NS))
            pressed = {stage.stop_keycode} if fault == "stop key" else set()
            with judging():
                started_ns = CLOCK.now_ns()
                FAULTS[fault](stage)
                released_ns = await_held(stage.plain, (set(), pressed), f"{fault}, trial {trial}")
            times_ms.append((released_ns - started_ns) / MILLISECOND_NS)
            CLOCK.sleep_until_ns(CLOCK.now_ns() + _STAYS_NS)
            assert stage.plain.held() == (set(), pressed), f"{fault}, trial {trial}: something went down again"
            stage.devices.key(stage.stop_keycode, is_press=False)
        controls.append(idle_control(CONTROLS, MILLISECOND_NS))
    return Releases(fault, tuple(times_ms), together(controls))


def releases_at_the_next_start(count: int, seed: int, *arguments: str) -> Releases:
    """Agent, injector and guardian are killed at once; the next start releases, timed from the program's first line.

    Args:
        count: how often.
        seed: of the moments.
        arguments: what is started.
    """
    rng, times_ms, spawned_ms = random.Random(seed), list[float](), list[float]()
    controls: list[IdleControl] = []
    first_line = "import time; print(time.monotonic_ns(), flush=True); from agent.start import main; main()"
    command = [sys.executable, "-c", first_line, *arguments]
    for _ in range(count):
        with staged(rng.randrange(1 << 30)) as stage:
            await_held(stage.plain, HELD)
            for ending in (signal.SIGSTOP, signal.SIGKILL):  # who is stopped does not see the others die
                for pid in (stage.guardian, stage.injector, stage.agent.pid):
                    os.kill(pid, ending)
            CLOCK.sleep_until_ns(CLOCK.now_ns() + _STAYS_NS)
            assert stage.plain.held() == HELD, "somebody else released it"
            spawned_ns = CLOCK.now_ns()
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
                released_ns = await_held(stage.plain, NOTHING)
                assert program.stdout is not None, "it was started with a pipe"
                times_ms.append((released_ns - int(program.stdout.readline())) / MILLISECOND_NS)
            spawned_ms.append((released_ns - spawned_ns) / MILLISECOND_NS)
        controls.append(idle_control(CONTROLS, MILLISECOND_NS))
    python_ms = sorted(spawned_ms)[count // 2]
    name = f"worker and guardian both killed, then {arguments[0]} (with Python's own start: median {python_ms:.0f} ms)"
    return Releases(name, tuple(times_ms), together(controls))


def told(control: IdleControl) -> str:
    """The control in words."""
    verdict = " (VOID: the machine itself is in the way)" if is_void(control) else ""
    return f"idle control {control.late_p99_ms:.2f} ms late at p99{verdict}"


def is_void(control: IdleControl) -> bool:
    """Whether a sleeper woke too late; that it is slowed afterwards says little where tens of milliseconds count."""
    return control.late_p99_ms > MOST_LATE_MS


@contextmanager
def staged(seed: int) -> Iterator[Stage]:
    """An agent on a window that has the focus, once its hands are there."""
    with plain_window() as plain, plain_window("another", x=1000, y=800, width=50, height=50) as other:
        plain.focus()
        connection = open_connection()
        command = [sys.executable, "-m", "tests.soak.play_worker", str(plain.window_id), str(seed)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as agent:
            assert agent.stdout is not None, "it was started with a pipe"
            said: dict[str, Any] = json.loads(agent.stdout.readline())
            stop_keycode = read_keyboard_map(connection).keycodes["f12"]
            pids = int(said["injector"]), int(said["guardian"])
            try:
                yield Stage(plain, other, Devices(connection), stop_keycode, agent, *pids)
            finally:
                _end(agent, pids[0])
        connection.disconnect()
        plain.focus_follows_pointer()


@contextmanager
def judging() -> Iterator[None]:
    """While entered, this process goes before ordinary ones, and after the hands and the server: it is to see in time.

    A hanging injector takes one of two cores, and the agent, which never rests, the other.
    """
    run_before_others(0, priority=_JUDGE)
    try:
        yield
    finally:
        if sys.platform == "linux":
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def await_held(plain: PlainWindow, held: tuple[set[int], set[int]], what: str = "") -> int:
    """Look until exactly this is held; gives the time.

    Raises:
        AssertionError: it does not come about.
    """
    deadline_ns = CLOCK.now_ns() + _PATIENCE_NS
    while (found := plain.held()) != held:
        now_ns = CLOCK.now_ns()
        assert now_ns < deadline_ns, f"{what}: {found} is held, expected {held}"
        CLOCK.sleep_until_ns(now_ns + _LOOK_NS)
    return CLOCK.now_ns()


def _end(agent: subprocess.Popen[str], injector: int) -> None:
    for pid in (injector, agent.pid):
        try:
            os.kill(pid, signal.SIGCONT)
        except ProcessLookupError:
            continue
    if agent.poll() is None:
        agent.terminate()
    agent.wait(10)
