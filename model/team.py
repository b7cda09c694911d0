"""The processes that train together: one alone, or all that `torchrun` started, each with a device of its own."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from model.budget import Timer
from model.config import Precision
from model.devices import device_of

if TYPE_CHECKING:
    from lightning_fabric import Fabric


class Team:
    """Who trains together; every member calls the same methods in the same order.

    Args:
        fabric: launched.
    """

    def __init__(self, fabric: Fabric) -> None:
        self._fabric = fabric
        self.rank: int = fabric.global_rank
        self.size: int = fabric.world_size
        self.device: torch.device = fabric.device

    @property
    def is_first(self) -> bool:
        """Whether this process is the one that writes and speaks for all."""
        return self.rank == 0

    def sum(self, values: Tensor) -> Tensor:
        """The sum of every member's values, the same for all of them."""
        if self.size == 1:
            return values
        summed = self._fabric.all_reduce(values, reduce_op="sum")
        assert isinstance(summed, Tensor)
        return summed

    def firsts(self, value: int) -> int:
        """The value of the first, for all of them."""
        if self.size == 1:
            return value
        return int(self.sum(torch.tensor(value if self.is_first else 0, device=self.device)).item())

    def first_of_machine(self) -> AbstractContextManager[None]:
        """A block that the first of each machine runs before the others there: what it builds, they find."""
        return self._fabric.rank_zero_first(local=True)

    def precision(self) -> AbstractContextManager[None]:
        """A block that computes in the team's precision."""
        return self._fabric.autocast()


class FirstsClock:
    """The clock of the first member, so that all agree when the time is over.

    Args:
        team: reads it together.
        clock: has `now_ns`.
    """

    def __init__(self, team: Team, clock: Timer) -> None:
        self._team, self._clock = team, clock

    def now_ns(self) -> int:
        """See `model.budget.Timer`."""
        return self._team.firsts(self._clock.now_ns())


def is_first_process() -> bool:
    """Whether this process is the one that writes and speaks for all that `torchrun` started; alone it is."""
    return os.environ.get("RANK", "0") == "0"


@contextmanager
def open_team(device: str, precision: Precision) -> Iterator[Team]:
    """Join the processes of `torchrun`, or be alone where it started none.

    Args:
        device: "auto", "cpu" or "cuda"; with CUDA each process of a machine takes the GPU of its local rank.
        precision: "fp32", or "bf16" for matrix products beside weights and sums in float32.

    Raises:
        ConfigurationError: there is no such device.
    """
    kind = device_of(device).type
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of packages that Fabric looks for and does not need
        from lightning_fabric import Fabric  # loads much, and only training needs it

        logging.getLogger("lightning_fabric").setLevel(logging.WARNING)
        size, on_machine = (int(os.environ.get(name, "1")) for name in ("WORLD_SIZE", "LOCAL_WORLD_SIZE"))
        fabric = Fabric(
            accelerator=kind,
            devices=on_machine,
            num_nodes=size // on_machine,
            strategy="ddp" if size > 1 else "auto",
            precision="bf16-mixed" if precision == "bf16" else "32-true",
        )
        fabric.launch()
    try:
        yield Team(fabric)
    finally:
        if torch.distributed.is_initialized():
            torch.distributed.destroy_process_group()
