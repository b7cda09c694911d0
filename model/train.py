"""The training loop, on one page: recordings in, a run directory with the best and the last checkpoint out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch.nn.utils import clip_grad_norm_

from bridge.clock import SystemClock
from model.authorship import Role
from model.budget import Budget, Timer
from model.chapters import Chapters, Choose, Contents
from model.checkpoint import load_checkpoint
from model.checkpoint_label import BEST, LAST, read_label
from model.config import ModelConfig, TrainingConfig
from model.dataset import WindowDataset, targets_in_order, vocabulary_of
from model.errors import ModelError
from model.evaluate import evaluate_offline, spread_windows
from model.familiarity import fit_familiarity, save_familiarity
from model.gradients import StepPart, own_pieces, work_out_gradients
from model.kaplan_meier import fit_kaplan_meier
from model.loader import Loader
from model.model_card import write_card
from model.optimisation import learning_rate, move_average
from model.run_record import new_start, note_start, used_sessions
from model.seeding import seeded
from model.sources import ShardFile, list_shards
from model.splits import Split, split_shards
from model.team import FirstsClock, Team, open_team
from model.timed_action_model import TimedActionModel
from model.training_log import TrainingLog
from model.training_report import OnProgress, TrainingProgress, TrainingResult
from model.training_state import TrainingState, begun_state, first_state, load_state, save_best, save_state
from model.vocabulary import Vocabulary
from model.windows import Ints

_CLOCK_WINDOWS = 20_000
_WEIGHTS, _COMMITTED = 0, 4
"""Streams of randomness under the configured seed."""


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

    Every process that `torchrun` starts calls it alike; the first of them writes.

    Args:
        data: recordings, shards and folders of either; at least two sessions, as some are held out.
        run: where checkpoints and logs go; it must not hold a run already, unless it is the one to resume.
        config: sizes and rates; a resumed run keeps its own.
        resume: the run to go on with, in its own directory: the next step is exactly the one that would have come.
        minutes: of this call; the learning rate falls over them.
        on_progress: called after every step, by the first process only.
        device: "auto", "cpu" or "cuda".
        clock: that the minutes are measured on; None: the system's.
        choose: which windows count, in training and held out; None: all.
        start: a run whose last weights training starts from, as corrections do; `config` then fits its sizes.

    Raises:
        DataError: the data cannot be used.
        CheckpointError: the run to resume or to start from cannot be loaded, or is of other sizes.
        ModelError: the run directory is taken, the batch is too small to be shared, or the loss is not finite.
    """
    if resume is None and (run / LAST).exists():
        raise ModelError(f"{run} holds a run already; choose another directory, or resume it")
    run = run if resume is None else resume
    kept = config if resume is None else read_label(run / LAST).config
    training, pictures = kept.training, kept.encoder.sees_pictures
    torch.set_num_threads(training.threads)
    with ExitStack() as stack:
        team = stack.enter_context(open_team(device, training.precision))
        with team.first_of_machine():
            split = split_shards(list_shards(data, pictures=pictures))
        state = None if resume is None else load_state(run, team.device)
        began = None if start is None else load_checkpoint(start / LAST, team.device)
        base = Vocabulary() if began is None else began.vocabulary
        vocabulary = vocabulary_of(split.train, base) if state is None else state.vocabulary
        choose = choose or _all_windows
        contents = Contents(split.train, training, pictures=pictures)
        chapters = stack.enter_context(Chapters(contents, vocabulary, training, partial(_weighed, choose, training)))
        held_out = choose(Contents(split.held_out, training, pictures=pictures).open(0, vocabulary))
        if state is None:
            first = chapters.at_step(0).data
            state = (
                _first_state(config, first, team.device) if began is None else begun_state(config, vocabulary, began)
            )
        timer = clock or SystemClock()
        budget = Budget(FirstsClock(team, timer), training.steps, minutes, state.step, state.seconds)
        log = stack.enter_context(_begun_log(run, state, split, team)) if team.is_first else None
        threads = training.loaders if team.device.type == "cuda" else 0  # on a CPU there is nothing to overlap
        loop = _Loop(run, team, chapters, training, spread_windows(held_out, training.evaluate_windows), budget, log)
        loader = stack.enter_context(Loader(loop.parts, threads, timer))
        state = loop.train(state, loader, on_progress if team.is_first else None)
        spent = budget.spent(state.step)
        if team.is_first:
            _keep_familiarity(run, chapters.at_step(0).data, held_out, team.device)
    waiting_share = loader.waited_s / max(spent.seconds, 1e-9)
    return TrainingResult(run, state.step, state.seconds, spent.steps_per_s * training.batch, state.best, waiting_share)


