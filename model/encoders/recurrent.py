"""The recurrent encoder: ten windows of actions, ten states and the present, fused into one context.

As in `docs/model.md`: an LSTM within each window, a bidirectional LSTM over the states, a perceptron for the present,
768 -> 256 by a fusion layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor, nn

from model.actions import HORIZON_MS, MAX_ACTIONS
from model.batch import HistoryBatch
from model.distributions import signed_log
from model.encoder_config import EncoderConfig
from model.encoders.action_rows import WindowEncoder, last_places
from model.encoders.context import Context, middle_px, pointer_px
from model.encoders.entities import EntityEncoder
from model.encoders.lessons import SightLessons
from model.encoders.shared_windows import first_occurrences
from model.encoders.states import CurrentStateEncoder, StateEmbedding, StateHistoryEncoder
from model.encoders.vision import PictureEncoder
from model.history import HISTORY_WINDOWS
from model.state_layout import StateLayout

_WINDOW_FACTS = 6
_TICK_S = HORIZON_MS / 1000


class WholeDropout(nn.Module):
    """In training drops whole rows (B, H), unscaled.

    Who copies what was just done predicts well and plays badly: without its history at times, the model must learn to
    act on what it sees.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, rows: Tensor) -> Tensor:
        """The rows (B, H), some of them zero."""
        if not self.training or self.share == 0.0:
            return rows
        kept = torch.rand(rows.shape[0], 1, device=rows.device) >= self.share  # (B, 1)
        return rows * kept


