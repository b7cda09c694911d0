"""What the actions on recordings share: one file after another, and a file that cannot be used stops no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from agent.console import complain, os_error_line
from agent.errors import UsageError
from agent.progress import OnShare, bar
from agent.repairs import recordings_in
from bridge.errors import BridgeError

Values = dict[str, object]
_File = TypeVar("_File")


def named_recordings(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The recordings under some paths, at least one.

    Raises:
        UsageError: there is none.
    """
    files = tuple(recordings_in(paths))
    if not files:
        raise UsageError(f"{', '.join(map(str, paths))}: no recording (.mcap, .mcap.part) in there")
    return files


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of work on several files.

    Args:
        done: what is told of each that could be used.
        failed: of each other one its path, and what is wrong with it.
    """

    done: tuple[Values, ...]
    failed: tuple[Values, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all could be used."""
        return not self.failed

    @property
    def exit_code(self) -> int:
        """That of the command."""
        return 0 if self.is_whole else 1

    def as_json(self) -> Values:
        """The keys of every action that works on one file after another."""
        return {"ok": self.is_whole, "recordings": self.done, "failed": self.failed}


def done_with_each(files: Sequence[_File], title: str, act: Callable[[_File], Values]) -> Outcome:
    """As `shown_with_each`, for what is done with a file in one go."""
    return shown_with_each(files, title, lambda file, _: act(file))


def shown_with_each(files: Sequence[_File], title: str, act: Callable[[_File, OnShare], Values]) -> Outcome:
    """Work on one file after another; what is wrong with those that cannot be used is told, and the others go on.

    Args:
        files: recordings, or what else is said by its name.
        title: of the bar.
        act: does it with one, and may tell how far it is; raises BridgeError where the file cannot be used.
    """
    done: list[Values] = []
    failed: list[Values] = []
    with bar(title) as show:
        for index, file in enumerate(files):

            def show_part(part: float, whole: float, before: int = index) -> None:
                show(before + part / whole, len(files))

            show_part(0, 1)
            try:
                done.append(act(file, show_part))
            except (BridgeError, PermissionError) as error:
                line = os_error_line(error) if isinstance(error, OSError) else str(error)
                failed.append({"path": str(file), "error": line})
                complain(line)
    return Outcome(tuple(done), tuple(failed))
