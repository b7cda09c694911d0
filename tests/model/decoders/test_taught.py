from __future__ import annotations

import torch

from model.config import DecoderConfig
from model.decoders.plain_heads import MarkLosses
from model.decoders.taught import loss_parts, taught_steps
from tests.model.decoders.compared import EVERY_KIND, compared_model, every_kind


def test_a_window_has_one_step_more_than_actions() -> None:
    batch = every_kind()
    taught = taught_steps(compared_model(DecoderConfig("parallel")).encode(batch.history), batch.target)
    assert taught.rows.sequences.tolist() == [0] * 7 + [1] * 2 + [2] + [3]
    assert taught.acts.tolist() == [True] * 6 + [False, True, False, False, False]
    assert taught.waits_ms.tolist() == [0, 16, 84, 100, 100, 50, 250, 300, 300, 600, 600]
    assert taught.steps.elapsed_ms.tolist() == [0, 0, 16, 100, 200, 300, 350, 0, 300, 0, 0]


def test_the_places_are_those_of_the_actions() -> None:
    batch = every_kind()
    taught = taught_steps(compared_model(DecoderConfig("parallel")).encode(batch.history), batch.target)
    assert taught.place_px.tolist() == [[action.x, action.y] for action in EVERY_KIND.actions] + [[5.0, 6.0]]


def test_parts_are_sums_by_weight() -> None:
    batch = every_kind()
    taught = taught_steps(compared_model(DecoderConfig("parallel")).encode(batch.history), batch.target)
    ones = torch.ones(7)
    parts = loss_parts(taught, batch.target, torch.tensor(3.0), torch.tensor(4.0), MarkLosses(*[ones] * 5))
    assert (parts.actions.item(), parts.windows.item(), parts.nats.item()) == (7.0, 4.0, 3.0 + 4.0 + 5 * 7.0)
