"""The input events of a session as CSV, exactly, with the manifest as JSON beside it; and both read again.

One row an event, in the order of the recording. Cells that an event of its type has no field for are empty.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from bridge.errors import UnusableLog
from bridge.events import InputEvent
from bridge.exporting.exported import Exported, create_file, removed_on_failure
from bridge.recording.manifest import Manifest
from bridge.recording.reader import Recording

COLUMNS = ("at_ns", "type", "x", "y", "button", "notches", "key", "author")
CSV_SUFFIX = ".csv"
MANIFEST_SUFFIX = ".json"


def export_csv(recording: Recording, name: str, out: Path) -> Exported:
    """Write `out/<name>.csv` and `out/<name>.json`.

    Raises:
        RecordingExists: one of them is there already.
        CorruptRecording: the recording is damaged.
    """
    table, manifest = out / f"{name}{CSV_SUFFIX}", out / f"{name}{MANIFEST_SUFFIX}"
    with removed_on_failure((table, manifest)):
        with create_file(manifest) as file:
            file.write(msgspec.json.format(msgspec.json.encode(recording.manifest)) + b"\n")
        with create_file(table) as file:
            events = _write_table(file, recording)
    return Exported(recording.path, recording.manifest.session_id, events, (table, manifest))


def _write_table(file: IO[bytes], recording: Recording) -> int:
    file.write(_line(COLUMNS))
    events = 0
    for event in recording.inputs():
        fields = msgspec.to_builtins(event)
        file.write(_line([fields.get(column, "") for column in COLUMNS]))
        events += 1
    return events


def read_csv(path: Path) -> tuple[Manifest, Iterator[InputEvent]]:
    """The manifest and the events of a session that `export_csv` wrote.

    Args:
        path: the `.csv`; its manifest lies beside it.

    Raises:
        UnusableLog: one of the files cannot be read as what it is; of a row, as the events are taken.
    """
    beside = path.with_suffix(MANIFEST_SUFFIX)
    try:
        manifest = msgspec.json.decode(beside.read_bytes(), type=Manifest)
    except OSError as error:
        raise UnusableLog(
            f"{beside}: {error.strerror}; an exported {CSV_SUFFIX} needs its manifest beside it"
        ) from None
    except ValueError as error:
        raise UnusableLog(f"{beside} is no manifest of a session: {error}") from None
    return manifest, _events(path)


def _events(path: Path) -> Iterator[InputEvent]:
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            header = next(rows, None)
            if header != list(COLUMNS):
                raise UnusableLog(f"{path} begins with {header}, expected the columns {', '.join(COLUMNS)}")
            for number, row in enumerate(rows, 2):
                yield _event(path, number, row)
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnusableLog(f"{path} cannot be read as CSV: {error}; export the session again") from None


def _event(path: Path, number: int, row: Sequence[str]) -> InputEvent:
    fields = {column: cell for column, cell in zip(COLUMNS, row, strict=False) if cell}
    try:
        event: InputEvent = msgspec.convert(fields, InputEvent, strict=False)
        return event
    except msgspec.ValidationError as error:
        raise UnusableLog(f"{path}, line {number}: {error}") from None


def _line(cells: Sequence[object]) -> bytes:
    """A row; no value that we write holds a comma or a quote."""
    return (",".join(map(str, cells)) + "\n").encode()
