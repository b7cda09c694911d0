"""Independent jobs on many machines: the workers of a Ray cluster (extra `cluster`)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from model.errors import ConfigurationError
from model.workers import ATTEMPTS, WorkerLost

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class RayWorkers:
    """Implements `model.workers.Workers`; `with` joins the cluster and leaves it.

    Every machine of the cluster needs this program in the same version, and the files that jobs name under the same
    path.

    Args:
        address: of the cluster, "auto" for the one that this machine belongs to, "local" for one of this machine alone.
        processors: of a local cluster; None: all.

    Raises:
        ConfigurationError: Ray is not installed, or there is no such cluster.
    """

    def __init__(self, address: str, processors: int | None = None) -> None:
        self._address, self._processors = address, processors

    def __enter__(self) -> Self:
        try:
            import ray  # an extra, and it loads much
        except ImportError:
            raise ConfigurationError("a cluster needs Ray: pip install 'osrs-agent[cluster]'") from None
        try:
            ray.init(
                address=self._address,
                num_cpus=self._processors,
                include_dashboard=False if self._address == "local" else None,
                log_to_driver=False,
                logging_level=logging.ERROR,
            )
        except ConnectionError as error:
            raise ConfigurationError(
                f"no Ray cluster at {self._address!r}: {error}; `ray start --head` starts one"
            ) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        import ray

        ray.shutdown()

    def map(self, job: Callable[[_Item], _Result], items: Sequence[_Item]) -> Iterator[_Result]:
        """See `model.workers.Workers`."""
        import ray
        from ray.exceptions import RayError, RayTaskError

        remote: Any = ray.remote(max_retries=ATTEMPTS - 1)(job_of)  # Any: Ray types no wrapped generic
        waiting = [remote.remote(job, item) for item in items]
        for item, reference in zip(items, waiting, strict=True):
            try:
                yield ray.get(reference)
            except RayTaskError as error:
                raise error.cause from None
            except RayError as error:  # a process, its memory or its machine
                raise WorkerLost(
                    f"{ATTEMPTS} workers in a row were lost on {item!r} ({type(error).__name__}); "
                    "is memory short? `ray status` tells of the machines"
                ) from None


def job_of(job: Callable[[_Item], _Result], item: _Item) -> _Result:
    """Do a job: what a worker of the cluster is told."""
    return job(item)
