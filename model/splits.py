"""Splitting data by session, never inside one: neighbouring windows share nine tenths of their history."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from model.errors import DataError
from model.shard import Shard, ShardLabel, open_shard


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
        shards: of at least 2 sessions.
        held_out_share: share of the sessions, above 0 and below 1; at least one session is on each side.
        rule: HASH: by the session's own id, so that a session keeps its side when others are added, save where a side
            would be empty. LAST: the last ones by file name.

    Raises:
        DataError: there are too few sessions, or the same stretch of one twice.
        ValueError: the share is out of range.
    """
    if not 0.0 < held_out_share < 1.0:
        raise ValueError(f"the share of held-out sessions lies between 0 and 1, found {held_out_share}")
    sessions = sessions_of(shards)
    if len(sessions) < 2:
        names = ", ".join(str(shard.path) for shard in shards) or "none"
        raise DataError(f"{len(sessions)} session ({names}) cannot be split by session; record at least 2")
    by_rule = _by_hash if rule is SplitRule.HASH else _by_name
    held_out = by_rule(sessions, held_out_share)
    return Split(
        tuple(shard for shard in shards if shard.label.session not in held_out),
        tuple(shard for shard in shards if shard.label.session in held_out),
    )


def sessions_of(shards: Sequence[_Session]) -> dict[str, tuple[_Session, ...]]:
    """The shards of each session, which may lie in several pieces, in the order in which they were played.

    Raises:
        DataError: two of them hold the same stretch of a session.
    """
    sessions: dict[str, list[_Session]] = {}
    for shard in shards:
        sessions.setdefault(shard.label.session, []).append(shard)
    return {session: _in_order(session, pieces) for session, pieces in sessions.items()}


def _in_order(session: str, pieces: Sequence[_Session]) -> tuple[_Session, ...]:
    if len(pieces) == 1:
        return tuple(pieces)
    ordered = sorted(((*_stretch_ns(piece), index) for index, piece in enumerate(pieces)))
    for (_, end_ns, one), (start_ns, _, other) in pairwise(ordered):
        if start_ns <= end_ns:
            where = f"{pieces[one].path} and {pieces[other].path}"
            raise DataError(f"session {session} is given more than once: {where} hold the same stretch of it")
    return tuple(pieces[index] for _, _, index in ordered)


def _stretch_ns(piece: Labelled) -> tuple[int, int]:
    """The first and the last tick of a piece."""
    columns = piece.columns if isinstance(piece, Shard) else open_shard(piece.path).columns
    return int(columns.ticks_ns[0]), int(columns.ticks_ns[-1])


def _by_hash(sessions: Mapping[str, Sequence[Labelled]], share: float) -> frozenset[str]:
    places = {session: _place(session) for session in sessions}
    lowest, highest = min(places.values()), max(places.values())
    return frozenset(
        session for session, place in places.items() if place == lowest or (place < share and place != highest)
    )


def _by_name(sessions: Mapping[str, Sequence[Labelled]], share: float) -> frozenset[str]:
    count = min(max(1, round(share * len(sessions))), len(sessions) - 1)
    ordered = sorted(sessions, key=lambda session: sessions[session][0].label.source)  # a stable sort
    return frozenset(ordered[-count:])


def _place(session: str) -> float:
    """A fixed number in [0, 1) for a session."""
    return int.from_bytes(hashlib.sha256(session.encode()).digest()[:8], "big") / 2**64
