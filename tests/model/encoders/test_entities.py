from __future__ import annotations

from dataclasses import replace

import torch

from model.batch import HistoryBatch
from model.config import DecoderConfig, ModelConfig
from model.encoder_config import EncoderConfig
from model.encoders.context import SeenTokens
from model.timed_action_model import TimedActionModel
from model.tokens.token import F_TOKEN, TokenField, TokenKind
from tests.model.network_batches import random_history, tiny_model

ENTITIES = ModelConfig(EncoderConfig(hidden=16, dropout=0.0, entities=True), DecoderConfig(mixture=3))


def model() -> TimedActionModel:
    return tiny_model(0, ENTITIES)


def seen_of(history: HistoryBatch) -> SeenTokens:
    seen = model().encode(history).seen
    assert seen is not None
    return seen


def test_the_order_of_the_tokens_does_not_matter() -> None:
    history = random_history(6)
    turned = replace(history, tokens=history.tokens.flip(1), token_mask=history.token_mask.flip(1))
    torch.testing.assert_close(model().encode(turned).fused, model().encode(history).fused)


def test_each_token_matters_and_what_lies_in_pads_never_does() -> None:
    history = random_history(6)
    expected = model().encode(history).fused
    pads = replace(history, tokens=history.tokens.masked_fill(~history.token_mask.unsqueeze(-1), 3.0))
    assert torch.equal(model().encode(pads).fused, expected)
    for slot in range(history.token_mask.shape[1]):
        changed = history.tokens.clone()
        changed[:, slot, TokenField.QUANTITY] += 2.0
        found = model().encode(replace(history, tokens=changed)).fused
        differs = (found != expected).any(dim=1)
        assert torch.equal(differs, history.token_mask[:, slot])


def test_a_token_lies_where_its_middle_is_from_the_pointer() -> None:
    history = random_history(1)
    tokens = torch.full((1, 1, F_TOKEN), torch.nan)
    tokens[0, 0, :3] = 0.0
    tokens[0, 0, TokenField.X : TokenField.HEIGHT + 1] = torch.tensor([100.0, 40.0, 21.0, 11.0])
    mask = torch.ones((1, 1), dtype=torch.bool)
    pointer = torch.tensor([[100.0, 50.0]])
    seen = seen_of(replace(history, tokens=tokens, token_mask=mask, pointer=pointer))
    assert seen.offset_px.tolist() == [[[10.0, -5.0]]]
    assert seen.half_px.tolist() == [[[10.5, 5.5]]]
    assert seen.is_placed.tolist() == [[True]]


def test_a_token_without_a_place_is_seen_and_not_placed() -> None:
    history = random_history(1)
    tokens = torch.full((1, 1, F_TOKEN), torch.nan)
    tokens[0, 0, :3] = 1.0
    seen = seen_of(replace(history, tokens=tokens, token_mask=torch.ones((1, 1), dtype=torch.bool)))
    assert (seen.mask.item(), seen.is_placed.item()) == (True, False)
    assert seen.embedded.isfinite().all()
    assert seen.embedded.abs().sum() > 0


def placed(kind: TokenKind, x: float, rank: float) -> HistoryBatch:
    """A history with one thing."""
    tokens = torch.full((1, 1, F_TOKEN), torch.nan)
    tokens[0, 0, [TokenField.KIND, TokenField.NAME, TokenField.RANK]] = torch.tensor([float(kind), 3.0, rank])
    tokens[0, 0, TokenField.X : TokenField.HEIGHT + 1] = torch.tensor([x, 40.0, 21.0, 11.0])
    return replace(random_history(1), tokens=tokens, token_mask=torch.ones((1, 1), dtype=torch.bool))


def test_one_chooses_among_items_wherever_they_lie_and_aims_at_where_they_are() -> None:
    for kind, rank in ((TokenKind.INVENTORY_ITEM, 0.0), (TokenKind.BANK_ITEM, 7.0)):
        here, there = seen_of(placed(kind, 100.0, 0.0)), seen_of(placed(kind, 300.0, rank))
        assert torch.equal(here.apart, there.apart)
        assert not torch.equal(here.embedded, there.embedded)
        assert here.is_placed.item()
        assert there.is_placed.item()
    here, there = (seen_of(placed(TokenKind.BUTTON, x, 0.0)) for x in (100.0, 300.0))
    assert not torch.equal(here.apart, there.apart)


def test_which_way_to_scroll_to_what_is_hidden_its_rank_tells() -> None:
    history = placed(TokenKind.BANK_ITEM, 100.0, 0.0)
    for rank, covered, expected in ((-3.0, 1.0, 1.0), (40.0, 1.0, -1.0), (5.0, torch.nan, 0.0), (torch.nan, 0.5, 0.0)):
        history.tokens[0, 0, [TokenField.RANK, TokenField.COVERED]] = torch.tensor([rank, covered])
        assert seen_of(history).scrolls.item() == expected


def test_without_the_option_tokens_do_not_matter() -> None:
    history = random_history(3)
    none = replace(history, tokens=torch.full_like(history.tokens, torch.nan))
    assert torch.equal(tiny_model().encode(none).fused, tiny_model().encode(history).fused)