@dataclass(frozen=True, slots=True)
class _Loop:
    """What stays the same from step to step; only the first of a team has a log."""

    run: Path
    team: Team
    chapters: Chapters
    training: TrainingConfig
    held_out: WindowDataset
    budget: Budget
    log: TrainingLog | None

    def train(
        self, state: TrainingState, loader: Loader[list[StepPart]], on_progress: OnProgress | None
    ) -> TrainingState:
        """Step until the budget is spent; the last checkpoint is kept also when a person or a signal stops it."""
        judged_step = state.step
        try:
            while not (spent := self.budget.spent(state.step)).is_all:
                losses = self._step(state, loader.take(state.step), spent.share)
                spent = self.budget.spent(state.step + 1)
                state = replace(state, step=state.step + 1, seconds=spent.seconds)
                figures = None
                if state.step % self.training.evaluate_every == 0:
                    (state, figures), judged_step = self._judge(state), state.step
                if on_progress is not None:
                    windows_per_s = spent.steps_per_s * self.training.batch
                    on_progress(TrainingProgress(state.step, spent.share, windows_per_s, losses, figures))
        except (KeyboardInterrupt, SystemExit):
            self._keep(state, {})
            raise
        return state if judged_step == state.step else self._judge(state)[0]

    def parts(self, step: int) -> list[StepPart]:
        """What this process works a step out from; a function of the step alone."""
        chapter = self.chapters.at_step(step)
        data, index = chapter.data, chapter.windows_of_step(step)
        whole, committed_ms = data.actions_and_windows(index), self._committed_ms(step, len(index))
        return [
            StepPart(
                number=number,
                batch=data.batch(index[piece], None if committed_ms is None else committed_ms[piece]),
                presses=torch.from_numpy(chapter.presses[data.ticks[index[piece]]]),
                share=len(piece) / len(index),
                whole=whole,
            )
            for number, piece in own_pieces(np.arange(len(index)), self.team, self.training.accumulate)
        ]

    def _committed_ms(self, step: int, windows: int) -> Ints | None:
        """How much of each window of a step is given, int64 (windows,); None: nothing of any."""
        most_ms = self.training.committed_ms
        if most_ms == 0:
            return None
        return np.random.default_rng((self.training.seed, _COMMITTED, step)).integers(0, most_ms + 1, windows)

    def _step(self, state: TrainingState, parts: list[StepPart], share: float) -> dict[str, float]:
        model, training = state.model, self.training
        rate = learning_rate(training, share)
        for group in state.optimiser.param_groups:
            group["lr"] = rate
        figures = work_out_gradients(model, parts, training, state.step, self.team)
        norm = clip_grad_norm_(model.parameters(), training.gradient_norm)
        report = figures.parts.report()
        if not bool(norm.isfinite()):
            raise ModelError(f"step {state.step}: the gradient is not finite, parts {report}")
        state.optimiser.step()
        move_average(state.average, model, training.average_decay, state.step)
        if self.log is not None:
            taught = {"lesson": figures.lesson.item()} if model.encoder.lessons is not None else {}
            rates = taught | {"goal": figures.goal.item(), "learning_rate": rate, "gradient_norm": norm.item()}
            self.log.trained(report | rates, state.step)
        return report

    def _judge(self, state: TrainingState) -> tuple[TrainingState, dict[str, float]]:
        """Judge the averaged weights on held-out windows by what is trained; keep the best so far."""
        figures = evaluate_offline(state.average, self.held_out, self.team.device, self.team)
        if not math.isfinite(figures["total"]):
            raise ModelError(
                f"step {state.step}: the loss of held-out windows is not finite, parts {figures}; "
                "a smaller training.learning_rate, or other data"
            )
        if self.log is not None:
            self.log.judged(figures, state.step, state.seconds)
        if not state.best or self._objective(figures) < self._objective(state.best):
            state = replace(state, best=figures)
            if self.team.is_first:
                save_best(self.run, state)
                write_card(self.run, self.run / BEST)
        self._keep(state, figures)
        return state, figures

    def _objective(self, figures: dict[str, float]) -> float:
        """What training makes small, of held-out windows: whoever foresees goals better plays better."""
        return figures["total"] + self.training.goal_weight * figures["goal_nats"]

    def _keep(self, state: TrainingState, figures: dict[str, float]) -> None:
        if self.team.is_first:
            save_state(self.run, state, figures)
            write_card(self.run, self.run / LAST)


def _keep_familiarity(run: Path, trained: WindowDataset, held_out: WindowDataset, device: torch.device) -> None:
    """What the best checkpoint is familiar with, so that it can abstain from the rest."""
    best = load_checkpoint(run / BEST, device)
    save_familiarity(run, fit_familiarity(best.model, trained, held_out, best.step, device))


def _all_windows(data: WindowDataset) -> WindowDataset:
    return data


def _weighed(choose: Choose, training: TrainingConfig, data: WindowDataset) -> WindowDataset:
    """The chosen windows with the configured weight on corrections."""
    chosen = choose(data)
    is_correction = chosen.roles[chosen.ticks] == Role.CORRECTED
    return chosen.weighted(np.where(is_correction, np.float32(training.correction_weight), chosen.weights))


def _first_state(config: ModelConfig, data: WindowDataset, device: torch.device) -> TrainingState:
    with seeded(config.training.seed, _WEIGHTS):
        model = TimedActionModel(config)
    targets = targets_in_order(spread_windows(data, _CLOCK_WINDOWS), config.training.batch)
    model.decoder.start_from(fit_kaplan_meier(targets))
    return first_state(model.to(device), data.vocabulary)


def _begun_log(run: Path, state: TrainingState, split: Split[ShardFile], team: Team) -> TrainingLog:
    """The run's record has a start more, and its log is open."""
    sessions = used_sessions(*([session.label for session in side] for side in (split.train, split.held_out)))
    note_start(run, state.model.config, new_start(state.step, team.device.type, team.size, sessions))
    return TrainingLog(run)
