"""The set encoder: each token of the newest state as a vector, and what the context finds among them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.distributions import signed_log
from model.encoders.context import NO_SHORTCUT, Context, SeenTokens, middle_px
from model.encoders.states import class_rows
from model.tokens.token import F_TOKEN, NAME_FIELDS, TokenField, TokenKind

TOKEN_WIDTH = 64
_KIND_WIDTH, _NAME_WIDTH = 8, 24
_QUERIES = 4
_SPREAD = 0.5
"""Of the names' embeddings at first: what a thing is called has to tell at once, or it is learned slowly."""
_SHARES = [TokenField.HEALTH, TokenField.COVERED, TokenField.IS_PARTNER, TokenField.IS_TURNED]
_AMOUNTS = [TokenField.QUANTITY, TokenField.ALIKE, TokenField.RANK, TokenField.CARRIED]
_TILES = [TokenField.STEPS, TokenField.RIGHT, TokenField.FORWARD]
_CORNER = [TokenField.X, TokenField.Y]
_SIZE = [TokenField.WIDTH, TokenField.HEIGHT]
_HIDDEN = {
    TokenKind.INVENTORY_ITEM: [*_CORNER, *_SIZE],
    TokenKind.BANK_ITEM: [*_CORNER, *_SIZE, TokenField.RANK],
}
"""What of each kind does not matter to what is wanted: one eats the meat, not what lies in the first slot."""
_FLAGS = [*_SHARES, *_AMOUNTS, *_TILES, TokenField.X]
_NUMBERS = len(_SHARES) + len(_AMOUNTS) + len(_TILES) + len(_FLAGS) + 9


@dataclass(frozen=True, slots=True)
class _Places:
    """Where N tokens of each of B states lie from the pointer: (B, N, 2) each, 0 where they have no place."""

    offset_px: Tensor
    half_px: Tensor
    share: Tensor
    is_placed: Tensor


