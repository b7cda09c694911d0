from __future__ import annotations

import pytest
import torch

from model.decoders.decoder import row_uniforms


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
