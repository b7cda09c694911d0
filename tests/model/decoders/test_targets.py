from __future__ import annotations

from dataclasses import replace

import torch

from model.decoders.targets import TargetReader
from model.encoders.context import Context
from model.state_layout import StateLayout
from tests.model.network_batches import LAYOUT, random_history, tiny_model


def context_with(dx: float, dy: float) -> Context:
    history = random_history(1)
    states = torch.full_like(history.states, torch.nan)
    states[0, -1, 2], states[0, -1, 3] = dx, dy
    return tiny_model().encode(replace(history, states=states))


def reader() -> TargetReader:
    torch.manual_seed(0)
    return TargetReader(LAYOUT)


def test_a_target_is_seen_from_where_the_pointer_has_moved_to() -> None:
    targets = reader().at_start(context_with(0.5, -0.25))
    view = reader()(targets, torch.tensor([[150.0, 10.0]]), torch.zeros(1, 2))
    assert view.offset_px[0, 0].tolist() == [50.0, -110.0]


def test_an_unknown_target_has_no_place_and_no_embedding_wherever_the_pointer_moves() -> None:
    targets = reader().at_start(context_with(0.5, torch.nan))
    view = reader()(targets, torch.tensor([[150.0, 10.0]]), torch.ones(1, 2))
    assert targets.is_known.tolist() == [[False, False]]
    assert not view.offset_px.any()
    assert not view.embedded.any()


def test_a_target_that_the_pointer_heads_for_looks_different() -> None:
    targets = reader().at_start(context_with(0.5, 0.0))
    towards, away = (reader()(targets, torch.zeros(1, 2), torch.tensor([[dx, 0.0]])) for dx in (9.0, -9.0))
    assert not torch.equal(towards.embedded, away.embedded)


def test_a_layout_without_targets_gives_none() -> None:
    none = TargetReader(StateLayout(LAYOUT.columns))
    targets = none.at_start(context_with(0.0, 0.0))
    assert none(targets, torch.zeros(1, 2), torch.zeros(1, 2)).embedded.shape == (1, 0, 24)
