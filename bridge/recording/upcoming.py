"""A stream in order of time, given out up to a moment."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class _Timed(Protocol):
    @property
    def at_ns(self) -> int: ...


_Item = TypeVar("_Item", bound=_Timed)


class Upcoming(Generic[_Item]):
    """A stream in order of time, given out up to a moment; each item once."""

    def __init__(self, items: Iterator[_Item]) -> None:
        self._items = items
        self._ahead: deque[_Item] = deque()

    def before(self, end_ns: int) -> Iterator[_Item]:
        """The items before `end_ns` that were not given yet."""
        while self._look_ahead() and self._ahead[0].at_ns < end_ns:
            yield self._ahead.popleft()

    def is_empty(self) -> bool:
        """Whether everything was given."""
        return not self._look_ahead()

    def last_ns(self) -> int | None:
        """The time of the last item of all, None where everything was given."""
        self._ahead.extend(self._items)
        return max((item.at_ns for item in self._ahead), default=None)

    def _look_ahead(self) -> bool:
        """Whether there is a next item; it is in `_ahead` then."""
        if not self._ahead:
            self._ahead.extend(item for item in (next(self._items, None),) if item is not None)
        return bool(self._ahead)
