"""Independent jobs spread over workers: the port, and the processes of this machine behind it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Protocol, Self, TypeVar

from model.errors import ModelError

ATTEMPTS = 3
"""How often workers may be lost in a row before a job is given up."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class WorkerLost(ModelError):
    """Workers ended again and again while they did a job: out of memory, killed, or the job ends its process."""


class Workers(Protocol):
    """Whoever does jobs that have nothing to do with each other."""

    def map(self, job: Callable[[_Item], _Result], items: Sequence[_Item]) -> Iterator[_Result]:
        """Do a job for each item.

        A job whose worker is lost is done again by another one; each item has one result all the same.

        Args:
            job: a function that can be pickled; doing it a second time for an item does no harm.
            items: can be pickled.

        Returns:
            The results in the order of the items, each as soon as it and those before it are there.

        Raises:
            WorkerLost: workers are lost again and again.
        """
        ...


class ProcessWorkers:
    """Processes of this machine; `with` ends them, whatever ends us.

    Args:
        most: at most so many at a time, and never more than there are processors for us.
    """

    def __init__(self, most: int) -> None:
        self._count = max(1, min(most, _processors()))
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is None:
            return
        if error is not None:
            for worker in multiprocessing.active_children():
                worker.terminate()
        self._pool.shutdown(cancel_futures=True)

    def map(self, job: Callable[[_Item], _Result], items: Sequence[_Item]) -> Iterator[_Result]:
        """See `Workers`."""
        waiting = {place: self._submit(job, item) for place, item in enumerate(items)}
        for place, item in enumerate(items):
            losses = 0
            while True:
                pool, future = waiting[place]
                try:
                    result = future.result()
                    break
                except BrokenProcessPool:
                    losses += 1
                    self._forget(pool)
                    if losses >= ATTEMPTS:
                        raise WorkerLost(
                            f"{losses} workers in a row were lost while {item!r} was waited for; is memory short?"
                        ) from None
                    lost = [other for other, (its, work) in waiting.items() if its is pool and not _is_done(work)]
                    waiting |= {other: self._submit(job, items[other]) for other in lost}
            del waiting[place]
            yield result

    def _submit(self, job: Callable[[_Item], _Result], item: _Item) -> tuple[ProcessPoolExecutor, Future[_Result]]:
        """The job begun, and the pool that does it; a pool that broke meanwhile is followed by another."""
        while True:
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=_leave_signals_to_parent)
            try:
                return self._pool, self._pool.submit(job, item)
            except BrokenProcessPool:
                self._forget(self._pool)

    def _forget(self, broken: ProcessPoolExecutor) -> None:
        if self._pool is broken:
            self._pool = None


def _is_done(future: Future[_Result]) -> bool:
    """Whether there is a result, or what the job itself raised."""
    return future.done() and not future.cancelled() and not isinstance(future.exception(), BrokenProcessPool)


def _leave_signals_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends its workers


def _processors() -> int:
    """How many processors we may run on: a scheduler, a container or `taskset` can give fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
