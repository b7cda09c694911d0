from __future__ import annotations

import math

import pytest
import torch

from model.decoders.goal import GoalHead, goal_nats
from model.decoders.targets import TARGET_WIDTH, TargetView

# three targets: one at (100, 0) in two slots, one at (0, 50); a fourth is unknown
VIEW = TargetView(
    torch.tensor([[[100.0, 0.0], [0.0, 50.0], [101.0, 0.0], [0.0, 0.0]]]),
    torch.tensor([[True, True, True, False]]),
    torch.ones(1, 4, TARGET_WIDTH),
)
SHARES = (0.1, 0.2, 0.3, 0.0, 0.15, 0.25)
LOGS = torch.tensor([SHARES]).log()


@pytest.mark.parametrize(
    ("press_px", "probability"),
    [
        ((99.0, 3.0), 0.1 + 0.3),
        ((5.0, 50.0), 0.2),
        ((0.0, 0.0), 0.15),
        ((-300.0, 0.0), 0.15),
        ((math.nan, math.nan), 0.25),
        ((math.inf, -math.inf), 1.0),
    ],
)
def test_a_press_belongs_to_the_closest_known_target_or_to_none(
    press_px: tuple[float, float], probability: float
) -> None:
    nats = goal_nats(LOGS, VIEW, torch.tensor([press_px]))
    assert math.exp(-nats.item()) == pytest.approx(probability)


def test_goals_sum_to_one_and_an_unknown_target_is_none() -> None:
    torch.manual_seed(0)
    logs = GoalHead(8, 4)(torch.randn(1, 8), torch.randn(1, 8), VIEW).log_probabilities
    assert logs.exp().sum().item() == pytest.approx(1.0)
    assert logs[0, 3].item() == -math.inf


def test_where_no_target_is_known_there_are_elsewhere_and_nowhere() -> None:
    none = TargetView(torch.zeros(2, 4, 2), torch.zeros(2, 4, dtype=torch.bool), torch.zeros(2, 4, TARGET_WIDTH))
    logs = GoalHead(8, 4)(torch.randn(2, 8), torch.randn(2, 8), none).log_probabilities
    nats = goal_nats(logs, none, torch.tensor([[3.0, 4.0], [math.nan, math.nan]]))
    torch.testing.assert_close(nats, -logs[:, 4:].diagonal())


def test_the_past_tells_whether_a_press_comes_and_not_on_what() -> None:
    torch.manual_seed(0)
    head, afresh = GoalHead(8, 4), torch.randn(1, 8).expand(2, -1)
    view = TargetView(*(part.expand(2, *part.shape[1:]) for part in (VIEW.offset_px, VIEW.is_known, VIEW.embedded)))
    targets = head(torch.randn(2, 8), afresh, view).log_probabilities[:, :4]
    shares = targets.softmax(dim=1)
    torch.testing.assert_close(shares[0], shares[1])
    assert not torch.allclose(targets[0], targets[1])
