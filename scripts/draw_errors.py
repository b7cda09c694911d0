"""Writes docs/errors.md: every error that a person can meet, with what to do, as the code that raises it says them.

An error's message reads "what was found; what to do". What to do about the others stands in error_remedies.toml beside
this file, unless they say what was expected.
"""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "errors.md"

_FOR_PEOPLE = {
    "AgentError", "ArgumentTypeError", "BridgeError", "CannotCompile", "CheckpointError", "ConfigurationError",
    "CorruptRecording", "DataError", "DesktopError", "GameFailed", "LinkClosed", "LinkUnavailable", "ModelError",
    "NothingToLearn",
    "PackageMissing", "RecordingExists", "UnusableEdit", "UnusableLog", "UsageError", "WindowGone", "WindowHidden",
    "WorkerLost",
}  # fmt: skip

_AREAS = (
    ("The command line", ("agent/commands/", "agent/arguments", "agent/edit", "agent/exchange_names", "agent/settings",
                          "agent/demo")),
    ("The desktop", ("agent/desktop/", "agent/doctor")),
    ("Game clients", ("agent/runelite", "agent/client", "agent/arming", "agent/games", "agent/sandbox_process",
                      "bridge/link/", "bridge/protocol/")),
    ("Configuration and devices", ("model/config", "model/devices", "model/runtimes/", "model/compared_models")),
    ("Data to train on", ("model/shard", "model/sources", "model/splits", "model/dataset", "model/comparison")),
    ("Runs and checkpoints", ("model/", "agent/run")),
    ("Recordings", ("bridge/recording/", "agent/recorder", "agent/viewing/")),
    ("Editing recordings", ("bridge/editing/",)),
    ("Bringing logs in", ("bridge/importing/",)),
    ("Taking recordings elsewhere", ("bridge/exporting/",)),
    ("The sandbox", ("bridge/sandbox/",)),
    ("Everything else", ("",)),
)  # fmt: skip

_REMEDIES: dict[str, str] = tomllib.loads(Path(__file__).with_name("error_remedies.toml").read_text(encoding="utf-8"))

_HEAD = """\
# Errors

A command that fails ends with one line on standard error, `osrs-agent: …`: what was found, what was expected and where,
and what to do. Its exit code is 1; 2 where the command was not understood. A Python trace is a fault of ours: please
report it.

Words in capitals stand for what the line names. This page is drawn from the code by `make format`, and a whole run of
the tests fails where one of these errors is met by none of them.
"""


@dataclass(frozen=True, slots=True)
class RaisedError:
    """A place in the code that makes an error for people.

    Args:
        path: relative to the repository.
        first_line, last_line: of the call that makes it.
        message: as the code says it, with names in capitals for what it fills in.
    """

    path: str
    first_line: int
    last_line: int
    message: str

    @property
    def found(self) -> str:
        """What the message says was found; all of it where that is a single name."""
        found = self.message.rpartition("; ")[0]
        return self.message if found.isupper() and " " not in found else found or self.message

    @property
    def remedy(self) -> str:
        """What to do; empty where nobody says."""
        if self.message in _REMEDIES:
            return _REMEDIES[self.message]
        if "; " in self.message:
            return self.message.rpartition("; ")[2]
        return "give what is expected" if "expected" in self.message else ""

    @property
    def area(self) -> int:
        """The section that it belongs to."""
        return next(i for i, (_, begins) in enumerate(_AREAS) if self.path.startswith(begins))


def raised_errors() -> tuple[RaisedError, ...]:
    """Every place that raises an error with a message of its own."""
    paths = sorted(path for room in ("agent", "model", "bridge") for path in (ROOT / room).rglob("*.py"))
    return tuple(error for path in paths for error in _raised_in(path))


def _raised_in(path: Path) -> Iterator[RaisedError]:
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            texts = _texts(function)
            for node in ast.walk(function):
                message = _message(node.args[0], texts) if isinstance(node, ast.Call) and node.args else None
                if message is not None and getattr(node.func, "id", getattr(node.func, "attr", "")) in _FOR_PEOPLE:
                    last_line = node.end_lineno or node.lineno
                    yield RaisedError(path.relative_to(ROOT).as_posix(), node.lineno, last_line, message)


def _texts(function: ast.FunctionDef) -> dict[str, ast.JoinedStr]:
    """The names to which a function gives one text that it puts together."""
    given = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
    names = [
        (name.id, node.value)
        for node in given
        for name in node.targets
        if isinstance(name, ast.Name) and isinstance(node.value, ast.JoinedStr)
    ]
    times = Counter(name for name, _ in names)
    return {name: text for name, text in names if times[name] == 1}


def _message(node: ast.expr, texts: Mapping[str, ast.JoinedStr]) -> str | None:
    """The text of a message; None where it is another error's, passed on."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        says_something = any(isinstance(part, ast.Constant) and str(part.value).strip(": ") for part in node.values)
        return "".join(_part(part, texts) for part in node.values) if says_something else None
    return None


def _part(node: ast.expr, texts: Mapping[str, ast.JoinedStr]) -> str:
    """A piece of a message as a reader may find it; a name of a text that its function puts together is that text."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    while isinstance(node, ast.FormattedValue | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name) and node.id in texts:
        return "".join(_part(part, {}) for part in texts[node.id].values)
    name = getattr(node, "id", getattr(node, "attr", ""))
    return str(name).strip("_").upper() or "…"


def unused_remedies() -> set[str]:
    """Remedies of messages that no code has any more."""
    return set(_REMEDIES) - {error.message for error in raised_errors()}


def page() -> str:
    """The text of docs/errors.md."""
    errors = sorted(raised_errors(), key=lambda error: (error.area, error.path, error.first_line))
    parts = [_HEAD]
    for area, group in groupby(errors, key=lambda error: error.area):
        rows = dict.fromkeys(f"| {_cell(error.found)} | {_cell(error.remedy)} |\n" for error in group)
        parts.append(f"## {_AREAS[area][0]}\n\n| the line says | do |\n|---|---|\n{''.join(rows)}")
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").strip()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
