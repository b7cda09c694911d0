"""Synthetic batches for the tests of the network: a small layout, random histories, targets from plain actions."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from bridge.events import KEYS
from model.actions import HORIZON_MS, ActionKind, ActionSequence
from model.batch import Batch, HistoryBatch, TargetBatch
from model.config import DecoderConfig, ModelConfig
from model.encoder_config import EncoderConfig
from model.event_table import BUTTONS
from model.state_layout import CategoryColumn, PointerOffset, StateLayout
from model.timed_action_model import TimedActionModel
from model.tokens.token import F_TOKEN, NAME_FIELDS, TokenField, TokenKind

COLUMNS = 12
LAYOUT = StateLayout(
    COLUMNS,
    categories=(CategoryColumn(0, 4), CategoryColumn(1, 9, is_name=True)),
    shares=(6, 7),
    offsets=(PointerOffset(2, 3, 400.0), PointerOffset(4, 5, 400.0, name_column=1)),
    digest="test",
)
TINY = ModelConfig(EncoderConfig(hidden=16, dropout=0.0), DecoderConfig(mixture=3))
CANVAS = (765.0, 503.0)
PAST_END_MS = -1


def tiny_model(seed: int = 0, config: ModelConfig = TINY) -> TimedActionModel:
    torch.manual_seed(seed)
    return TimedActionModel(config, LAYOUT).eval()


def random_history(rows: int, seed: int = 0, slots: int = 6) -> HistoryBatch:
    """Histories with windows of 0..slots actions; some windows before the session's start, some values unknown.

    The wheel turns where the hand is, and the pointer is where the last action left it.
    """
    g = torch.Generator().manual_seed(seed)
    counts = torch.randint(0, slots + 1, (rows, 10), generator=g)
    window_mask = torch.arange(10) >= torch.randint(0, 5, (rows, 1), generator=g)
    mask = (torch.arange(slots) < counts.unsqueeze(-1)) & window_mask.unsqueeze(-1)
    offset = (torch.rand((rows, 10, slots), generator=g) * 0.6).sort(dim=-1).values
    kind = torch.randint(0, 4, (rows, 10, slots), generator=g).float()
    place = (torch.rand((rows, 10, slots, 2), generator=g) * torch.tensor(CANVAS)).floor()
    place = _where_the_hand_is(place, mask & (kind <= ActionKind.RELEASE))
    button = torch.where((kind == 1) | (kind == 2), 1.0, 0.0)
    zeros = torch.zeros_like(offset)
    actions = torch.stack([offset, kind, place[..., 0], place[..., 1], button, zeros, zeros], dim=-1)
    states = torch.randn((rows, 10, COLUMNS), generator=g) * 0.3
    states[..., 0] = torch.randint(0, 4, (rows, 10), generator=g).float()
    states[..., 1] = torch.randint(0, 9, (rows, 10), generator=g).float()
    states[torch.rand(states.shape, generator=g) < 0.2] = torch.nan
    held_buttons = torch.rand((rows, 3), generator=g) < 0.3
    held_keys = torch.rand((rows, len(KEYS)), generator=g) < 0.02
    tokens, token_mask = random_tokens(rows, seed=seed)
    somewhere = (torch.rand((rows, 2), generator=g) * torch.tensor(CANVAS)).floor()
    return HistoryBatch(
        actions=torch.where(mask.unsqueeze(-1), actions, 0.0),
        action_mask=mask,
        window_mask=window_mask,
        window_s=torch.full((rows, 10), 0.6),
        states=states,
        pointer=_last_place(place, mask, somewhere),
        held_buttons=held_buttons,
        held_keys=held_keys,
        since_last_s=torch.rand(rows, generator=g),
        canvas=torch.tensor(CANVAS).expand(rows, 2).clone(),
        tokens=tokens,
        token_mask=token_mask,
        pictures=torch.zeros(rows, 0, 64, 96, 3, dtype=torch.uint8),
    )


def _last_where(chosen: Tensor) -> Tensor:
    """The last slot before or at each of (B, T, A) that is chosen, int64 (B, T A); -1 before there is one."""
    order = torch.arange(chosen[0].numel()).reshape(chosen.shape[1:])  # (T, A)
    return torch.where(chosen, order, -1).flatten(1).cummax(dim=1).values


def _where_the_hand_is(place: Tensor, is_hand: Tensor) -> Tensor:
    """The places (B, T, A, 2) of the hand so far; before the first one, as they are."""
    last = _last_where(is_hand)  # (B, T A)
    own = torch.where(last < 0, torch.arange(last.shape[1]), last)  # (B, T A)
    return place.flatten(1, 2).gather(1, own.unsqueeze(-1).expand(-1, -1, 2)).reshape(place.shape)


def _last_place(place: Tensor, mask: Tensor, otherwise: Tensor) -> Tensor:
    """The last valid place of each row, (B, 2)."""
    if mask.shape[2] == 0:
        return otherwise
    last = _last_where(mask)[:, -1]  # (B,)
    return torch.where(last.unsqueeze(1) < 0, otherwise, place.flatten(1, 2)[torch.arange(len(last)), last])


def random_tokens(rows: int, most: int = 5, seed: int = 0) -> tuple[Tensor, Tensor]:
    """Tokens (B, N, 19) of 0..most things a row, some without a place, and which of them are real, (B, N)."""
    g = torch.Generator().manual_seed(seed)
    mask = torch.arange(most) < torch.randint(0, most + 1, (rows, 1), generator=g)  # (B, N)
    tokens = torch.rand((rows, most, F_TOKEN), generator=g) * 3.0
    tokens[..., TokenField.KIND] = torch.randint(0, len(TokenKind), (rows, most), generator=g).float()
    tokens[..., list(NAME_FIELDS)] = torch.randint(0, 9, (rows, most, 2), generator=g).float()
    shortcuts = torch.randint(-9, 9, (rows, most), generator=g).float()
    tokens[..., TokenField.SHORTCUT] = torch.where(shortcuts < 0, torch.nan, shortcuts)
    tokens[..., TokenField.COVERED] /= 3.0
    tokens[..., TokenField.RANK] -= 1.5  # what is scrolled out of sight above comes before the first
    size = torch.randint(8, 40, (rows, most, 2), generator=g).float()
    place = ((torch.tensor(CANVAS) - size) * torch.rand((rows, most, 2), generator=g)).floor()
    placed = torch.cat([place, size], dim=-1)
    has_place = torch.arange(most) < torch.randint(0, most + 1, (rows, 1), generator=g)
    tokens[..., TokenField.X : TokenField.HEIGHT + 1] = torch.where(has_place.unsqueeze(-1), placed, torch.nan)
    return torch.where(mask.unsqueeze(-1), tokens, torch.nan), mask


def row_of(history: HistoryBatch, row: int) -> HistoryBatch:
    return rows_of(history, torch.tensor([row]))


def rows_of(history: HistoryBatch, rows: Tensor) -> HistoryBatch:
    return HistoryBatch(*(getattr(history, name)[rows] for name in HistoryBatch.__slots__))


def target_of(sequences: list[ActionSequence], history: HistoryBatch, slots: int | None = None) -> TargetBatch:
    """Sequences as targets, the slow and obvious way."""
    rows, longest = len(sequences), max((len(s.actions) for s in sequences), default=0)
    slots = longest if slots is None else slots
    shape = (rows, slots)
    waits = torch.zeros((rows, slots + 1), dtype=torch.int64)
    kinds, buttons, keys, scrolls = (torch.zeros(shape, dtype=torch.int64) for _ in range(4))
    delta = torch.zeros((*shape, 2), dtype=torch.int64)
    mask = torch.zeros(shape, dtype=torch.bool)
    for row, sequence in enumerate(sequences):
        left, place = HORIZON_MS, history.pointer[row].to(torch.int64)
        for slot, action in enumerate(sequence.actions):
            waits[row, slot] = round(action.wait_s * 1000)
            left -= round(action.wait_s * 1000)
            kinds[row, slot] = action.kind
            here = torch.tensor([action.x, action.y])
            delta[row, slot] = here - place
            place = here
            buttons[row, slot] = 0 if action.button is None else BUTTONS.index(action.button)
            keys[row, slot] = 0 if action.key is None else KEYS.index(action.key)
            scrolls[row, slot] = action.scroll
            mask[row, slot] = True
        waits[row, len(sequence.actions)] = left
    return TargetBatch(
        waits, kinds, delta, buttons, keys, scrolls, mask, torch.ones(rows), torch.zeros(rows, dtype=torch.int64)
    )


def moves(waits_ms: list[list[int]], step_px: int = 3) -> TargetBatch:
    """Targets of moves by (step_px, 1) after the given waits."""
    rows, slots = len(waits_ms), max(len(row) for row in waits_ms)
    waits = torch.zeros((rows, slots + 1), dtype=torch.int64)
    mask = torch.zeros((rows, slots), dtype=torch.bool)
    for row, given in enumerate(waits_ms):
        waits[row, : len(given)] = torch.tensor(given, dtype=torch.int64)
        waits[row, len(given)] = HORIZON_MS - sum(given)
        mask[row, : len(given)] = True
    zeros = torch.zeros((rows, slots), dtype=torch.int64)
    delta = torch.tensor([step_px, 1]).expand(rows, slots, 2) * mask.unsqueeze(-1)
    kinds = torch.full_like(zeros, int(ActionKind.MOVE))
    return TargetBatch(waits, kinds, delta, zeros, zeros, zeros, mask, torch.ones(rows), torch.zeros_like(waits[:, 0]))


def drawn_batch(model: TimedActionModel, rows: int, seed: int = 0) -> Batch:
    """Random histories and what the model itself draws after them."""
    history = random_history(rows, seed)
    sequences = model.sample(history, torch.Generator().manual_seed(seed))
    return Batch(history, target_of(sequences, history))


def with_empty_past(history: HistoryBatch) -> HistoryBatch:
    return replace(
        history, actions=torch.zeros_like(history.actions), action_mask=torch.zeros_like(history.action_mask)
    )
