"""Foreign input logs on disk, each to become a recording without game states and pictures."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from bridge.clock import VirtualClock
from bridge.errors import UnusableLog
from bridge.importing.layout import Layout
from bridge.importing.log import ImportedLog, import_log
from bridge.importing.rows import Dirt
from bridge.recording.manifest import Manifest, new_manifest
from bridge.recording.writer import RecordingWriter

GAME = "imported"
AUTHOR = "person"
LOG_SUFFIX = ".csv"
RECORDING_SUFFIX = ".mcap"


@dataclass(frozen=True, slots=True)
class ImportedSession:
    """A log that was made into a recording.

    Args:
        source: the log.
        path: the recording.
        session: its id, "<group>/<name>": the folder that the log lies in, and its name.
        rows: rows of the log below its header.
        events: events in the recording.
        dirt: how many rows had something wrong, by what.
    """

    source: Path
    path: Path
    session: str
    rows: int
    events: int
    dirt: dict[Dirt, int]


@dataclass(frozen=True, slots=True)
class PendingImport:
    """A session that can be imported, whatever becomes of the others.

    Args:
        name: what it is called when something is wrong with it.
        run: makes it a recording; raises BridgeError where it cannot be used, and leaves nothing behind then.
    """

    name: str
    run: Callable[[], ImportedSession]

    def __str__(self) -> str:
        return self.name


def log_imports(
    logs: Sequence[Path], out: Path, layout: Layout, layout_name: str, canvas_px: tuple[int, int] | None = None
) -> tuple[PendingImport, ...]:
    """Each log, to become a recording `out/<group>/<name>.mcap`; the same logs always give the same bytes.

    Args:
        logs: CSV files, and folders of them.
        out: the folder of the recordings.
        layout: what the logs' rows mean.
        layout_name: told in the manifests.
        canvas_px: width and height of the screen; None: as far as the places in each log tell.

    Raises:
        UnusableLog: there is no log, or two would become one recording.
    """
    return tuple(
        PendingImport(str(source), partial(_import_one, source, path, layout, layout_name, canvas_px))
        for source, path in _destinations(log_files(logs), out)
    )


def log_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The logs under some paths, each once, in order of name; hidden ones are passed by.

    Raises:
        UnusableLog: a path does not exist or holds no log.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise UnusableLog(f"{path} does not exist; give CSV logs, or folders of them")
        files = sorted(_inside(path)) if path.is_dir() else [path]
        if not files:
            raise UnusableLog(f"{path} holds no log; expected {LOG_SUFFIX} files")
        found.update(dict.fromkeys(file.resolve() for file in files))
    return tuple(found)


def total_dirt(sessions: Sequence[ImportedSession]) -> dict[Dirt, int]:
    """How many rows of all sessions had something wrong, by what; kinds that never occurred are 0."""
    total: Counter[Dirt] = Counter()
    for session in sessions:
        total.update(session.dirt)
    return {kind: total[kind] for kind in Dirt}


def _inside(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob(f"*{LOG_SUFFIX}")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def _destinations(logs: Sequence[Path], out: Path) -> list[tuple[Path, Path]]:
    """Each log and its recording."""
    taken: dict[Path, Path] = {}
    for log in logs:
        path = out / log.parent.name / f"{log.stem}{RECORDING_SUFFIX}"
        if path in taken:
            raise UnusableLog(f"{log} and {taken[path]} would both become {path}; import them into two folders")
        taken[path] = log
    return [(log, path) for path, log in taken.items()]


def _import_one(
    source: Path, path: Path, layout: Layout, layout_name: str, canvas_px: tuple[int, int] | None
) -> ImportedSession:
    log = _read_log(source, layout)
    session = f"{source.parent.name}/{source.stem}"
    with RecordingWriter(
        path, _manifest(session, source, log, layout_name, canvas_px), clock=_still(), video=False
    ) as w:
        for event in log.events:
            w.write_input(event)
    return ImportedSession(source, path, session, log.rows, len(log.events), dict(log.dirt))


def _still() -> VirtualClock:
    """A clock that stands, so that chunks close by size and the file does not depend on this machine's pace."""
    return VirtualClock(0)


def _read_log(source: Path, layout: Layout) -> ImportedLog:
    try:
        with source.open(newline="", encoding="utf-8-sig") as file:
            return import_log(csv.reader(file, delimiter=layout.delimiter), layout)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnusableLog(f"{source} cannot be read as a CSV log: {error}") from None
    except UnusableLog as error:
        raise UnusableLog(f"{source}: {error}") from None


def _manifest(
    session: str, source: Path, log: ImportedLog, layout_name: str, canvas_px: tuple[int, int] | None
) -> Manifest:
    told = {"layout": layout_name, "source": source.name, "rows": log.rows}
    told |= {f"dirt.{kind.value}": count for kind, count in log.dirt.items()}
    return new_manifest(
        session,
        started_ns=0,
        started_wall_ns=0,
        game=GAME,
        task="",
        author=AUTHOR,
        canvas_px=log.canvas_px if canvas_px is None else canvas_px,
        configuration={f"import.{name}": msgspec.json.encode(value).decode() for name, value in told.items()},
    )
