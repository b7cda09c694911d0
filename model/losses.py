"""The likelihood of windows by named parts, in nats: what is trained, reported and compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor

PARTS = ("clock", "survival", "kind", "place", "button", "key", "scroll")
"""The parts of the loss: waits before actions, the wait past the last one, and the marks."""
_SUMS = (*PARTS, "actions", "windows", "impossible")


@dataclass(frozen=True, slots=True)
class LossParts:
    """Negative log-likelihood summed over a batch's windows, each times its weight; scalars.

    Args:
        clock: of the waits before actions.
        survival: of nothing happening after the last action until the horizon.
        kind, place, button, key, scroll: of the marks.
        actions: number of actions, weighted.
        windows: number of windows, weighted.
        impossible: actions that press what is down or release what is up; their kind, button and key have no
            probability under any legal player and are left out.
        is_likelihood: whether clock and survival are nats, as the marks always are; otherwise losses in units of their
            own, which are not reported as nats.
    """

    clock: Tensor
    survival: Tensor
    kind: Tensor
    place: Tensor
    button: Tensor
    key: Tensor
    scroll: Tensor
    actions: Tensor
    windows: Tensor
    impossible: Tensor
    is_likelihood: bool = True

    @property
    def nats(self) -> Tensor:
        """The negative log-likelihood of the batch."""
        return self.clock + self.survival + self.kind + self.place + self.button + self.key + self.scroll

    @property
    def total(self) -> Tensor:
        """What is trained: nats divided by (actions + windows)."""
        return self.nats / (self.actions + self.windows)

    def __add__(self, other: LossParts) -> LossParts:
        """The parts of both batches together."""
        return replace(self, **{name: getattr(self, name) + getattr(other, name) for name in _SUMS})

    def summed(self, over: Callable[[Tensor], Tensor]) -> LossParts:
        """The same numbers put through a sum over the processes of a team, all at once."""
        numbers = over(torch.stack([getattr(self, name).double() for name in _SUMS])).cpu()
        return replace(self, **dict(zip(_SUMS, numbers, strict=True)))

    def detach(self) -> LossParts:
        """The same numbers without their graph."""
        return replace(self, **{name: getattr(self, name).detach() for name in _SUMS})

    def report(self) -> dict[str, float]:
        """Named figures: the total, the clock by window (with survival) and each mark by action.

        Without a likelihood of time there is "time_loss_per_window" and neither the clock's nats nor those of all.
        """
        actions, windows = max(self.actions.item(), 1e-9), max(self.windows.item(), 1e-9)
        report = {
            "total": self.total.item(),
            "actions_per_window": self.actions.item() / windows,
            "impossible_actions": float(self.impossible.item()),
        }
        time = (self.clock + self.survival).item() / windows
        if self.is_likelihood:
            report |= {"nats_per_window": self.nats.item() / windows, "clock_nats_per_window": time}
        else:
            report |= {"time_loss_per_window": time}
        marks = PARTS[2:]
        return report | {f"{mark}_nats_per_action": getattr(self, mark).item() / actions for mark in marks}
