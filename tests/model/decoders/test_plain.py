from __future__ import annotations

import pytest
import torch

from model.actions import ActionKind
from model.config import DecoderConfig
from model.decoders.plain import check_window, sequences_of
from model.decoders.plain_heads import Guess
from tests.model.decoders.compared import compared_model
from tests.model.network_batches import random_history


def guess(kinds: list[int]) -> Guess:
    row = torch.tensor([kinds])
    return Guess(row, torch.zeros_like(row), torch.zeros_like(row), (row == 3) * 2, torch.full((1, len(kinds), 2), 7))


def test_a_key_has_the_place_where_the_pointer_rests() -> None:
    history = random_history(1)
    context = compared_model(DecoderConfig("parallel")).encode(history)
    waits = torch.tensor([[10, 10, 10]])
    kinds = [ActionKind.KEY_PRESS, ActionKind.MOVE, ActionKind.KEY_RELEASE]
    sequence = sequences_of(context, waits, guess(list(kinds)), torch.tensor([3]), 600)[0]
    start = tuple(int(value) for value in history.pointer[0])
    assert [(action.x, action.y) for action in sequence.actions] == [start, (7, 7), (7, 7)]


@pytest.mark.parametrize(
    ("horizon_ms", "count", "horizon_s"), [(600, 3, float("inf")), (599, 2, 0.599), (300, 1, 0.3), (299, 0, 0.299)]
)
def test_only_a_shorter_horizon_cuts(horizon_ms: int, count: int, horizon_s: float) -> None:
    context = compared_model(DecoderConfig("parallel")).encode(random_history(1))
    waits = torch.tensor([[299, 200, 200]])
    sequence = sequences_of(context, waits, guess([0, 0, 0]), torch.tensor([3]), horizon_ms)[0]
    assert (len(sequence.actions), sequence.horizon_s) == (count, horizon_s)


def test_the_clock_without_context_is_kept_and_starts_as_a_distribution() -> None:
    decoder = compared_model(DecoderConfig("parallel")).decoder
    assert decoder.marginal.exp().sum().item() == pytest.approx(1.0)
    decoder.start_from(torch.arange(601, dtype=torch.float64))
    assert decoder.marginal[600].item() == 600.0


def test_nothing_is_foreseen() -> None:
    model = compared_model(DecoderConfig("parallel"))
    context = model.encode(random_history(2))
    assert model.decoder.goal_loss(context, torch.zeros(2, 2)).item() == 0.0


@pytest.mark.parametrize(("horizon_ms", "max_actions"), [(0, 100), (601, 100), (600, 101), (600, -1)])
def test_a_window_that_is_none_is_refused(horizon_ms: int, max_actions: int) -> None:
    with pytest.raises(ValueError, match="a window has"):
        check_window(horizon_ms, max_actions)
