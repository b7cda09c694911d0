"""What did not reach a recording: how many messages of which stream, between which moments, and why."""

from __future__ import annotations

from collections import Counter

import msgspec

MOST_LOSSES = 4096
"""Beyond it a loss is added to the last one of its stream, so that the ledger fits into the file's statistics."""


class Loss(msgspec.Struct, frozen=True):
    """Messages of one stream that were dropped on the way to the file; `sequence` has a gap of that size there.

    Args:
        topic: the stream.
        count: how many.
        from_ns: time of the stream's last message before it, None where there was none.
        until_ns: time of its next message, None where none came.
        reason: a few words, "" where nobody knows.
    """

    topic: str
    count: int
    from_ns: int | None
    until_ns: int | None
    reason: str


class DropLedger:
    """Gathers the losses of a recording in progress; used by one thread."""

    def __init__(self) -> None:
        self._closed: list[Loss] = []
        self._open: Counter[tuple[str, str]] = Counter()
        self._last_ns: dict[str, int] = {}

    def drop(self, topic: str, count: int, reason: str) -> None:
        """Messages of a stream are lost now."""
        self._open[topic, reason] += count

    def keep(self, topic: str, at_ns: int) -> None:
        """A message of a stream reached the file: what was lost before it lies between it and its predecessor."""
        if self._open:
            self._close(topic, at_ns)
        self._last_ns[topic] = at_ns

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Every loss until now, in the order in which the streams went on."""
        return (*self._closed, *(self._loss(topic, reason, None) for topic, reason in self._open))

    def _close(self, topic: str, at_ns: int) -> None:
        for key in [key for key in self._open if key[0] == topic]:
            self._add(self._loss(*key, at_ns))
            del self._open[key]

    def _loss(self, topic: str, reason: str, until_ns: int | None) -> Loss:
        return Loss(topic, self._open[topic, reason], self._last_ns.get(topic), until_ns, reason)

    def _add(self, loss: Loss) -> None:
        if len(self._closed) < MOST_LOSSES:
            self._closed.append(loss)
            return
        places = range(len(self._closed) - 1, -1, -1)
        place = next((place for place in places if self._closed[place].topic == loss.topic), None)
        if place is None:
            self._closed.append(loss)
            return
        last = self._closed[place]
        self._closed[place] = msgspec.structs.replace(last, count=last.count + loss.count, until_ns=loss.until_ns)
