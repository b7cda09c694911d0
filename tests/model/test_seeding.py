from __future__ import annotations

import pytest
import torch

from model.seeding import seeded


def drawn(*seeds: int) -> torch.Tensor:
    with seeded(*seeds):
        return torch.rand(4)


def test_the_same_seeds_give_the_same_numbers_and_others_give_others() -> None:
    assert torch.equal(drawn(1, 2), drawn(1, 2))
    assert not torch.equal(drawn(1, 2), drawn(2, 1))


def test_the_global_generator_is_as_it_was() -> None:
    torch.manual_seed(0)
    expected = torch.rand(1)
    torch.manual_seed(0)
    drawn(7)
    assert torch.equal(torch.rand(1), expected)


def test_the_stream_of_a_seed_is_the_same_in_every_process() -> None:
    assert drawn(1, 2)[0].item() == pytest.approx(0.9058573)
