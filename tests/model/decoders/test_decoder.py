from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from model.batch import Batch, TargetBatch
from model.config import DecoderConfig
from model.decoders.decoder import row_uniforms
from tests.model.decoders.compared import (
    PARALLEL,
    STEPWISE,
    compared_model,
    every_kind,
    has_finite_loss,
    totals_with_other_pads,
    without_gradient,
)

COMPARED = [*PARALLEL.values(), *STEPWISE.values()]
NAMES = [*(f"parallel-{name}" for name in PARALLEL), *(f"stepwise-{name}" for name in STEPWISE)]
ALL = pytest.mark.parametrize("config", COMPARED, ids=NAMES)


def generator(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_a_rows_uniforms_are_its_own_generators() -> None:
    together = row_uniforms([generator(1), generator(2)], 2, 5, 3, torch.device("cpu"))
    assert torch.equal(together[1:], row_uniforms([generator(2)], 1, 5, 3, torch.device("cpu")))


def test_one_generator_serves_all_rows() -> None:
    uniforms = row_uniforms(generator(1), 4, 5, 3, torch.device("cpu"))
    assert (uniforms.shape, uniforms.dtype) == ((4, 5, 3), torch.float64)
    assert len(set(uniforms.flatten().tolist())) == 60


def test_as_many_generators_as_rows_are_needed() -> None:
    with pytest.raises(ValueError, match="1 generators for 2 rows"):
        row_uniforms([generator(1)], 2, 5, 3, torch.device("cpu"))


@ALL
def test_every_head_has_a_gradient(config: DecoderConfig) -> None:
    assert without_gradient(compared_model(config), every_kind()) == []


@ALL
def test_pads_never_matter(config: DecoderConfig) -> None:
    padded, other, none = totals_with_other_pads(config)
    assert other == padded
    assert none == pytest.approx(padded, rel=1e-5)


@pytest.mark.parametrize("config", [DecoderConfig(mixture=3), *COMPARED], ids=["point_process", *NAMES])
def test_permuted_targets_change_no_logit_of_another_window(config: DecoderConfig) -> None:
    model, batch = compared_model(config), every_kind()
    with torch.no_grad():
        for row in range(4):
            others = [other for other in range(4) if other != row]
            losses = []
            for rotated in (others, others[1:] + others[:1]):
                order = torch.arange(4)
                order[others] = torch.tensor(rotated)
                parts = {name: getattr(batch.target, name)[order] for name in TargetBatch.__slots__}
                target = TargetBatch(**(parts | {"weight": functional.one_hot(torch.tensor(row), 4).float()}))
                losses.append(model.loss(Batch(batch.history, target)).nats)
            assert torch.equal(*losses)


@ALL
@pytest.mark.parametrize("waits_ms", [[[]], [[0] * 100], [[599]], [[0, 0, 599], []]], ids=str)
def test_the_loss_of_any_window_is_finite(config: DecoderConfig, waits_ms: list[list[int]]) -> None:
    assert has_finite_loss(config, waits_ms)
