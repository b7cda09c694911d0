"""The likelihood of windows by named parts, in nats: what is trained, reported and compared."""

from __future__ import annotations

from dataclasses import dataclass, fields

from torch import Tensor

PARTS = ("clock", "survival", "kind", "place", "button", "key", "scroll")
"""The parts of the loss: waits before actions, the wait past the last one, and the marks."""


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
        return LossParts(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    def detach(self) -> LossParts:
        """The same numbers without their graph."""
        return LossParts(*(getattr(self, field.name).detach() for field in fields(self)))

    def report(self) -> dict[str, float]:
        """Named figures: the total, the clock by window (with survival) and each mark by action."""
        actions, windows = max(self.actions.item(), 1e-9), max(self.windows.item(), 1e-9)
        report = {
            "total": self.total.item(),
            "nats_per_window": self.nats.item() / windows,
            "clock_nats_per_window": (self.clock + self.survival).item() / windows,
            "actions_per_window": self.actions.item() / windows,
            "impossible_actions": float(self.impossible.item()),
        }
        marks = PARTS[2:]
        return report | {f"{mark}_nats_per_action": getattr(self, mark).item() / actions for mark in marks}
