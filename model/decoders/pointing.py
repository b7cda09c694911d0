"""Pointing: the tokens of a state as targets, each step told of those that it heads for and where they lie now.

The next press is foreseen to land on one of them, on none, or not to come soon; that weighs what a step sees.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.decoders.goal import Foreseen
from model.decoders.means import means_of
from model.decoders.targets import MOTION_NUMBERS, TARGET_WIDTH, Targets, TargetView, motion_numbers
from model.encoders.context import Context, SeenTokens
from model.encoders.entities import TOKEN_WIDTH, inside_numbers

_NUMBERS = MOTION_NUMBERS + 5
_INSIDE = MOTION_NUMBERS + 2
_QUERIES = 3
_SEEN = TARGET_WIDTH + _NUMBERS
_GOAL_WIDTH = 64
_LEAST = -1e4
_SAY = 2.0
"""Nats by which the hand can speak for a token, or against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenTargets(Targets):
    """K tokens with a place in each of N windows, as they are at the window's start.

    Args:
        half_px: float (N, K, 2), half of width and height.
        goals: float (N, K), how likely each is what is pressed next.
        queries: float (N, Q, E), what the window looks for.
        covered, scrolls, shortcuts: float, float and int64 (N, K), see `model.encoders.context.SeenTokens`.
    """

    half_px: Tensor
    goals: Tensor
    queries: Tensor
    covered: Tensor
    scrolls: Tensor
    shortcuts: Tensor

    def means(self, by_right: Tensor | None, keys: int) -> Tensor:
        """The means to what is wanted, see `model.decoders.means`; float (N, 5 + C)."""
        assert by_right is not None, "who points at tokens foresees how they are pressed"
        return means_of(self.goals, by_right.sigmoid(), self.covered, self.scrolls, self.shortcuts, keys)

    def rows(self, index: Tensor) -> TokenTargets:
        """The targets of the windows that int64 (M,) names, one a row."""
        return TokenTargets(
            self.offset_px.index_select(0, index),
            self.is_known.index_select(0, index),
            self.identity.index_select(0, index),
            half_px=self.half_px.index_select(0, index),
            goals=self.goals.index_select(0, index),
            queries=self.queries.index_select(0, index),
            covered=self.covered.index_select(0, index),
            scrolls=self.scrolls.index_select(0, index),
            shortcuts=self.shortcuts.index_select(0, index),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SizedView(TargetView):
    """K tokens as they are before each of N steps: what the places of actions are made from.

    Args:
        half_px: float (N, K, 2), half of width and height.
        on_wanted: float (N,), how likely the pointer is on what is wanted.
    """

    half_px: Tensor
    on_wanted: Tensor

    def chosen(self, index: Tensor) -> SizedView:
        """See `TargetView.chosen`."""
        return SizedView(
            self.offset_px.index_select(0, index),
            self.is_known.index_select(0, index),
            self.embedded.index_select(0, index),
            half_px=self.half_px.index_select(0, index),
            on_wanted=self.on_wanted.index_select(0, index),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenView(SizedView):
    """The same with what a step is told.

    Args:
        found: float (N, (1 + Q) S), what is foreseen to be pressed, and what the queries find.
        numbers: float (N, K, 16), where each lies.
    """

    found: Tensor
    numbers: Tensor

    @property
    def told(self) -> Tensor:
        """See `TargetView.told`."""
        return self.found


class TokenReader(nn.Module):
    """Does for tokens what `model.decoders.targets.TargetReader` does for the targets in a state row.

    Args:
        hidden: H.
    """

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.queries = _QUERIES
        self.told_width = (1 + _QUERIES) * _SEEN
        self.identity = nn.Linear(TOKEN_WIDTH, TARGET_WIDTH)
        self.place = nn.Linear(_NUMBERS, TARGET_WIDTH)
        self.goal = nn.Linear(2, TARGET_WIDTH)
        self.query = nn.Linear(hidden, _QUERIES * TARGET_WIDTH)

    def at_start(self, context: Context, *, looks: bool = True) -> TokenTargets:
        """The tokens of each window that have a place, before its first step; unless it looks, all others, too."""
        assert context.seen is not None, "the encoder looks at tokens where the decoder points at them"
        return self.start(context.fused, context.seen, looks=looks)

    def start(self, fused: Tensor, seen: SeenTokens, *, looks: bool = True) -> TokenTargets:
        """The same from the fused vector (B, H) and what it was made from."""
        k = max(1, int(seen.is_placed.sum(dim=1).max())) if looks else seen.is_placed.shape[1]
        return TokenTargets(
            offset_px=seen.offset_px[:, :k],
            is_known=seen.is_placed[:, :k],
            identity=self.identity(seen.embedded[:, :k]),  # (B, K, E)
            half_px=seen.half_px[:, :k],
            goals=torch.zeros_like(seen.offset_px[:, :k, 0]),
            queries=self.query(fused).unflatten(1, (_QUERIES, TARGET_WIDTH)),
            covered=seen.covered[:, :k],
            scrolls=seen.scrolls[:, :k],
            shortcuts=seen.shortcuts[:, :k],
        )

    def with_goals(self, targets: Targets, goals: Tensor) -> TokenTargets:
        """The tokens, each knowing how likely it is the goal: log-probabilities float (N, K), -inf where unknown.

        What a step is told first is what it would be, if there were one: who waits knows already what for.
        """
        assert isinstance(targets, TokenTargets)
        known = torch.where(targets.is_known, goals, 0.0)  # (N, K)
        likely = self.goal(torch.stack([known / 3.0, known.exp()], dim=-1))  # (N, K, E)
        shares = torch.where(targets.is_known, goals, _LEAST).softmax(dim=-1)  # (N, K)
        shares = torch.where(targets.is_known, shares, 0.0)
        return replace(targets, identity=targets.identity + likely, goals=shares)

    def forward(self, targets: Targets, displacement_px: Tensor, velocity: Tensor) -> TokenView:
        """The tokens before N steps; see `model.decoders.targets.TargetReader.forward`."""
        assert isinstance(targets, TokenTargets)
        is_known = targets.is_known.unsqueeze(-1)  # (N, K, 1)
        offset_px = torch.where(is_known, targets.offset_px - displacement_px.unsqueeze(1), 0.0)  # (N, K, 2)
        numbers = _numbers(offset_px, targets.half_px, velocity)  # (N, K, 16)
        embedded = functional.silu(self.place(numbers) + targets.identity)  # (N, K, E)
        embedded = torch.where(is_known, embedded, 0.0)
        scores = (targets.queries @ embedded.transpose(1, 2)).masked_fill(~targets.is_known.unsqueeze(1), -torch.inf)
        looked = functional.pad(scores, (1, 0)).softmax(dim=-1)[..., 1:]  # (N, Q, K)
        shares = torch.cat([targets.goals.unsqueeze(1), looked], dim=1)  # (N, 1 + Q, K)
        found = torch.cat([shares @ embedded, shares @ numbers], dim=-1)  # (N, 1 + Q, S)
        return TokenView(
            offset_px,
            targets.is_known,
            embedded,
            half_px=targets.half_px,
            on_wanted=(targets.goals * numbers[..., _INSIDE]).sum(dim=1),
            found=found.flatten(1),
            numbers=numbers,
        )


class PointingHead(nn.Module):
    """Contexts and tokens of N windows -> log-probabilities of K tokens, of a press elsewhere, and of none soon.

    Which token is wanted the game tells, as it is now; see `model.decoders.goal`. The hand has a small say: between
    things that are wanted alike it goes on to where it is.
    """

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.token = nn.Linear(TOKEN_WIDTH, _GOAL_WIDTH)
        self.context = nn.Linear(hidden, _GOAL_WIDTH)
        self.query = nn.Linear(hidden, _GOAL_WIDTH)
        self.score = nn.Linear(_GOAL_WIDTH, 1)
        self.hand = nn.Linear(_SEEN, _GOAL_WIDTH)
        self.hand_score = nn.Linear(_GOAL_WIDTH, 1)
        self.others = nn.Linear(hidden, 2)
        self.right = nn.Linear(_GOAL_WIDTH, 1)

    def forward(self, fused: Tensor, afresh: Tensor, apart: Tensor, view: TargetView) -> Foreseen:
        """The goals of N windows.

        Args:
            fused: float (N, H).
            afresh: float (N, H), see `model.encoders.context.Context`.
            apart: float (N, K, W), the tokens wherever the pointer is.
            view: the tokens at the windows' start.
        """
        assert isinstance(view, TokenView)
        seen = self.token(apart)  # (N, K, G)
        met = functional.silu(seen + self.context(afresh).unsqueeze(1))  # (N, K, G)
        wanted, by_right = self.score(met).squeeze(-1), self.right(met).squeeze(-1)  # (N, K) each
        wanted = wanted + (seen @ self.query(afresh).unsqueeze(-1)).squeeze(-1) / _GOAL_WIDTH**0.5
        wanted = wanted.masked_fill(~view.is_known, -torch.inf)
        reached = functional.silu(self.hand(torch.cat([view.embedded, view.numbers], dim=-1)))  # (N, K, G)
        scores = wanted + _SAY * torch.tanh(self.hand_score(reached).squeeze(-1))  # (N, K)
        return Foreseen(wanted, torch.cat([scores, self.others(fused)], dim=1).log_softmax(dim=-1), by_right)

    def nats(self, foreseen: Foreseen, view: TargetView, presses: Tensor) -> Tensor:
        """How badly the goals, with the hand and without, and their button were foreseen, float (N,); 0 if unknown.

        Args:
            foreseen: of `forward`.
            view: the tokens at the windows' start.
            presses: float (N, 5), see `model.goals.next_presses`.
        """
        k = view.is_known.shape[1]
        is_soon, token, wanted = ~presses[:, 0].isnan(), presses[:, 2], presses[:, 3]  # (N,)
        elsewhere = torch.where(is_soon, k, k + 1)  # (N,)
        goal = torch.where(is_soon & ~token.isnan(), token, elsewhere.to(token.dtype)).to(torch.int64)  # (N,)
        nats = -foreseen.log_probabilities.gather(1, goal.unsqueeze(1)).squeeze(1)  # (N,)
        nats = torch.where(view.is_known.any(dim=1) & ~presses[:, 0].isinf(), nats, 0.0)
        is_told = ~wanted.isnan()  # (N,)
        logs = torch.where(is_told.unsqueeze(1), foreseen.wanted, 0.0).log_softmax(dim=-1)  # (N, K)
        which = torch.where(is_told, wanted, 0.0).to(torch.int64).unsqueeze(1)  # (N, 1)
        nats = nats - torch.where(is_told, logs.gather(1, which).squeeze(1), 0.0)
        assert foreseen.by_right is not None
        button, is_pressed = foreseen.by_right.gather(1, which).squeeze(1), is_told & ~presses[:, 4].isnan()  # (N,)
        by_right = torch.where(is_pressed, presses[:, 4], 0.0).to(button.dtype)  # (N,)
        missed = functional.binary_cross_entropy_with_logits(button, by_right, reduction="none")  # (N,)
        return nats + torch.where(is_pressed, missed, 0.0)


def _numbers(offset_px: Tensor, half_px: Tensor, velocity: Tensor) -> Tensor:
    """Where tokens lie and whether the pointer heads for them or is in them, (N, K, 16)."""
    size = torch.log1p(half_px) / 3.0  # (N, K, 2)
    return torch.cat([motion_numbers(offset_px, velocity), *inside_numbers(offset_px, half_px), size], dim=-1)
