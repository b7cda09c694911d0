"""How many pictures a second a recording really has, from their times."""

from __future__ import annotations

from collections.abc import Sequence

from bridge.clock import SECOND_NS


class PictureRate:
    """Counts pictures in order of time; what lies between two parts of a merged recording is no time.

    Args:
        borders_ns: where each part but the first begins, in order.
    """

    def __init__(self, borders_ns: Sequence[int] = ()) -> None:
        self._borders_ns = borders_ns
        self._first_ns: int | None = None
        self._last_ns: int | None = None
        self._pauses_ns = 0
        self._count = 0

    @property
    def span_ns(self) -> int:
        """From the first picture to the last, without the pauses between parts."""
        if self._first_ns is None or self._last_ns is None:
            return 0
        return self._last_ns - self._first_ns - self._pauses_ns

    @property
    def per_second(self) -> float:
        """The real rate; 0.0 with fewer than two pictures, or all at one moment."""
        return (self._count - 1) * SECOND_NS / self.span_ns if self.span_ns > 0 else 0.0

    def take(self, at_ns: int) -> bool:
        """A picture; tells whether a part began between the one before and it."""
        last_ns, self._last_ns = self._last_ns, at_ns
        self._count += 1
        if last_ns is None:
            self._first_ns = at_ns
            return False
        is_border = any(last_ns < border <= at_ns for border in self._borders_ns)
        self._pauses_ns += (at_ns - last_ns) if is_border else 0
        return is_border
