"""The plugin's plain-JDK half compiled, and a Java process that speaks with it as a game would."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from types import TracebackType

import msgspec

from tests.architecture.sources import ROOT

PLUGIN_SOURCES = ROOT / "bridge" / "runelite" / "src" / "main" / "java"
TEST_SOURCES = Path(__file__).parent / "java"
MISSING_JDK = "no JDK is installed; `make test` installs it as root, else: apt-get install default-jdk-headless"


class JavaStatistics(msgspec.Struct, frozen=True):
    """`osrsagent.wire.LinkStatistics`."""

    is_connected: bool
    sent: int
    dropped: int
    sent_ticks: int
    dropped_ticks: int
    reduced: int
    sessions: int
    last_failure: str


@cache
def jdk_tool(name: str) -> str | None:
    """Where `java` or `javac` is; None where no JDK is installed."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which(name, path=str(Path(home) / "bin")) if home else shutil.which(name)


def compile_java(sources: list[Path], classes: Path, *options: str) -> None:
    """Compile for Java 11, as RuneLite wants it, with every warning an error.

    Raises:
        RuntimeError: no JDK, or what the compiler says.
    """
    javac = jdk_tool("javac")
    if javac is None:
        raise RuntimeError(MISSING_JDK)
    flags = ("--release", "11", "-encoding", "UTF-8", "-Xlint:all", "-Werror", "-d", str(classes))
    command = [javac, *flags, *options, *map(str, sources)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise RuntimeError(f"javac: {result.stdout}{result.stderr}")


def compile_wire(classes: Path) -> None:
    """Compile `wire` and the test programs beside this file; nothing but the JDK is on the path."""
    sources = sorted((PLUGIN_SOURCES / "osrsagent" / "wire").glob("*.java"))
    compile_java([*sources, *sorted((TEST_SOURCES / "osrsagent" / "wire").glob("*.java"))], classes)


def java_command(classes: Path | str, main: str, *arguments: object) -> list[str]:
    """A command that runs a test program with a JVM that starts fast and stays small."""
    java = jdk_tool("java")
    if java is None:
        raise RuntimeError(MISSING_JDK)
    flags = ("-Xshare:auto", "-XX:+UseSerialGC", "-Xmx128m", "-cp", str(classes))
    return [java, *flags, f"osrsagent.{main}", *map(str, arguments)]


class JavaGame:
    """A game in Java that dials a listener; `with` starts it and closes it in good manners."""

    def __init__(
        self, classes: Path, port: int, token_path: Path, *, session: str = "java-1", pause_ms: int = 20
    ) -> None:
        self._command = java_command(classes, "wire.Game", port, token_path, session, pause_ms)

    def __enter__(self) -> JavaGame:
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=10)

    def begin(self, *words: object) -> None:
        """Give a command; `end` waits for its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(map(str, words)) + "\n")
        self._process.stdin.flush()

    def end(self) -> str:
        """The answer to the oldest command that has none yet."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def ask(self, *words: object) -> str:
        """Give a command and wait for its answer."""
        self.begin(*words)
        return self.end()

    def statistics(self) -> JavaStatistics:
        """What the link did so far."""
        return msgspec.json.decode(self.ask("statistics"), type=JavaStatistics)

    def wait_for(self, *what: object) -> JavaStatistics:
        """Wait in the game's process until what is named holds, for 10 s at most: see `Game.await`."""
        return msgspec.json.decode(self.ask("await", *what), type=JavaStatistics)
