"""What each step is worked out from, prepared ahead on threads while a device computes; the result is the same."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, Self, TypeVar

from bridge.clock import SECOND_NS
from model.budget import Timer

_Item = TypeVar("_Item")


class Loader(Generic[_Item]):
    """Items by step, each a function of its step alone; `with` starts and ends the threads.

    Args:
        make: the item of a step; called on any thread.
        threads: how many work ahead; 0: each item is made when it is asked for.
        clock: that waiting is measured on.
    """

    def __init__(self, make: Callable[[int], _Item], threads: int, clock: Timer) -> None:
        self._make, self._threads, self._clock = make, threads, clock
        self._coming: dict[int, Future[_Item]] = {}
        self._pool: ThreadPoolExecutor | None = None
        self.waited_s = 0.0
        """Time that the caller of `take` spent there."""

    def __enter__(self) -> Self:
        if self._threads:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="loader")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def take(self, step: int) -> _Item:
        """The item of a step; those of the next steps are begun."""
        start_ns = self._clock.now_ns()
        item = self._taken(step)
        self.waited_s += (self._clock.now_ns() - start_ns) / SECOND_NS
        return item

    def _taken(self, step: int) -> _Item:
        if self._pool is None:
            return self._make(step)
        for ahead in range(step, step + self._threads + 2):
            if ahead not in self._coming:
                self._coming[ahead] = self._pool.submit(self._make, ahead)
        return self._coming.pop(step).result()
