"""Where edited recordings go, and how one takes the place of its original."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from glob import escape as glob_escaped
from pathlib import Path
from typing import TypeVar

from agent.errors import UsageError
from agent.repairs import RECORDING_SUFFIX
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


def destination(source: Path, out: Path | None, word: str, *, is_only: bool) -> Path:
    """Where the edited recording of `source` goes: never on itself.

    Args:
        source: the recording.
        out: a file (for one recording), or a folder; None: beside the recording, its name lengthened by `word`.
        word: what was done, for the name.
        is_only: whether it is the only recording.

    Raises:
        UsageError: several recordings would become one file, or a recording itself.
    """
    if out is None:
        return source.with_name(f"{stem(source)}-{word}{RECORDING_SUFFIX}")
    if out.name.endswith(RECORDING_SUFFIX) and not out.is_dir():
        if not is_only:
            raise UsageError(f"{out} is one file, and there are several recordings; name a folder")
        return out
    path = out / source.name
    if path.resolve() == source.resolve():
        raise UsageError(f"{path} would be written on itself; name another folder")
    return path


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
