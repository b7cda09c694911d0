"""The game's clock seen from ours: its times are moved onto our clock by the quickest message so far."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SenderClock:
    """What is known of the other clock.

    A message stamped `mono_ns` there arrives at `arrived_ns` here; the difference is the clocks' offset plus the time
    on the way. The way takes at least nothing, so the smallest difference seen is the best bound. Where both sides
    read the machine's one monotonic clock (the sandbox always, a Java client on Linux) it is the quickest way, some
    tenths of a millisecond.

    Args:
        offset_ns: the smallest difference so far; None before the first message.
        latest_ns: the latest time that was moved, so that order is kept while the offset is still being learnt.
    """

    offset_ns: int | None = None
    latest_ns: int | None = None

    def heard(self, mono_ns: int, arrived_ns: int) -> SenderClock:
        """The clock once a message came."""
        offset_ns = arrived_ns - mono_ns
        if self.offset_ns is not None:
            offset_ns = min(offset_ns, self.offset_ns)
        return SenderClock(offset_ns, self.latest_ns)

    def ours(self, at_ns: int, arrived_ns: int) -> int:
        """A time of theirs on our clock: never after its arrival, never before one that was moved earlier."""
        assert self.offset_ns is not None, "a message was heard before its times are moved"
        moved_ns = min(at_ns + self.offset_ns, arrived_ns)
        return moved_ns if self.latest_ns is None else max(moved_ns, self.latest_ns)

    def moved(self, ours_ns: int) -> SenderClock:
        """The clock once a time was moved to `ours_ns`."""
        return SenderClock(self.offset_ns, ours_ns)
