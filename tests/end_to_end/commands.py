"""The command line as a person uses it: real processes, what they printed, and what they leave held on the X server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from agent.cli import main
from agent.desktop.x11 import open_connection, root_window
from bridge.clock import MILLISECOND_NS, SECOND_NS, SystemClock

CLOCK = SystemClock()
PROGRAM = Path(sys.executable).with_name("osrs-agent")
_BUTTONS = 0x1F00


@dataclass(frozen=True)
class Finished:
    """A command that ended."""

    code: int
    out: str
    err: str

    @property
    def result(self) -> Any:
        """The JSON object in the last line of standard output."""
        return json.loads(self.out.splitlines()[-1])

    @property
    def error_lines(self) -> list[str]:
        """What standard error says."""
        return self.err.splitlines()


def run(*arguments: object, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Finished:
    """Run a command to its end."""
    done = subprocess.run(
        [str(PROGRAM), *map(str, arguments)],
        env=None if env is None else dict(env),
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    return Finished(done.returncode, done.stdout, done.stderr)


def run_here(*arguments: object) -> Finished:
    """Run a command to its end inside this process: for those that need neither signals nor an environment."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    return Finished(code, out.getvalue(), err.getvalue())


class Running:
    """A command while it runs, in a process group of its own.

    Args:
        arguments: of the program.
        program: how it is started; another one changes what a trial cannot bring about from outside.
    """

    def __init__(self, *arguments: object, program: Sequence[str] = (str(PROGRAM),)) -> None:
        self._process = subprocess.Popen(
            [*program, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the command alone."""
        self._process.send_signal(number)

    def interrupt_all(self) -> None:
        """What a terminal does on Ctrl-C: the command and all its children are interrupted."""
        os.killpg(self._process.pid, signal.SIGINT)

    def kill_child(self, module: str) -> None:
        """Kill the child that runs a module."""
        (pid,) = [pid for pid in self.descendants() if module in _command_line(pid)]
        os.kill(pid, signal.SIGKILL)

    def descendants(self) -> list[int]:
        """The ids of its children, theirs, and so on."""
        listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        parents = [tuple(map(int, line.split())) for line in listed.splitlines()]
        found = [self._process.pid]
        for above in found:
            found += [pid for pid, parent in parents if parent == above]
        return found[1:]

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def interrupt_until_it_ends(self) -> Finished:
        """Ctrl-C as a person presses it: again where Python's own start, before our first line, lost the first one."""
        for _ in range(5):
            if self.is_running:
                self.interrupt_all()
            with suppress(subprocess.TimeoutExpired):
                return self.finish(timeout_s=10)
        return self.finish()

    def finish(self, timeout_s: float = 60) -> Finished:
        """Wait for its end."""
        out, err = self._process.communicate(timeout=timeout_s)
        return Finished(self._process.returncode, out, err)


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


class XServer:
    """What is held on the X server of `DISPLAY`."""

    def __init__(self) -> None:
        self._connection = open_connection()

    def buttons(self) -> int:
        """The buttons that are down, as the bits of the pointer's state."""
        reply = self._connection.core.QueryPointer(root_window(self._connection)).reply()
        return int(reply.mask) & _BUTTONS

    def keys(self) -> tuple[int, ...]:
        """The keycodes of the keys that are down."""
        bitmap = bytes(self._connection.core.QueryKeymap().reply().keys)
        return tuple(code for code in range(256) if bitmap[code // 8] >> (code % 8) & 1)

    def is_anything_held(self) -> bool:
        """Whether a button or a key is down."""
        return bool(self.buttons() or self.keys())

    def close(self) -> None:
        """Leave the server."""
        self._connection.disconnect()


def wait_until(is_so: Callable[[], object], seconds: float = 40.0) -> None:
    """Look until it is so; fails when it takes too long."""
    deadline_ns = CLOCK.now_ns() + round(seconds * SECOND_NS)
    while not is_so():
        assert CLOCK.now_ns() < deadline_ns, f"it did not come about within {seconds:g} s"
        CLOCK.sleep_until_ns(CLOCK.now_ns() + 2 * MILLISECOND_NS)
