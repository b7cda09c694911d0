"""What ends a play from outside, with the real command, armed on a client: how soon it is neutral, closed and gone.

The client is `osrs-agent bridge fake`, its window a plain one. The machine's sleep is a simulated clock of the hands.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from agent.desktop.display import private_display
from agent.desktop.x11 import open_connection, root_window
from bridge.clock import MILLISECOND_NS, SECOND_NS
from bridge.link.socket import SocketListener
from bridge.recording.reader import open_recording
from tests.agent.desktop.plain_window import PlainWindow, plain_window
from tests.end_to_end.commands import CLOCK, PROGRAM, Running, wait_until

GONE_MS = 2_000.0
_SLEEPY = (
    sys.executable,
    "-c",
    "import sys\nfrom agent.desktop import hands\nstart = hands._process\n"
    "hands._process = lambda module, *rest, **more: start("
    "module.replace('agent.desktop.injector', 'tests.soak.sleeping_injector'), *rest, **more)\n"
    "from agent.start import main\nsys.exit(main())",
)


@dataclass(frozen=True, slots=True)
class Exit:
    """How a play went that something ended.

    Args:
        cause: what ended it.
        neutral_ms: from the cause until nothing was held any more; None: the display was dead.
        gone_ms: from the cause until the process had ended.
        code: its exit code.
        last_line: what it said last.
    """

    cause: str
    neutral_ms: float | None
    gone_ms: float
    code: int
    last_line: str

    def __str__(self) -> str:
        neutral = "" if self.neutral_ms is None else f"neutral after {self.neutral_ms:.0f} ms, "
        return f"{self.cause}: {neutral}gone after {self.gone_ms:.0f} ms, code {self.code}, {self.last_line!r}"


@dataclass(frozen=True, slots=True)
class _Stage:
    plain: PlainWindow
    fake: Running
    agent: Running


def _injector(stage: _Stage) -> int:
    (pid,) = [pid for pid in stage.agent.descendants() if b"sleeping_injector" in _command(pid)]
    return pid


def _command(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _lock_screen(stage: _Stage) -> None:
    """What a screen lock does: the keyboard is another program's."""
    del stage
    connection = open_connection()
    connection.core.GrabKeyboard(False, root_window(connection), 0, 1, 1).reply()


def _kill_display(stage: _Stage) -> None:
    del stage
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,comm="], capture_output=True, text=True, check=True).stdout
    for pid, parent, name in (line.split(None, 2) for line in listed.splitlines()):
        if int(parent) == os.getpid() and name == "Xvfb":
            os.kill(int(pid), signal.SIGKILL)


CAUSES: dict[str, Callable[[_Stage], None]] = {
    "suspend": lambda stage: os.kill(_injector(stage), signal.SIGUSR1),
    "screen lock": _lock_screen,
    "lost link": lambda stage: stage.fake.signal(signal.SIGKILL),
    "silent bridge": lambda stage: stage.fake.signal(signal.SIGSTOP),
    "vanished window": lambda stage: stage.plain.destroy(),
    "dead display": _kill_display,
}
REASONS = {
    "suspend": "the machine was asleep",
    "screen lock": "another program took the keyboard",
    "lost link": "the game closed",
    "silent bridge": "the bridge was silent for more than 0.9 s",
    "vanished window": "the game closed",
    "dead display": "the display is gone",
}


def exit_by(cause: str, run: Path, session: Path, folder: Path) -> Exit:
    """Bring about a cause while a button or a key is held.

    Args:
        cause: one of `CAUSES`.
        run: a model that holds whatever it can.
        session: what the client plays.
        folder: for the token, the settings and the recording.

    Raises:
        AssertionError: something stays held, or the recording is not whole.
    """
    kept, token = folder / "kept.mcap", folder / "token"
    with SocketListener(token, CLOCK) as listener:
        address = ("--port", listener.port, "--token", token)
    with private_display(), plain_window("RuneLite - Somebody", x=50, y=40, width=900, height=600) as plain:
        plain.add_inside(20, 30, 765, 503)
        plain.focus()
        plain.warp(5, 5)
        fake = Running("bridge", "fake", session, *address, "--wait", 60, "--world-host", "localhost")
        more = ("--game", "runelite", *address, "--wait", 40, "--arm", "--record", kept, "--fps", 5, "--device", "cpu")
        agent = Running("play", run, *more, program=_SLEEPY if cause == "suspend" else (str(PROGRAM),))
        try:
            wait_until(lambda: any(plain.held()))
            return _ended(cause, _Stage(plain, fake, agent), kept)
        finally:
            fake.signal(signal.SIGKILL)
            fake.finish()


def _ended(cause: str, stage: _Stage, kept: Path) -> Exit:
    started_ns = CLOCK.now_ns()
    CAUSES[cause](stage)
    neutral_ns = None
    while stage.agent.is_running:
        assert CLOCK.now_ns() - started_ns < 30 * SECOND_NS, f"{cause}: it does not end"
        if neutral_ns is None and cause != "dead display" and not any(stage.plain.held()):
            neutral_ns = CLOCK.now_ns()
        CLOCK.sleep_until_ns(CLOCK.now_ns() + 2 * MILLISECOND_NS)
    gone_ns = CLOCK.now_ns()
    done = stage.agent.finish()
    assert cause == "dead display" or not any(stage.plain.held()), f"{cause}: {stage.plain.held()} is held"
    recording = open_recording(kept)
    assert recording.is_complete, f"{cause}: the recording is not whole"
    assert list(recording.states()), f"{cause}: the recording is empty"
    last = [line for line in (done.out + done.err).splitlines() if line.strip()][-1]
    neutral_ms = None if neutral_ns is None else (neutral_ns - started_ns) / MILLISECOND_NS
    return Exit(cause, neutral_ms, (gone_ns - started_ns) / MILLISECOND_NS, done.code, last)
