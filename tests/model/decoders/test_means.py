from __future__ import annotations

import torch

from model.actions import ActionKind
from model.decoders.heads import MarkHeads
from model.decoders.means import MeansHead, means_of

KEYS = 5


def test_what_is_wanted_is_got_by_its_key_or_brought_into_sight() -> None:
    """Three things: one with key 4, one with the same key, one that is half covered."""
    shares = torch.tensor([[0.5, 0.125, 0.25], [0.0, 0.0, 0.0]])
    covered = torch.tensor([[0.0, 0.0, 0.5]]).expand(2, -1)
    shortcuts = torch.tensor([[4, 4, -1]]).expand(2, -1)
    means = means_of(shares, covered, shortcuts, KEYS)
    assert means[0].tolist() == [0.125, 0.625, 0.0, 0.0, 0.0, 0.0, 0.625]
    assert not means[1].any()


def test_the_key_of_what_is_wanted_is_likelier_from_the_first() -> None:
    heads, trunk = MarkHeads(8, 2, KEYS, has_means=True), torch.zeros(1, 8)
    assert heads.means is not None
    means = means_of(torch.ones(1, 1), torch.zeros(1, 1), torch.tensor([[3]]), KEYS)
    gained = heads.key_logits(trunk, means) - heads.key_logits(trunk, torch.zeros_like(means))
    torch.testing.assert_close(gained[0], heads.means.gain * torch.tensor([0.0, 0.0, 0.0, 1.0, 0.0]))
    assert heads.means.gain > 1.0


def test_kinds_learn_what_to_do_about_what_is_covered() -> None:
    head = MeansHead()
    means = means_of(torch.ones(1, 1), torch.ones(1, 1), torch.tensor([[-1]]), KEYS)
    there = torch.tensor([0.25])
    assert not head.kinds(means, there).any()
    head.kinds(means, there)[0, ActionKind.SCROLL].backward()
    assert head.kind.weight.grad is not None
    assert head.kind.weight.grad[ActionKind.SCROLL].tolist() == [1.0, 0.0, 0.25]
