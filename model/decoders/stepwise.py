"""The compared models that emit one action after another: how they are trained at once, and drawn from in steps."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from model.actions import HORIZON_MS, MAX_ACTIONS, ActionKind, ActionSequence
from model.batch import TargetBatch
from model.decoders.decoder import Generators, row_uniforms
from model.decoders.plain import PlainDecoder, check_window, sequences_of
from model.decoders.plain_heads import UNIFORMS, Guess, PlainHeads
from model.decoders.progress import Marks, Progress, progress_at_start
from model.decoders.quantiles import CROSSING_MS, UNIT_MS
from model.decoders.taught import TaughtSteps, loss_parts, taught_steps
from model.decoders.wait_scales import OneScale, TwoScales
from model.encoders.context import Context
from model.losses import LossParts

Stepper = Callable[[Progress], Tensor]
"""The vectors (B, H) of the next step, given the progress (B,); called once for each step, in order."""
_SCALE_MS = 100.0


class StepwiseDecoder(PlainDecoder):
    """Implements `model.decoders.decoder.Decoder` but for what happens between a step's inputs and its vector.

    A wait is one number, trained by its absolute error; the wait after the last action by how far it stays from the
    horizon. Neither is a likelihood.

    Args:
        hidden: H.
        keys: K.
        wait: what makes waits of the vectors.
        is_ended: whether the wait after the last action is trained.
    """

    def __init__(self, hidden: int, keys: int, wait: OneScale | TwoScales, *, is_ended: bool) -> None:
        super().__init__()
        self.wait = wait
        self.marks = PlainHeads(hidden, keys)
        self.is_ended = is_ended

    @abstractmethod
    def along(self, context: Context, target: TargetBatch, taught: TaughtSteps) -> Tensor:
        """The vectors of all steps of known windows at once, float (N, H)."""

    @abstractmethod
    def stepper(self, context: Context) -> Stepper:
        """The same vectors step by step."""

    def waits_ms(self, hidden: Tensor) -> Tensor:
        """The waits float (N,), at least a millisecond."""
        waits_ms: Tensor = self.wait(hidden)
        return waits_ms

    def loss(self, context: Context, target: TargetBatch) -> LossParts:
        """See the class; the marks are negative log-likelihoods."""
        taught = taught_steps(context, target)
        hidden, acts = self.along(context, target, taught), taught.acts
        short_ms = taught.waits_ms - self.waits_ms(hidden)  # (N,)
        clock = (short_ms[acts].abs() * taught.weight[acts]).sum() / UNIT_MS
        ends = ~acts & (taught.steps.step < MAX_ACTIONS)  # (N,); after a full window nothing is emitted
        survival = (
            float(self.is_ended) * (functional.relu(short_ms[ends] + CROSSING_MS) * taught.weight[ends]).sum() / UNIT_MS
        )
        marks = self.marks.losses(hidden[acts], taught.actions, taught.place_px, taught.canvas_px[acts])
        return loss_parts(taught, target, clock, survival, marks)

    def sample(
        self, context: Context, generator: Generators, horizon_ms: int = HORIZON_MS, max_actions: int = MAX_ACTIONS
    ) -> list[ActionSequence]:
        """One sequence a row: marks drawn, waits as they are foreseen, until the time passes the horizon."""
        check_window(horizon_ms, max_actions)
        uniforms = row_uniforms(generator, context.size, MAX_ACTIONS, UNIFORMS, context.fused.device)
        return self._sequences(context, uniforms, horizon_ms, max_actions)

    def decode(self, context: Context) -> list[ActionSequence]:
        """Means and most likely classes."""
        return self._sequences(context, None, HORIZON_MS, MAX_ACTIONS)

    @torch.inference_mode()
    def _sequences(
        self, context: Context, uniforms: Tensor | None, horizon_ms: int, max_actions: int
    ) -> list[ActionSequence]:
        step, progress = self.stepper(context), progress_at_start(context)
        is_running = torch.ones(context.size, dtype=torch.bool, device=context.fused.device)  # (B,)
        lengths = torch.zeros_like(progress.step)  # (B,)
        waits: list[Tensor] = []
        guesses: list[Guess] = []
        for slot in range(max_actions):
            hidden = step(progress)  # (B, H)
            waits_ms = self.waits_ms(hidden).round().to(torch.int64)  # (B,)
            is_running = is_running & (progress.elapsed_ms + waits_ms < HORIZON_MS)
            if not is_running.any():
                break
            waits.append(torch.where(is_running, waits_ms, 0))  # rows that have stopped stay where they are in time
            uniform = None if uniforms is None else uniforms[:, slot]  # (B, 6)
            guesses.append(self.marks.guess(hidden, context.history.canvas, uniform))
            progress = progress.advanced(_marks(context, progress, waits[-1], guesses[-1]))
            lengths = lengths + is_running
        if not guesses:
            return [ActionSequence((), horizon_ms / 1000)] * context.size
        return sequences_of(context, torch.stack(waits, dim=1), _stacked(guesses), lengths, horizon_ms)


def wait_head(hidden: int, multi_scale: bool) -> OneScale | TwoScales:
    """Waits of about 70 ms at first, from vectors (N, H)."""
    return TwoScales(hidden, _SCALE_MS) if multi_scale else OneScale(hidden, _SCALE_MS)


def _stacked(guesses: list[Guess]) -> Guess:
    """Guesses (B,) of S slots as one (B, S)."""
    columns = ("kinds", "buttons", "keys", "scrolls", "place_px")
    return Guess(*(torch.stack([getattr(guess, name) for guess in guesses], dim=1) for name in columns))


def _marks(context: Context, progress: Progress, waits_ms: Tensor, guess: Guess) -> Marks:
    """A guess (B,) as the action that is fed back: as `model.batch.TargetBatch` has it."""
    kinds = guess.kinds
    is_push = (kinds == ActionKind.PRESS) | (kinds == ActionKind.RELEASE)  # (B,)
    is_key = kinds >= ActionKind.KEY_PRESS  # (B,)
    pointer_px = (context.pointer + progress.displacement_px).round().to(torch.int64)  # (B, 2)
    return Marks(
        waits_ms=waits_ms,
        kinds=kinds,
        delta=torch.where(is_key.unsqueeze(-1), 0, guess.place_px - pointer_px),
        buttons=torch.where(is_push, guess.buttons, 0),
        keys=torch.where(is_key, guess.keys, 0),
        scrolls=guess.scrolls,
    )