class RecurrentEncoder(nn.Module):
    """HistoryBatch -> Context."""

    of_the_hand: Tensor

    def __init__(self, config: EncoderConfig, layout: StateLayout, keys: int) -> None:
        super().__init__()
        hidden = config.hidden
        self.windows = WindowEncoder(hidden, keys)
        self.actions = nn.Sequential(
            nn.Linear(HISTORY_WINDOWS * (hidden + _WINDOW_FACTS), hidden), nn.LayerNorm(hidden), nn.SiLU()
        )
        self.embed = StateEmbedding(hidden, layout)
        self.states = StateHistoryEncoder(hidden)
        self.current = CurrentStateEncoder(hidden, keys)
        self.forget = WholeDropout(config.forgetting)
        self.fusion = nn.Sequential(
            nn.Dropout(config.dropout),
            nn.Linear(3 * hidden, hidden),
            nn.LayerNorm(hidden),
            nn.SiLU(),
            nn.Dropout(config.dropout),
        )
        names = max((category.size for category in layout.categories if category.is_name), default=0)
        self.entities = EntityEncoder(hidden, names) if config.sees_tokens else None
        self.vision = PictureEncoder(hidden, config.picture_width, config.dropout) if config.sees_pictures else None
        self.lessons = SightLessons(hidden, layout) if config.sees_pictures else None
        self.sees_state = config.sees_state
        self.register_buffer("of_the_hand", _mask_of(layout.hand, layout.columns), persistent=False)

    def forward(self, history: HistoryBatch) -> Context:
        """Encode a batch of histories; what lies outside the masks is never read."""
        history = history if self.sees_state else without_states(history)
        mask = history.action_mask & history.window_mask.unsqueeze(-1)  # (B, T, A)
        windows = self._encode_windows(history, mask)  # (B, T, H)
        states, state = self._encode_states(known_states(history))  # (B, H) each
        return self.fuse(history, mask, windows, states, state)

    def lesson_loss(self, context: Context, history: HistoryBatch) -> Tensor:
        """How badly the pictures of histories were read, (); 0 where none are looked at. See `SightLessons`."""
        return context.fused.new_zeros(()) if self.lessons is None else self.lessons(context, history)

    def fuse(self, history: HistoryBatch, mask: Tensor, windows: Tensor, states: Tensor, state: Tensor) -> Context:
        """The context of what is encoded.

        Args:
            history: B rows.
            mask: bool (B, T, A), the valid slots.
            windows: float (B, T, H), of `WindowEncoder`.
            states: float (B, H), of `StateHistoryEncoder`.
            state: float (B, H), the embedded current state.
        """
        facts = _window_facts(history, mask)  # (B, T, 6)
        parts = [
            self.forget(self.actions(torch.cat([windows, facts], dim=-1).flatten(1))),
            self.forget(states),
            self._encode_present(history, state),
        ]  # (B, H) each
        fused = self.fusion(torch.cat(parts, dim=-1))  # (B, H)
        game = self._encode_game(history)  # (B, H)
        nothing = torch.zeros_like(game)  # (B, H)
        afresh = self.fusion(torch.cat([nothing, nothing, game], dim=-1))  # (B, H)
        context = Context(fused, afresh, windows, history)
        context = context if self.vision is None else self.vision(context)
        return context if self.entities is None else self.entities(context)

    def _encode_windows(self, history: HistoryBatch, mask: Tensor) -> Tensor:
        occurrences = first_occurrences(history, mask)  # (B, T)
        places, windows = torch.unique(occurrences, return_inverse=True)  # (U,), (B, T)
        actions, valid = history.actions.flatten(0, 1)[places], mask.flatten(0, 1)[places]  # (U, A, 7), (U, A)
        encoded: Tensor = self.windows(actions, valid, history.canvas[places // mask.shape[1]])  # (U, H)
        return encoded[windows]  # (B, T, H)

    def _encode_states(self, known: Tensor) -> tuple[Tensor, Tensor]:
        """The states of each row and its newest one; rows without any, as those of imported logs, are all alike."""
        is_blank = known.isnan().flatten(1).all(dim=1)  # (B,)
        is_encoded = ~is_blank | (is_blank & (is_blank.cumsum(0) == 1))  # (B,), every other and the first blank one
        rows = is_encoded.cumsum(0) - 1  # (B,)
        rows = torch.where(is_blank, rows[is_blank].amin() if is_blank.any() else 0, rows)  # (B,)
        embedded = self.embed(known[is_encoded])  # (b, T, H)
        return self.states(embedded)[rows], embedded[:, -1][rows]

    def _encode_present(self, history: HistoryBatch, state: Tensor) -> Tensor:
        encoded: Tensor = self.current(
            embedded=state,
            place=pointer_px(history) / history.canvas,
            is_seen=~history.pointer.isnan().any(dim=-1),
            held_buttons=history.held_buttons,
            held_keys=history.held_keys,
            since_s=history.since_last_s,
        )
        return encoded

    def _encode_game(self, history: HistoryBatch) -> Tensor:
        """The present without the hand: as if the pointer had never been seen, nothing held, something just done."""
        known = known_states(history)[:, -1]  # (B, D)
        encoded: Tensor = self.current(
            embedded=self.embed(torch.where(self.of_the_hand, torch.nan, known)),
            place=middle_px(history.canvas) / history.canvas,
            is_seen=torch.zeros_like(history.pointer[:, 0], dtype=torch.bool),
            held_buttons=torch.zeros_like(history.held_buttons),
            held_keys=torch.zeros_like(history.held_keys),
            since_s=torch.zeros_like(history.since_last_s),
        )
        return encoded


def _mask_of(columns: Sequence[int], count: int) -> Tensor:
    mask = torch.zeros(count, dtype=torch.bool)
    mask[list(columns)] = True
    return mask


def without_states(history: HistoryBatch) -> HistoryBatch:
    """The same with nothing known of any state: all that is left of the game is what its pictures show."""
    unknown = torch.full_like(history.states, torch.nan)  # (B, T, D)
    return replace(history, states=unknown, tokens=history.tokens[:, :0], token_mask=history.token_mask[:, :0])


def known_states(history: HistoryBatch) -> Tensor:
    """The states (B, T, D), with nothing known before the session's start."""
    return torch.where(history.window_mask.unsqueeze(-1), history.states, torch.nan)


def _window_facts(history: HistoryBatch, mask: Tensor) -> Tensor:
    """Of each window: is it there, is it empty, its length, its count, and its last place from the pointer."""
    there = history.window_mask.to(history.actions.dtype)  # (B, T)
    counts = mask.sum(dim=-1)  # (B, T)
    length = torch.where(history.window_mask, history.window_s, 0.0) / _TICK_S  # (B, T)
    away = last_places(history.actions, mask) - pointer_px(history).unsqueeze(1)  # (B, T, 2)
    away = torch.where((counts > 0).unsqueeze(-1), signed_log(away) / 3.0, 0.0)  # (B, T, 2)
    scalars = torch.stack([there, (counts == 0).to(there.dtype), length, counts / MAX_ACTIONS], dim=-1)  # (B, T, 4)
    return torch.cat([scalars, away], dim=-1)  # (B, T, 6)
