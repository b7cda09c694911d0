"""The contract of workers stands in tests/contract; here is what only processes have."""

from __future__ import annotations

import multiprocessing

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
