"""Sessions that `data export --format csv` wrote, made recordings again."""

from __future__ import annotations

from pathlib import Path

from bridge.exporting.exact_csv import read_csv
from bridge.importing.restored import write_restored
from bridge.importing.sessions import ImportedSession


def import_csv(source: Path, path: Path) -> ImportedSession:
    """Record the events of an exported `.csv` with the manifest that lies beside it.

    Raises:
        UnusableLog: one of the two is not what an export wrote; then nothing is left behind.
        RecordingExists: the recording is there already.
    """
    manifest, events = read_csv(source)
    return write_restored(source, path, manifest, events)
