"""The goal: which of the targets that a state names the hand is about to press, foreseen from the game as it is now.

Who may look at the hand, or at what was before, foresees the next press well, since a person's hand is on its right
way; and follows its own hand where that went wrong, with a full inventory back to the trees (de Haan, Jayaraman,
Levine, Causal Confusion in Imitation Learning, NeurIPS 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from model.decoders.targets import TARGET_WIDTH, TargetView

_REACH_PX = 20.0
_SAME_PX = 2.0


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the next press of N windows falls on.

    Args:
        wanted: float (N, K), scores of the targets as the game alone tells them, -inf for unknown ones.
        log_probabilities: float (N, K + 2), of the targets, of a press elsewhere, and of none soon.
        by_right: float (N, K), logits of the right button for each, if it is pressed; None where that is not foreseen.
    """

    wanted: Tensor
    log_probabilities: Tensor
    by_right: Tensor | None = None


class GoalHead(nn.Module):
    """Contexts and targets of N windows -> log-probabilities of K targets, of a press elsewhere, and of none soon.

    A state row tells where targets lie from the pointer only, so that they are seen from the hand here.
    """

    def __init__(self, hidden: int, targets: int) -> None:
        super().__init__()
        self.query = nn.Linear(hidden, TARGET_WIDTH)
        self.slots = nn.Linear(hidden, targets)
        self.others = nn.Linear(hidden, 2)

    def forward(self, fused: Tensor, afresh: Tensor, view: TargetView) -> Foreseen:
        """The goals of N windows.

        Args:
            fused: float (N, H).
            afresh: float (N, H), see `model.encoders.context.Context`.
            view: the targets at the windows' start.
        """
        scores = (view.embedded @ self.query(afresh).unsqueeze(-1)).squeeze(-1) + self.slots(afresh)  # (N, K)
        scores = scores.masked_fill(~view.is_known, -torch.inf)
        return Foreseen(scores, torch.cat([scores, self.others(fused)], dim=1).log_softmax(dim=-1))

    def nats(self, foreseen: Foreseen, view: TargetView, presses: Tensor) -> Tensor:
        """How badly the goals were foreseen, float (N,); `presses` float (N, 5) are `model.goals.next_presses`."""
        return goal_nats(foreseen.log_probabilities, view, presses[:, :2])


def goal_nats(log_probabilities: Tensor, view: TargetView, press_px: Tensor) -> Tensor:
    """How badly the goals were foreseen.

    A press belongs to the target closest to it, if one is close; targets that stand in several slots count as one.

    Args:
        log_probabilities: float (N, K + 2), of `GoalHead`.
        view: the targets at the windows' start.
        press_px: float (N, 2), from the pointer to the next press; NaN: there is none, infinite: nobody knows.

    Returns:
        float (N,), negative log-probabilities; 0 where nobody knows.
    """
    distance = (view.offset_px - press_px.unsqueeze(1)).norm(dim=-1)  # (N, K)
    distance = torch.where(view.is_known & ~distance.isnan(), distance, torch.inf)  # (N, K)
    nearest = nn.functional.pad(distance, (0, 1), value=_REACH_PX).amin(dim=1, keepdim=True)  # (N, 1)
    is_goal = (distance <= nearest + _SAME_PX) & (nearest < _REACH_PX)  # (N, K)
    is_nowhere = press_px.isnan().any(dim=-1, keepdim=True)  # (N, 1)
    is_elsewhere = ~is_nowhere & ~is_goal.any(dim=1, keepdim=True)  # (N, 1)
    matches = torch.cat([is_goal, is_elsewhere, is_nowhere], dim=1)  # (N, K + 2)
    nats = -log_probabilities.masked_fill(~matches, -torch.inf).logsumexp(dim=1)
    return torch.where(press_px.isinf().any(dim=-1), 0.0, nats)