class EntityEncoder(nn.Module):
    """Context -> the same with the tokens in it, and what it finds among them added to its fused vector.

    Which of them is wanted is learned from tokens that are seen apart: from the middle of the canvas, wherever the
    pointer is, and what is carried or banked wherever it lies. Demonstrations have food in the first slot, always.

    Args:
        hidden: H.
        names: classes of names.
    """

    hides: Tensor

    def __init__(self, hidden: int, names: int) -> None:
        super().__init__()
        hides = torch.zeros(len(TokenKind), F_TOKEN, dtype=torch.bool)
        for kind, columns in _HIDDEN.items():
            hides[kind, columns] = True
        self.register_buffer("hides", hides, persistent=False)
        self.kind = nn.Embedding(len(TokenKind), _KIND_WIDTH)
        self.name = nn.Embedding(names + 1, _NAME_WIDTH)
        nn.init.normal_(self.name.weight, std=_SPREAD)
        width = _KIND_WIDTH + len(NAME_FIELDS) * _NAME_WIDTH + _NUMBERS
        self.rows = nn.Sequential(
            nn.Linear(width, TOKEN_WIDTH), nn.SiLU(), nn.Linear(TOKEN_WIDTH, TOKEN_WIDTH), nn.SiLU()
        )
        self.query = nn.Linear(hidden, _QUERIES * TOKEN_WIDTH)
        self.found = nn.Sequential(
            nn.Linear(hidden + (_QUERIES + len(TokenKind)) * TOKEN_WIDTH, hidden), nn.SiLU(), nn.Linear(hidden, hidden)
        )

    def forward(self, context: Context) -> Context:
        """Look at the newest state's tokens once."""
        history = context.history
        seen = self.read(history.tokens, history.token_mask, context.pointer, history.canvas)
        kinds = token_kinds(history.tokens)  # (B, N)
        fused = self.fuse(context.fused, seen.embedded, seen.mask, kinds)
        afresh = self.fuse(context.afresh, seen.apart, seen.mask, kinds)
        return replace(context, fused=fused, afresh=afresh, seen=seen.behind(context.seen))

    def read(self, tokens: Tensor, mask: Tensor, pointer: Tensor, canvas: Tensor) -> SeenTokens:
        """The tokens as vectors.

        Args:
            tokens: float (B, N, 19), see `model.tokens.token.TokenField`.
            mask: bool (B, N), which of them are real.
            pointer: float (B, 2), canvas pixels.
            canvas: float (B, 2), its width and height.
        """
        places = _places(tokens, pointer, canvas)
        anywhere = tokens.masked_fill(self.hides[token_kinds(tokens)], torch.nan)  # (B, N, 19)
        embedded, apart = (
            torch.where(mask.unsqueeze(-1), self.rows(self._told(told, seen_from)), 0.0)
            for told, seen_from in ((tokens, places), (anywhere, _places(anywhere, middle_px(canvas), canvas)))
        )  # (B, N, W) each
        covered = _or(tokens[..., TokenField.COVERED], 0.0)
        return SeenTokens(
            embedded=embedded,
            apart=apart,
            mask=mask,
            is_placed=places.is_placed & mask,
            offset_px=places.offset_px,
            half_px=places.half_px,
            covered=covered,
            scrolls=-covered * _or(tokens[..., TokenField.RANK], 0.0).sign(),
            shortcuts=_or(tokens[..., TokenField.SHORTCUT], NO_SHORTCUT).to(torch.int64),
        )

    def fuse(self, fused: Tensor, embedded: Tensor, mask: Tensor, kinds: Tensor) -> Tensor:
        """The fused vector (B, H) with what it finds: by attention, which may find nothing, and the mean of each kind.

        What is carried decides what is wanted, and would drown in an average over all that shows.

        Args:
            fused: float (B, H).
            embedded: float (B, N, W), N tokens of each.
            mask: bool (B, N), which of them are real.
            kinds: int64 (B, N), of the tokens.
        """
        query = self.query(fused).unflatten(1, (_QUERIES, TOKEN_WIDTH))  # (B, 4, W)
        scores = query @ embedded.transpose(1, 2) / TOKEN_WIDTH**0.5  # (B, 4, N)
        scores = functional.pad(scores.masked_fill(~mask.unsqueeze(1), -torch.inf), (1, 0))  # (B, 4, 1 + N)
        pooled = scores.softmax(dim=-1)[..., 1:] @ embedded  # (B, 4, W)
        all_kinds = torch.arange(len(TokenKind), device=kinds.device)
        is_kind = (kinds.unsqueeze(1) == all_kinds.unsqueeze(1)) & mask.unsqueeze(1)  # (B, C, N)
        sums = is_kind.to(fused.dtype) @ embedded  # (B, C, W)
        means = sums / is_kind.sum(dim=2, keepdim=True).clamp(min=1)  # (B, C, W)
        found: Tensor = self.found(torch.cat([fused, pooled.flatten(1), means.flatten(1)], dim=1))  # (B, H)
        return fused + found

    def _told(self, tokens: Tensor, places: _Places) -> Tensor:
        names = self.name(class_rows(tokens[..., list(NAME_FIELDS)])).flatten(-2)  # (B, N, 2 E)
        numbers = torch.cat(
            [
                tokens[..., _SHARES],
                signed_log(tokens[..., _AMOUNTS]) / 3.0,
                signed_log(tokens[..., _TILES]) / 3.0,
            ],
            dim=-1,
        )
        numbers = _or(numbers, 0.0)  # (B, N, 11)
        known = (~tokens[..., _FLAGS].isnan()).to(tokens.dtype)  # (B, N, 12)
        where = [
            places.share,
            torch.log1p(places.half_px) / 3.0,
            signed_log(places.offset_px) / 3.0,
            *inside_numbers(places.offset_px, places.half_px),
        ]
        return torch.cat([self.kind(token_kinds(tokens)), names, numbers, known, *where], dim=-1)


def token_kinds(tokens: Tensor) -> Tensor:
    """The kinds of tokens float (B, N, 19), int64 (B, N); 0 in pads."""
    return _or(tokens[..., TokenField.KIND], 0.0).to(torch.int64)


def inside_numbers(offset_px: Tensor, half_px: Tensor) -> tuple[Tensor, Tensor]:
    """How far the pointer is from the middle, in half sizes, soft (..., 2); and whether it is inside, (..., 1)."""
    far = offset_px / half_px.clamp(min=1.0)  # (..., 2)
    inside = (offset_px.abs() < half_px).all(dim=-1, keepdim=True)  # (..., 1)
    return torch.tanh(far), inside.to(offset_px.dtype)


def _or(values: Tensor, otherwise: float) -> Tensor:
    """The values, another one in place of unknown ones."""
    return torch.where(values.isnan(), otherwise, values)


def _places(tokens: Tensor, pointer: Tensor, canvas: Tensor) -> _Places:
    corner, size = tokens[..., _CORNER], tokens[..., _SIZE]  # (B, N, 2)
    is_placed = ~corner.isnan().any(dim=-1)  # (B, N)
    middle = corner + (size - 1.0) / 2.0  # (B, N, 2)

    def known(values: Tensor) -> Tensor:
        return torch.where(is_placed.unsqueeze(-1), values, 0.0)

    return _Places(
        offset_px=known(middle - pointer.unsqueeze(1)),
        half_px=known(size / 2.0),
        share=known(middle / canvas.unsqueeze(1)),
        is_placed=is_placed,
    )
