"""What a check of a recording finds: each fault with its place, and the verdict over all of them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import msgspec

from bridge.clock import MILLISECOND_NS


class Kind(StrEnum):
    """What can be wrong."""

    CHECKSUM = "checksum"
    END = "end"
    SEQUENCE = "sequence"
    TICKS = "ticks"
    PICTURES = "pictures"
    RATE = "rate"
    DRIFT = "drift"
    IMPOSSIBLE = "impossible input"
    BACKWARDS = "time runs backwards"
    UNREADABLE = "unreadable"
    LATE = "late input"
    HELD = "held at the edge"


class Finding(msgspec.Struct, frozen=True):
    """Something that is worth knowing.

    Args:
        stream: the topic, "" for the file as a whole.
        kind: what it is.
        is_fault: whether the recording fails because of it; otherwise it is only told.
        count: how many messages, or events, or bytes' sections it is about.
        from_ns: where it begins on the recording's clock, None where nobody knows.
        until_ns: where it ends.
        lost_ms: how much of the stream is missing because of it.
        text: for people.
    """

    stream: str
    kind: Kind
    is_fault: bool
    count: int
    from_ns: int | None
    until_ns: int | None
    lost_ms: float
    text: str


class StreamVerdict(msgspec.Struct, frozen=True):
    """A stream: messages that are there, holes in it, and the time that the holes cover."""

    count: int
    gaps: int
    lost_ms: float


class Verdict(msgspec.Struct, frozen=True):
    """What is known of a recording after every byte of it was looked at.

    Args:
        path: the file.
        streams: by topic.
        crc_errors: chunks and sections of the file whose checksum does not fit.
        is_repaired: whether it was rebuilt after a crash.
        declared_fps, real_fps: of the pictures; the real one is 0.0 where there are fewer than two.
        drift_ms: by how much pictures counted at the declared rate would have moved off the events at the end.
        findings: in the order in which they were met.
        first_ns: time of the earliest message, from which people count.
    """

    path: Path
    streams: dict[str, StreamVerdict]
    crc_errors: int
    is_repaired: bool
    declared_fps: float
    real_fps: float
    drift_ms: float
    findings: tuple[Finding, ...]
    first_ns: int

    @property
    def is_ok(self) -> bool:
        """Whether nothing is missing and nothing is wrong."""
        return not any(finding.is_fault for finding in self.findings)

    @property
    def lost_ms(self) -> float:
        """The most that a stream has lost."""
        return max((stream.lost_ms for stream in self.streams.values()), default=0.0)


def covered_ms(spans_ns: list[tuple[int, int]]) -> float:
    """The time that some spans cover together, each moment once."""
    covered, reached = 0, None
    for start, end in sorted(spans_ns):
        from_ns = start if reached is None else max(start, reached)
        covered += max(0, end - from_ns)
        reached = end if reached is None else max(reached, end)
    return round(covered / MILLISECOND_NS, 3)
