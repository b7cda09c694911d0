"""The training loop, on one page: recordings in, a run directory with the best and the last checkpoint out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch.nn.utils import clip_grad_norm_

from bridge.clock import SystemClock
from model.budget import Budget, Timer
from model.checkpoint import load_checkpoint
from model.checkpoint_label import BEST, LAST
from model.config import ModelConfig, TrainingConfig
from model.dataset import WindowDataset, dataset_of, in_order, vocabulary_of
from model.devices import device_of
from model.errors import ModelError
from model.evaluate import evaluate_offline, spread_windows
from model.goals import next_presses
from model.kaplan_meier import fit_kaplan_meier
from model.model_card import write_card
from model.optimisation import learning_rate, move_average
from model.order import windows_of_step
from model.run_record import new_start, note_start, used_sessions
from model.seeding import seeded
from model.sources import open_shards
from model.splits import split_shards
from model.timed_action_model import TimedActionModel
from model.training_log import TrainingLog
from model.training_state import TrainingState, begun_state, first_state, load_state, save_best, save_state
from model.windows import Floats

_CLOCK_WINDOWS = 20_000
_WEIGHTS, _DROPOUT = 0, 1
"""Streams of randomness under the configured seed."""


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """Where training stands after a step.

    Args:
        step: steps done.
        share: of the budget that is spent, 0..1.
        windows_per_s: since this call began.
        loss: of this step's batch, in nats by action and window.
        held_out: what the averaged weights reach on held-out windows; None on steps without an evaluation.
    """

    step: int
    share: float
    windows_per_s: float
    loss: float
    held_out: dict[str, float] | None


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """What training came to.

    Args:
        run: the run directory.
        steps: of the run as a whole.
        seconds: of the run as a whole.
        windows_per_s: over this call, evaluations included.
        best: the best held-out figures.
    """

    run: Path
    steps: int
    seconds: float
    windows_per_s: float
    best: dict[str, float]


OnProgress = Callable[[TrainingProgress], None]
Choose = Callable[[WindowDataset], WindowDataset]
"""Some of the windows of a dataset."""


def train(
    data: Sequence[Path],
    run: Path,
    config: ModelConfig,
    resume: Path | None = None,
    minutes: float | None = None,
    on_progress: OnProgress | None = None,
    device: str = "auto",
    clock: Timer | None = None,
    choose: Choose | None = None,
    start: Path | None = None,
) -> TrainingResult:
    """Train until the configured steps are done or the minutes are over, whichever comes first.

    Args:
        data: recordings, shards and folders of either; at least two sessions, as some are held out.
        run: where checkpoints and logs go; it must not hold a run already, unless it is the one to resume.
        config: sizes and rates; a resumed run keeps its own.
        resume: the run to go on with, in its own directory: the next step is exactly the one that would have come.
        minutes: of this call; the learning rate falls over them.
        on_progress: called after every step.
        device: "auto", "cpu" or "cuda".
        clock: that the minutes are measured on; None: the system's.
        choose: which windows count, in training and held out; None: all.
        start: a run whose last weights training starts from, as corrections do; `config` then fits its sizes.

    Raises:
        DataError: the data cannot be used.
        CheckpointError: the run to resume or to start from cannot be loaded, or is of other sizes.
        ModelError: the run directory is taken, or the loss is not finite.
    """
    run, where = (run if resume is None else resume), device_of(device)
    split = split_shards(open_shards(data))
    if resume is None:
        _require_free(run)
        began = None if start is None else load_checkpoint(start / LAST, where)
        names = vocabulary_of(split.train) if began is None else vocabulary_of(split.train, began.vocabulary)
        own = _weighed(_chosen(choose, dataset_of(split.train, names)), config.training)
        state = _first_state(config, own, where) if began is None else begun_state(config, own.vocabulary, began)
    else:
        state = load_state(run, where)
        own = _weighed(_chosen(choose, dataset_of(split.train, state.vocabulary)), state.model.config.training)
    training = state.model.config.training
    held_out = spread_windows(_chosen(choose, dataset_of(split.held_out, state.vocabulary)), training.evaluate_windows)
    torch.set_num_threads(training.threads)
    budget = Budget(clock or SystemClock(), training.steps, minutes, state.step, state.seconds)
    sessions = used_sessions(*([shard.label for shard in side] for side in (split.train, split.held_out)))
    note_start(run, state.model.config, new_start(state.step, where.type, 1, sessions))
    with TrainingLog(run) as log:
        state = _Loop(run, where, own, next_presses(own), held_out, budget, log).train(state, on_progress)
    return TrainingResult(run, state.step, state.seconds, budget.steps_per_s(state.step) * training.batch, state.best)


@dataclass(frozen=True, slots=True)
class _Loop:
    """What stays the same from step to step."""

    run: Path
    device: torch.device
    data: WindowDataset
    presses: Floats
    held_out: WindowDataset
    budget: Budget
    log: TrainingLog

    def train(self, state: TrainingState, on_progress: OnProgress | None) -> TrainingState:
        """Step until the budget is spent; the last checkpoint is kept also when a person or a signal stops it."""
        training = state.model.config.training
        judged_step = state.step
        try:
            while not self.budget.is_spent(state.step):
                loss = self._step(state)
                state = replace(state, step=state.step + 1, seconds=self.budget.seconds)
                figures = None
                if state.step % training.evaluate_every == 0:
                    (state, figures), judged_step = self._judge(state), state.step
                if on_progress is not None:
                    windows_per_s = self.budget.steps_per_s(state.step) * training.batch
                    share = self.budget.share(state.step)
                    on_progress(TrainingProgress(state.step, share, windows_per_s, loss, figures))
        except (KeyboardInterrupt, SystemExit):
            save_state(self.run, state, {})
            write_card(self.run, self.run / LAST)
            raise
        return state if judged_step == state.step else self._judge(state)[0]

    def _step(self, state: TrainingState) -> float:
        model, training = state.model, state.model.config.training
        rate = learning_rate(training, self.budget.share(state.step))
        for group in state.optimiser.param_groups:
            group["lr"] = rate
        index = windows_of_step(self.data.size, training, state.step)
        batch = self.data.batch(index).to(self.device)
        presses = torch.from_numpy(self.presses[self.data.ticks[index]]).to(self.device)
        with seeded(training.seed, _DROPOUT, state.step):
            context = model.train().encode(batch.history)
            parts = model.decoder.loss(context, batch.target)
            goal = model.decoder.goal_loss(context, presses)
        state.optimiser.zero_grad(set_to_none=True)
        (parts.total + training.goal_weight * goal).backward()  # type: ignore[no-untyped-call]  # torch declares no types here
        norm = clip_grad_norm_(model.parameters(), training.gradient_norm)
        if not bool(norm.isfinite()):
            raise ModelError(f"step {state.step}: the gradient is not finite, parts {parts.detach().report()}")
        state.optimiser.step()
        move_average(state.average, model, training.average_decay, state.step)
        figures = parts.detach().report()
        rates = {"goal": goal.item(), "learning_rate": rate, "gradient_norm": norm.item()}
        self.log.trained(figures | rates, state.step)
        return figures["total"]

    def _judge(self, state: TrainingState) -> tuple[TrainingState, dict[str, float]]:
        """Judge the averaged weights on held-out windows; keep them where they are the best so far."""
        figures = evaluate_offline(state.average, self.held_out, self.device)
        self.log.judged(figures, state.step, state.seconds)
        if not state.best or figures["total"] < state.best["total"]:
            state = replace(state, best=figures)
            save_best(self.run, state)
            write_card(self.run, self.run / BEST)
        save_state(self.run, state, figures)
        write_card(self.run, self.run / LAST)
        return state, figures


def _chosen(choose: Choose | None, data: WindowDataset) -> WindowDataset:
    return data if choose is None else choose(data)


def _require_free(run: Path) -> None:
    if (run / LAST).exists():
        raise ModelError(f"{run} holds a run already; choose another directory, or resume it")


def _weighed(data: WindowDataset, training: TrainingConfig) -> WindowDataset:
    """The data with the configured weight on corrections."""
    is_correction = data.is_correction[data.ticks]
    return data.weighted(np.where(is_correction, np.float32(training.correction_weight), data.weights))


def _first_state(config: ModelConfig, data: WindowDataset, device: torch.device) -> TrainingState:
    with seeded(config.training.seed, _WEIGHTS):
        model = TimedActionModel(config)
    windows = in_order(spread_windows(data, _CLOCK_WINDOWS), config.training.batch)
    model.decoder.start_from(fit_kaplan_meier(batch.target for batch in windows))
    return first_state(model.to(device), data.vocabulary)
