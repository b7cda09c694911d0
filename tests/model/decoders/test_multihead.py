from __future__ import annotations

import torch

from model.decoders.multihead import Attention, memory_of


def attention() -> Attention:
    torch.manual_seed(0)
    return Attention(16)


def test_a_slot_sees_only_those_before_it_and_itself() -> None:
    torch.manual_seed(0)
    attention, values = Attention(16), torch.randn(1, 5, 16)
    changed = values.clone()
    changed[0, 3] += 1.0
    before, after = (attention(each, attention.remember(each), is_causal=True) for each in (values, changed))
    assert torch.equal(before[0, :3], after[0, :3])
    assert not torch.equal(before[0, 4], after[0, 4])


def test_what_is_masked_is_not_seen() -> None:
    block, asking, values = attention(), torch.randn(2, 1, 16), torch.randn(2, 3, 16)
    mask = torch.tensor([[True, True, False]] * 2)
    torch.testing.assert_close(
        block(asking, block.remember(values, mask)), block(asking, block.remember(values[:, :2]))
    )


def test_a_memory_grows_as_if_it_were_made_at_once() -> None:
    block, values = attention(), torch.randn(2, 5, 16)
    mask = torch.tensor([[True, False, True, True, False], [True] * 5])
    whole = block.remember(values, mask)
    grown = block.remember(values[:, :2], mask[:, :2]).grown(block.remember(values[:, 2:], mask[:, 2:]))
    asking = torch.randn(2, 1, 16)
    torch.testing.assert_close(block(asking, grown), block(asking, whole))


def test_rows_are_taken_with_their_mask() -> None:
    pairs, mask = torch.randn(3, 4, 32), torch.rand(3, 4) < 0.5
    chosen, index = memory_of(pairs, mask).rows(torch.tensor([2, 2, 0])), [2, 2, 0]
    again = memory_of(pairs[index], mask[index])
    assert torch.equal(chosen.keys, again.keys)
    assert torch.equal(chosen.values, again.values)
    assert chosen.mask is not None
    assert again.mask is not None
    assert torch.equal(chosen.mask, again.mask)
