"""The contract of workers stands in tests/contract; here is what only a cluster has."""

from __future__ import annotations

import sys

import pytest
from ray.exceptions import NodeDiedError, OutOfMemoryError, WorkerCrashedError

from model.cluster import RayWorkers, job_of
from model.errors import ConfigurationError
from model.workers import WorkerLost
from tests.contract.worker_jobs import squared


def test_a_worker_does_the_job_that_it_is_told() -> None:
    assert job_of(squared, 3) == 9


def test_a_cluster_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:  # Ray itself looks for a minute
        raise ConnectionError("nobody listens")

    monkeypatch.setattr("ray.init", refuse)
    with (
        pytest.raises(ConfigurationError, match="no Ray cluster at 'somewhere': nobody listens"),
        RayWorkers("somewhere"),
    ):
        pass


def test_without_ray_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'osrs-agent\[cluster\]'"), RayWorkers("auto"):
        pass


class Remote:
    """A job for a cluster that is not there."""

    def remote(self, job: object, item: int) -> int:
        return item


@pytest.mark.parametrize("error", [WorkerCrashedError(), OutOfMemoryError("full"), NodeDiedError("gone")])
def test_a_worker_is_lost_with_its_process_its_memory_or_its_machine(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def get(item: int) -> int:
        if item == 2:
            raise error
        return item

    monkeypatch.setattr("ray.remote", lambda **_: lambda _: Remote())
    monkeypatch.setattr("ray.get", get)
    results = RayWorkers("local").map(abs, [1, 2])
    assert next(results) == 1
    with pytest.raises(WorkerLost, match=rf"lost on 2 \({type(error).__name__}\)"):
        next(results)
