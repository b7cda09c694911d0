"""The sandbox as a process of its own: started, told to end, and asked for its result."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from agent.errors import GameFailed

_PATIENCE_S = 5.0


class SandboxResult(msgspec.Struct, frozen=True):
    """What a sandbox process leaves behind: points so far, ticks played, digest of the last world."""

    score: float
    ticks: int
    digest: str


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """How the sandbox is started.

    Args:
        task: a task's name.
        seed: of the world.
        port: where the agent listens; None: nobody does.
        token_path: the shared secret of the bridge.
        starts_at_login: whether the player has to log in first.
        minutes: game minutes after which it ends by itself; None: never.
    """

    task: str
    seed: int
    port: int | None
    token_path: Path | None
    starts_at_login: bool = False
    minutes: float | None = None


class SandboxProcess:
    """A running sandbox window. Leaving it ends the process.

    Args:
        options: how to start it.
        folder: an existing folder for its result and its messages.
    """

    def __init__(self, options: SandboxOptions, folder: Path) -> None:
        self._options = options
        self._result_path = folder / "sandbox-result.json"
        self._log_path = folder / "sandbox-messages.txt"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process's id."""
        assert self._process is not None, "the sandbox is not running"
        return self._process.pid

    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process is not None and self._process.poll() is None

    def messages(self) -> str:
        """What it printed so far."""
        return self._log_path.read_text(errors="replace").strip() if self._log_path.exists() else ""

    def end(self) -> SandboxResult:
        """Tell it to end, wait, and read its result; a second call reads it again.

        Raises:
            GameFailed: it left no result.
        """
        code = self.stop()
        try:
            return msgspec.json.decode(self._result_path.read_bytes(), type=SandboxResult)
        except (OSError, ValueError) as error:  # DecodeError, and bytes that are no text
            raise GameFailed(
                f"the sandbox ended with exit code {code} and no result; it said: {self.messages() or 'nothing'}"
            ) from error

    def wait(self) -> None:
        """Wait until it ends by itself."""
        assert self._process is not None, "the sandbox is not running"
        self._process.wait()

    def stop(self) -> int:
        """Tell it to end and wait; returns its exit code."""
        assert self._process is not None, "the sandbox is not running"
        if self._process.poll() is None:
            self._process.terminate()
        try:
            return self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def start(self) -> None:
        """Start it; its window appears a moment later."""
        with self._log_path.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own module with our own arguments
                self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )

    def _command(self) -> list[str]:
        options = self._options
        command = [sys.executable, "-m", "bridge.sandbox.window", "--task", options.task, "--seed", str(options.seed)]
        command += ["--result", str(self._result_path)]
        if options.port is not None:
            command += ["--port", str(options.port), "--token", str(options.token_path)]
        if options.starts_at_login:
            command.append("--login")
        if options.minutes is not None:
            command += ["--minutes", str(options.minutes)]
        return command


@contextmanager
def sandbox_process(options: SandboxOptions, folder: Path) -> Iterator[SandboxProcess]:
    """A sandbox in its window while entered."""
    process = SandboxProcess(options, folder)
    process.start()
    try:
        yield process
    finally:
        process.stop()
