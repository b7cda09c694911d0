from __future__ import annotations

import torch
from torch import Tensor

from model.actions import ActionKind
from model.decoders.heads import MAX_NOTCHES, MarkHeads
from model.decoders.means import MeansHead, means_of

KEYS = 5


def hidden(scrolls: float) -> Tensor:
    """Means to the only thing there is, which is wanted for certain, covered, and has to be scrolled to."""
    sure, never = torch.ones(1, 1), torch.zeros(1, 1)
    return means_of(sure, never, sure, torch.tensor([[scrolls]]), torch.tensor([[-1]]), KEYS)


def pressed(by_right: float) -> Tensor:
    """Means to the only thing there is, which is wanted for certain."""
    sure, never = torch.ones(1, 1), torch.zeros(1, 1)
    return means_of(sure, torch.tensor([[by_right]]), never, never, torch.tensor([[3]]), KEYS)


def test_what_is_wanted_is_got_by_its_key_or_brought_into_sight() -> None:
    """Three things: one with key 4, hidden above; one with the same key; one that is half covered, or hidden below."""
    shares = torch.tensor([[0.5, 0.125, 0.25], [0.0, 0.0, 0.0]])
    covered = torch.tensor([[1.0, 0.0, 0.5]]).expand(2, -1)
    scrolls = torch.tensor([[1.0, 0.0, -0.5]]).expand(2, -1)
    shortcuts = torch.tensor([[4, 4, -1]]).expand(2, -1)
    by_right = torch.tensor([[0.0, 1.0, 0.5]]).expand(2, -1)
    means = means_of(shares, by_right, covered, scrolls, shortcuts, KEYS)
    assert means[0].tolist() == [0.625, 0.625, 0.5, 0.125, 0.25, 0.0, 0.0, 0.0, 0.0, 0.625]
    assert not means[1].any()


def test_the_key_of_what_is_wanted_is_likelier_from_the_first() -> None:
    heads, trunk = MarkHeads(8, 2, KEYS, has_means=True), torch.zeros(1, 8)
    assert heads.means is not None
    means = pressed(0.0)
    gained = heads.key_logits(trunk, means) - heads.key_logits(trunk, torch.zeros_like(means))
    torch.testing.assert_close(gained[0], heads.means.gain * torch.tensor([0.0, 0.0, 0.0, 1.0, 0.0]))
    assert heads.means.gain > 1.0


def test_the_wheel_turns_the_way_that_brings_it_into_sight() -> None:
    heads, trunk = MarkHeads(8, 2, KEYS, has_means=True), torch.zeros(1, 8)
    up, down = (
        heads.scroll_logits(trunk, hidden(way)) - heads.scroll_logits(trunk, hidden(0.0)) for way in (1.0, -1.0)
    )
    torch.testing.assert_close(up, -down)
    assert bool((up[0, MAX_NOTCHES:] > 1.0).all())
    assert bool((up[0, :MAX_NOTCHES] < -1.0).all())


def test_the_button_is_the_one_that_what_is_wanted_is_pressed_by() -> None:
    heads, trunk = MarkHeads(8, 2, KEYS, has_means=True), torch.zeros(1, 8)
    left, right = heads.button_logits(trunk, pressed(0.0)), heads.button_logits(trunk, pressed(1.0))
    torch.testing.assert_close(left, heads.button_logits(trunk, None))
    gained = right - left
    assert gained[0, 2] > 1.0
    torch.testing.assert_close(gained[0, 0], -gained[0, 2])
    assert gained[0, 1] == 0.0


def test_what_has_to_be_scrolled_to_is_not_pressed_either_way() -> None:
    head, there = MeansHead(), torch.tensor([0.0])
    above, below = (head.kinds(hidden(way), there)[0] for way in (1.0, -1.0))
    assert torch.equal(above, below)
    assert above[ActionKind.SCROLL] > 1.0
    assert above[ActionKind.PRESS] < -1.0


def test_kinds_learn_what_to_do_about_what_is_covered() -> None:
    head = MeansHead()
    means, there = hidden(0.0), torch.tensor([0.25])
    assert not head.kinds(means, there).any()
    head.kinds(means, there)[0, ActionKind.SCROLL].backward()
    assert head.kind.weight.grad is not None
    assert head.kind.weight.grad[ActionKind.SCROLL].tolist() == [1.0, 0.0, 0.0, 0.25]
