"""The plugin's glue compiled against RuneLite's names, and a process in which it collects from a client of answers."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bridge.clock import SystemClock
from bridge.link.socket import SocketLink, SocketListener
from tests.bridge.runelite.java_game import PLUGIN_SOURCES, TEST_SOURCES, compile_java, java_command

TIMEOUT_S = 10.0
_NAMES = Path(__file__).parent / "runelite_names.txt"


def compile_glue(wire_classes: Path, folder: Path) -> str:
    """Compile `plugin` and the test programs beside this file; the class path that runs them."""
    classes = folder / "classes"
    classes.mkdir()
    plugin = [
        path for root in (PLUGIN_SOURCES, TEST_SOURCES) for path in (root / "osrsagent" / "plugin").glob("*.java")
    ]
    compile_java([*_write_names(folder / "names"), *sorted(plugin)], classes, "-cp", str(wire_classes))
    return f"{wire_classes}:{classes}"


@contextmanager
def told(glue_classes: str, folder: Path, what: str) -> Iterator[SocketLink]:
    """The link by which a probe tells what it collects."""
    with probed_by(glue_classes, folder, what) as listener:
        yield listener.accept(TIMEOUT_S)


@contextmanager
def probed_by(glue_classes: str, folder: Path, what: str) -> Iterator[SocketListener]:
    """The listener that a probe dials, once for each link that it opens."""
    token_path = folder / "osrs-agent" / "token"
    with SocketListener(token_path, SystemClock()) as listener:
        command = java_command(glue_classes, "plugin.Probe", what, listener.port, token_path)
        with subprocess.Popen(command, stdin=subprocess.PIPE) as probe:
            yield listener
            probe.communicate(b"\n", timeout=TIMEOUT_S)


def _write_names(folder: Path) -> list[Path]:
    """Each type of the list as a source file of its own."""
    for text in re.split(r"(?m)^(?=package )", _NAMES.read_text())[1:]:
        package = re.search(r"^package ([\w.]+);", text)
        name = re.search(r"(?m)^public .*?(?:class|interface|enum) (\w+)", text)
        assert package is not None, "each type begins with its package"
        assert name is not None, f"no type in {package[0]}"
        path = folder / package[1].replace(".", "/") / f"{name[1]}.java"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return sorted(folder.rglob("*.java"))
