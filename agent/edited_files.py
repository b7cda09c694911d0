"""Where edited recordings go, and how one takes the place of its original."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from glob import escape as glob_escaped
from pathlib import Path
from typing import TypeVar

from agent.errors import UsageError
from agent.exchange_names import named_sessions
from agent.repairs import RECORDING_SUFFIX, recordings_in
from bridge.recording.channels import Topic
from bridge.recording.repair import DAMAGED_SUFFIX
from bridge.recording.session_file import PART_SUFFIX, sync_folder
from bridge.verifying.verify import verify

SHARD_FOLDER = ".shards"
"""Where `model.sources` keeps what it cut from the recordings beside it; importing that would load torch."""

_Result = TypeVar("_Result")


def add_destination(parser: argparse.ArgumentParser, usual: str) -> None:
    """Declare where what is written goes.

    Args:
        parser: of the action.
        usual: the name that is used where none is given.
    """
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--out", type=Path, metavar="PATH", help=f"the new file, or a folder (default: beside the recording, {usual})"
    )
    where.add_argument("--in-place", action="store_true", help="the new file takes the place of the recording")


def destinations(paths: Sequence[Path], out: Path | None, word: str) -> dict[Path, Path]:
    """The recordings under some paths, and where the edited one of each goes: never on a recording that is edited.

    Args:
        paths: recordings, and folders of them.
        out: a file (for one recording), or a folder, which keeps the folders below one that was named; None: beside
            each recording, its name lengthened by `word`.
        word: what was done, for the name.

    Raises:
        UsageError: there is no recording, or several would become one file, or a recording itself.
    """
    if out is None:
        return {file: file.with_name(f"{stem(file)}-{word}{RECORDING_SUFFIX}") for file in recordings_in(paths)}
    names = named_sessions(paths)
    if out.name.endswith(RECORDING_SUFFIX) and not out.is_dir():
        if len(names) > 1:
            raise UsageError(f"{out} is one file, and there are several recordings; name a folder")
        return dict.fromkeys(names, out)
    outs = {file: out / f"{name}{RECORDING_SUFFIX}" for file, name in names.items()}
    for file, path in outs.items():
        if path.resolve() == file.resolve():
            raise UsageError(f"{path} would be written on itself; name another folder")
    return outs


def in_place(source: Path, write: Callable[[Path], _Result]) -> _Result:
    """Let `write` write a new file, which then takes the place of the old one at once or not at all."""
    work = source.with_name(f".{stem(source)}-edited{RECORDING_SUFFIX}")
    for left_over in (work, work.with_name(work.name + PART_SUFFIX)):  # of an edit that was killed
        left_over.unlink(missing_ok=True)
    result = write(work)
    work.replace(source)
    sync_folder(source.parent)
    return result


def told_file(out: Path) -> dict[str, object]:
    """What is said of a file that was written, after it was read through once more."""
    verdict = verify(out)
    return {
        "path": str(out),
        "ticks": verdict.streams[Topic.STATE].count,
        "inputs": verdict.streams[Topic.INPUT].count,
        "frames": verdict.streams[Topic.SCREEN].count,
        "bytes": out.stat().st_size,
        "verified": verdict.is_ok,
    }


def other_copies(recording: Path, *, is_replaced: bool) -> tuple[Path, ...]:
    """The files beside a recording that hold, or are made of, what was in it."""
    beside = [recording.with_name(recording.name + DAMAGED_SUFFIX)]
    shards = recording.parent.glob(f"{SHARD_FOLDER}/{glob_escaped(recording.name.partition('.')[0])}-*")
    found = [path for path in (*beside, *sorted(shards)) if path.exists()]
    return (*(() if is_replaced else (recording,)), *found)


def stem(recording: Path) -> str:
    """The name of a recording without its ending."""
    return recording.name.removesuffix(RECORDING_SUFFIX)
