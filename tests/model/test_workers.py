"""The contract of workers stands in tests/contract; here is what only processes have."""

from __future__ import annotations

import multiprocessing
import os

import pytest

from model.workers import ProcessWorkers
from tests.contract.worker_jobs import squared


def test_an_ending_takes_the_workers_along() -> None:
    def stop_after_the_first() -> None:
        with ProcessWorkers(2) as workers:
            next(workers.map(squared, range(100)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_after_the_first()
    for worker in multiprocessing.active_children():
        worker.join(5.0)
    assert multiprocessing.active_children() == []


def test_no_process_is_started_before_there_is_work() -> None:
    with ProcessWorkers(2):
        assert multiprocessing.active_children() == []


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system ties no process to processors")
def test_there_are_no_more_workers_than_processors_we_may_run_on() -> None:
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        with ProcessWorkers(2) as workers:
            assert list(workers.map(squared, range(4))) == [0, 1, 4, 9]
            assert len(multiprocessing.active_children()) == 1
    finally:
        os.sched_setaffinity(0, before)
