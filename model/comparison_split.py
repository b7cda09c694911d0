"""Who is trained on and who is judged by when models are compared: people and sessions are never cut in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from model.dataset import WindowDataset
from model.errors import DataError
from model.shard import Shard
from model.splits import sessions_of


@dataclass(frozen=True, slots=True)
class ComparisonSplit:
    """Three sets of sessions.

    Args:
        train: sessions of the people that are trained on, but for the last one of each.
        seen: that last session of each.
        unseen: every session of a person that is not trained on.
    """

    train: tuple[Shard, ...]
    seen: tuple[Shard, ...]
    unseen: tuple[Shard, ...]

    @property
    def canvas_px(self) -> tuple[float, float]:
        """Width and height that hold every canvas of what is trained on.

        An imported log's own canvas reaches to its farthest place: of a session that is judged, that is its future.
        """
        width, height = np.max([shard.columns.canvas.max(axis=0) for shard in self.train], axis=0)
        return float(width), float(height)


def comparison_split(shards: Sequence[Shard], unseen: str) -> ComparisonSplit:
    """Split sessions by group (person), and each group's by file name.

    Args:
        shards: sessions whose ids read "<group>/<name>", as those of imported logs do.
        unseen: the group that is held out whole.

    Raises:
        DataError: the unseen group is not there, or a group that is trained on has fewer than 2 sessions.
    """
    groups: dict[str, list[tuple[Shard, ...]]] = {}
    for _, pieces in sorted(sessions_of(shards).items()):
        groups.setdefault(group_of(pieces[0]), []).append(pieces)
    if unseen not in groups:
        raise DataError(f"no session of the unseen group {unseen!r}; the groups are {', '.join(groups) or 'none'}")
    held_out = tuple(chain.from_iterable(groups.pop(unseen)))
    if not groups:
        raise DataError(f"all sessions are of the unseen group {unseen!r}; nobody is left to train on")
    for group, sessions in groups.items():
        if len(sessions) < 2:
            (only,) = sessions
            raise DataError(
                f"group {group!r} has one session only, {only[0].label.session!r}; "
                "the last of each is held out, so give at least 2"
            )
    return ComparisonSplit(
        train=tuple(shard for sessions in groups.values() for pieces in sessions[:-1] for shard in pieces),
        seen=tuple(shard for sessions in groups.values() for shard in sessions[-1]),
        unseen=held_out,
    )


def group_of(shard: Shard) -> str:
    """The group (person) in a session's id, "" where it names none."""
    return shard.label.session.rpartition("/")[0]


def counted_windows(data: WindowDataset, canvas_px: tuple[float, float]) -> WindowDataset:
    """The windows that count: those after six seconds in which something was done, on the canvas of all.

    Args:
        data: of some sessions.
        canvas_px: see `ComparisonSplit.canvas_px`.

    Raises:
        DataError: there are none.
    """
    counted = data.chosen(data.has_history)
    if counted.size == 0:
        raise DataError(f"none of {data.size} windows follows an action within six seconds")
    return counted.on_canvas(canvas_px)


def first_windows(data: WindowDataset, most: int) -> WindowDataset:
    """At most `most` windows, from the data's start."""
    return data.chosen(np.arange(min(most, data.size)))
