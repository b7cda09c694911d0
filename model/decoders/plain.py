"""What the compared models share: a decoder without a density of time, and sequences from plain guesses."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from model.actions import HORIZON_MS, MAX_ACTIONS, ActionKind, ActionSequence, TimedAction
from model.decoders.drawing import timed_action
from model.decoders.legality import WAIT_CLASSES
from model.decoders.plain_heads import Guess
from model.encoders.context import Context

UNENDING_S = float("inf")
"""The horizon of a sequence that runs past its window: it is kept whole, so that this can be measured."""


class PlainDecoder(nn.Module, ABC):
    """The part of `model.decoders.decoder.Decoder` that is the same for every compared model."""

    marginal: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("marginal", torch.full((WAIT_CLASSES,), -math.log(WAIT_CLASSES), dtype=torch.float64))

    def start_from(self, log_probabilities: Tensor) -> None:
        """Keep the clock that knows no context, for comparison; these models have none that could start from it."""
        with torch.no_grad():
            self.marginal.copy_(log_probabilities)

    def goal_loss(self, context: Context, presses: Tensor) -> Tensor:  # noqa: ARG002 (it foresees nothing)
        """Nothing: these models do not foresee where the next press float (B, 2) lands."""
        return context.fused.new_zeros(())

    @abstractmethod
    def decode(self, context: Context) -> list[ActionSequence]:
        """One sequence a row, always the same: medians, means and most likely classes."""


def check_window(horizon_ms: int, max_actions: int) -> None:
    """Refuse what no window is.

    Raises:
        ValueError: the horizon or the number of actions lies outside what the models are defined on.
    """
    if not 0 < horizon_ms <= HORIZON_MS or not 0 <= max_actions <= MAX_ACTIONS:
        raise ValueError(f"a window has 1..{HORIZON_MS} ms and 0..{MAX_ACTIONS} actions, {horizon_ms=} {max_actions=}")


def sequences_of(
    context: Context, waits_ms: Tensor, guess: Guess, lengths: Tensor, horizon_ms: int
) -> list[ActionSequence]:
    """Plain guesses as sequences; what lies past the whole window stays in them, what lies past a shorter one does not.

    Args:
        context: of B rows.
        waits_ms: int64 (B, S).
        guess: (B, S).
        lengths: int64 (B,), at most S.
        horizon_ms: 1..600.
    """
    columns = [waits_ms, guess.kinds, *guess.place_px.unbind(dim=-1), guess.buttons, guess.keys, guess.scrolls]
    numbers = torch.stack(columns, dim=-1).tolist()  # (B, S, 7)
    pointers = context.pointer.round().to(torch.int64).tolist()  # (B, 2)
    return [
        _sequence(row[:length], (place[0], place[1]), horizon_ms)
        for row, length, place in zip(numbers, lengths.tolist(), pointers, strict=True)
    ]


def _sequence(rows: Sequence[Sequence[int]], pointer: tuple[int, int], horizon_ms: int) -> ActionSequence:
    actions: list[TimedAction] = []
    elapsed_ms = 0
    for wait_ms, kind, x, y, button, key, scroll in rows:
        elapsed_ms += wait_ms
        if elapsed_ms >= horizon_ms < HORIZON_MS:
            break
        pointer = (x, y) if kind < ActionKind.KEY_PRESS else pointer
        actions.append(timed_action(wait_ms, kind, *pointer, button, key, scroll))
    runs_over = elapsed_ms >= HORIZON_MS and horizon_ms == HORIZON_MS
    return ActionSequence(tuple(actions), UNENDING_S if runs_over else horizon_ms / 1000)
