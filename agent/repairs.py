"""Recordings that their recorder did not finish are met again, and finished, before they are used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from bridge.errors import BridgeError, RecordingExists
from bridge.recording.repair import RepairReport, repair

RECORDING_SUFFIX = ".mcap"
PART_SUFFIX = ".mcap.part"


def recordings_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files of some paths as they are, and the recordings, finished or not, inside the folders of them.

    Hidden files and folders inside a folder are passed by.
    """
    for path in paths:
        if path.is_dir():
            yield from (file for file in _inside(path) if file.name.endswith((RECORDING_SUFFIX, PART_SUFFIX)))
        else:
            yield path


def finish_parts(data: Sequence[Path], say: Callable[[str], None]) -> tuple[Path, ...]:
    """Repair every `.mcap.part` under some paths; one that is being written, or cannot be saved, stays as it is.

    Args:
        data: recordings and folders of them; also the finished name of a recording of which only the part is there.
        say: a line for people, one for each part that was met.

    Returns:
        The paths with each part that was finished under its new name.
    """
    return tuple(_finished(path, say) for path in data)


def finish_parts_beside(path: Path, say: Callable[[str], None]) -> None:
    """Repair every `.mcap.part` in the folder of a recording to come, not below it; see `finish_parts`."""
    for part in sorted(path.parent.glob(f"*{PART_SUFFIX}")):
        _try_repair(part, say)


def repair_line(report: RepairReport) -> str:
    """What a repair did, in one line."""
    if not report.was_needed:
        return f"{report.path}: sound, nothing to repair"
    kept = f"{report.kept.get('/state', 0)} ticks and {report.kept.get('/input', 0)} inputs kept"
    lost = f", {report.lost_bytes} bytes lost" if report.lost_bytes else ""
    damage = f" ({report.damage})" if report.damage else ""
    original = f"; the damaged original is {report.original}" if report.original is not None else ""
    return f"{report.path}: repaired, {kept}{lost}{damage}{original}"


def _finished(path: Path, say: Callable[[str], None]) -> Path:
    if path.is_dir():
        for file in _inside(path):
            if file.name.endswith(PART_SUFFIX):
                _try_repair(file, say)
        return path
    part = path if path.name.endswith(PART_SUFFIX) else path.with_name(f"{path.name}.part")
    if not part.is_file() or (path != part and path.exists()):
        return path
    return _try_repair(part, say) or path


def _try_repair(part: Path, say: Callable[[str], None]) -> Path | None:
    try:
        report = repair(part)
    except RecordingExists as error:  # it is being written, or its name is taken
        say(f"left as it is: {error}")
    except BridgeError as error:
        say(f"cannot be repaired: {error}")
    else:
        say(repair_line(report))
        return report.path
    return None


def _inside(folder: Path) -> list[Path]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
