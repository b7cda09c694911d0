"""What the actions on recordings share: one file after another, and a file that cannot be used stops no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from agent.console import complain
from agent.errors import UsageError
from agent.progress import OnShare, bar
from agent.repairs import recordings_in
from bridge.errors import BridgeError

Values = dict[str, object]


def named_recordings(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The recordings under some paths, at least one.

    Raises:
        UsageError: there is none.
    """
    files = tuple(recordings_in(paths))
    if not files:
        raise UsageError(f"{', '.join(map(str, paths))}: no recording (.mcap, .mcap.part) in there")
    return files


def done_with_each(files: Sequence[Path], title: str, act: Callable[[Path], Values]) -> tuple[tuple[Values, ...], bool]:
    """As `shown_with_each`, for what is done with a file in one go."""
    return shown_with_each(files, title, lambda file, _: act(file))


def shown_with_each(
    files: Sequence[Path], title: str, act: Callable[[Path, OnShare], Values]
) -> tuple[tuple[Values, ...], bool]:
    """What came of each file that could be used, and whether all could; what is wrong with the others is told.

    Args:
        files: recordings.
        title: of the bar.
        act: does it with one, and may tell how far it is; raises BridgeError where the file cannot be used.
    """
    done: list[Values] = []
    with bar(title) as show:
        for index, file in enumerate(files):

            def show_part(part: float, whole: float, before: int = index) -> None:
                show(before + part / whole, len(files))

            show_part(0, 1)
            try:
                done.append(act(file, show_part))
            except BridgeError as error:
                complain(str(error))
    return tuple(done), len(done) == len(files)
