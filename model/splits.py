"""Splitting data by session, never inside one: neighbouring windows share nine tenths of their history."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from model.errors import DataError
from model.shard import ShardLabel


class Labelled(Protocol):
    """A session that is known by its label, open or not."""

    @property
    def path(self) -> Path:
        """Of the shard."""
        ...

    @property
    def label(self) -> ShardLabel:
        """What the shard is made of."""
        ...


_Session = TypeVar("_Session", bound=Labelled)


class SplitRule(StrEnum):
    """Which sessions are held out."""

    HASH = "hash"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Split(Generic[_Session]):
    """Sessions to train on and sessions to judge by; none is in both."""

    train: tuple[_Session, ...]
    held_out: tuple[_Session, ...]


def split_shards(
    shards: Sequence[_Session], held_out_share: float = 0.1, rule: SplitRule = SplitRule.HASH
) -> Split[_Session]:
    """Hold sessions out.

    Args:
        shards: at least 2 sessions.
        held_out_share: share of the sessions, above 0 and below 1; at least one session is on each side.
        rule: HASH: by the session's own id, so that a session keeps its side when others are added, save where a side
            would be empty. LAST: the last ones by file name.

    Raises:
        DataError: there are too few sessions, or the same one twice.
        ValueError: the share is out of range.
    """
    if not 0.0 < held_out_share < 1.0:
        raise ValueError(f"the share of held-out sessions lies between 0 and 1, found {held_out_share}")
    sessions = [shard.label.session for shard in shards]
    repeated = sorted(session for session, times in Counter(sessions).items() if times > 1)
    if repeated:
        raise DataError(f"session {repeated[0]} is given more than once; each session is split as a whole")
    if len(shards) < 2:
        names = ", ".join(str(shard.path) for shard in shards) or "none"
        raise DataError(f"{len(shards)} session ({names}) cannot be split by session; record at least 2")
    is_held_out = _by_hash(shards, held_out_share) if rule is SplitRule.HASH else _by_name(shards, held_out_share)
    pairs = list(zip(shards, is_held_out, strict=True))
    return Split(tuple(shard for shard, held in pairs if not held), tuple(shard for shard, held in pairs if held))


def _by_hash(shards: Sequence[Labelled], share: float) -> list[bool]:
    places = [_place(shard.label.session) for shard in shards]
    lowest, highest = min(places), max(places)
    return [place == lowest or (place < share and place != highest) for place in places]


def _by_name(shards: Sequence[Labelled], share: float) -> list[bool]:
    count = min(max(1, round(share * len(shards))), len(shards) - 1)
    last = sorted(range(len(shards)), key=lambda index: (shards[index].label.source, index))[-count:]
    return [index in last for index in range(len(shards))]


def _place(session: str) -> float:
    """A fixed number in [0, 1) for a session."""
    return int.from_bytes(hashlib.sha256(session.encode()).digest()[:8], "big") / 2**64
