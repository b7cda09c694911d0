"""What sessions are called on their way out and in: as their files, with the folders below the one that was named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from agent.errors import UsageError
from agent.repairs import PART_SUFFIX, RECORDING_SUFFIX, recordings_in


def named_sessions(paths: Sequence[Path]) -> dict[Path, str]:
    """The recordings under some paths, each with its name: "ann/s1" for ann/s1.mcap in a folder, "s1" for a file.

    A path that does not exist counts as a recording; opening it says what is wrong.

    Raises:
        UsageError: there is no recording, or two have the same name.
    """
    return _named(paths, lambda path: recordings_in([path]), (PART_SUFFIX, RECORDING_SUFFIX))


def named_files(paths: Sequence[Path], suffix: str) -> dict[Path, str]:
    """The files of one kind under some paths, hidden ones passed by, each with its name as in `named_sessions`.

    Raises:
        UsageError: there is no such file, or two have the same name.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist; give files, or folders of them")
    return _named(paths, lambda path: _inside(path, suffix) if path.is_dir() else [path], (suffix,))


def _named(paths: Sequence[Path], find: Callable[[Path], Iterable[Path]], suffixes: Sequence[str]) -> dict[Path, str]:
    names: dict[Path, str] = {}
    for path in paths:
        names |= {file: _name(file, path if path.is_dir() else file.parent, suffixes) for file in find(path)}
    if not names:
        raise UsageError(f"{', '.join(map(str, paths))}: no file ({', '.join(reversed(suffixes))}) in there")
    taken: dict[str, Path] = {}
    for file, name in names.items():
        if name in taken:
            raise UsageError(f"{file} and {taken[name]} would both be called {name}; write them to two folders")
        taken[name] = file
    return names


def _inside(folder: Path, suffix: str) -> list[Path]:
    files = (path for path in sorted(folder.rglob(f"*{suffix}")) if path.is_file())
    return [path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _name(file: Path, folder: Path, suffixes: Sequence[str]) -> str:
    name = file.relative_to(folder).as_posix()
    for suffix in suffixes:
        name = name.removesuffix(suffix)
    return name
