"""The comparison as a whole: each model is trained for the same time and judged on the same windows; parts are kept."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import msgspec
import torch
from torch import Tensor

from bridge.clock import ProcessorClock
from model.checkpoint import load_checkpoint
from model.checkpoint_label import BEST, LAST
from model.compared_models import MODELS, compared_configs
from model.comparison import ComparisonPlan, Judgement, OnWindows, compare_model, floor_of
from model.comparison_curves import Curves
from model.comparison_split import ComparisonSplit, comparison_split, counted_windows, group_of
from model.config import ModelConfig
from model.dataset import WindowDataset, dataset_of
from model.decoders.plain import PlainDecoder
from model.decoders.point_process import PointProcessDecoder
from model.decoders.wait_intervals import wait_intervals
from model.devices import device_of
from model.evaluate import held_out_nats
from model.revision import source_digest
from model.shard import Shard
from model.sources import open_shards
from model.timed_action_model import TimedActionModel
from model.train import train
from model.training_report import OnProgress
from model.training_state import load_state
from model.whole_files import replace_file

_ENDLESS_STEPS = 10**9
_LEAST_S = 1.0

Figures = dict[str, float | None]


class ComparedPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the comparison found for one model.

    Args:
        key: of everything that it depends on.
        seen: figures on unknown sessions of known people; None: not defined for this model.
        unseen: figures on people that were not trained on.
        seconds: of training.
        steps: of training.
        parameters: of the whole model.
        learning_rate: that it was trained with.
        seen_curves, unseen_curves: what pictures are drawn from.
        held_out: what each learning rate came to on sessions that training held out of its own: the training loss of
            the best checkpoint, by the rate as text. The lowest is judged.
    """

    key: str
    seen: Figures
    unseen: Figures
    seconds: float
    steps: int
    parameters: int
    learning_rate: float
    held_out: dict[str, float]
    seen_curves: Curves
    unseen_curves: Curves


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is the same for every model.

    Args:
        out: where parts and runs go.
        config: of the encoder and the training.
        split: who is trained on and who is judged by.
        unseen: the person who is held out.
        budget_s: of training each model.
        plan: how much is drawn.
        device: "auto", "cpu" or "cuda".
        program: digest of the source that trains and judges: what another one made is made anew.
    """

    out: Path
    config: ModelConfig
    split: ComparisonSplit
    unseen: str
    budget_s: float
    plan: ComparisonPlan
    device: str
    program: str


def open_comparison(
    data: Sequence[Path],
    out: Path,
    config: ModelConfig,
    budget_s: float,
    unseen: str | None = None,
    plan: ComparisonPlan = ComparisonPlan(),  # noqa: B008 (it is a value)
    device: str = "auto",
) -> Comparison:
    """Open the data and split it.

    All of it is one chapter: a model that takes fewer steps in the same time must not meet fewer people.

    Args:
        data: recordings, shards and folders of them, of at least two people.
        out: where parts and runs go.
        config: of the encoder and the training; its decoder and its number of steps do not count, and its chapter grows
            to the data.
        budget_s: of training each model.
        unseen: the person who is held out; None: the last one by name.
        plan: how much is drawn.
        device: "auto", "cpu" or "cuda".

    Raises:
        DataError: the data cannot be used or split.
    """
    shards = open_shards(data, pictures=config.encoder.sees_pictures)
    held_out = max(group_of(shard) for shard in shards) if unseen is None else unseen
    split = comparison_split(shards, held_out)
    windows = sum(shard.label.windows for shard in split.train)
    training = replace(config.training, steps=_ENDLESS_STEPS, chapter=max(config.training.chapter, windows))
    endless = replace(config, training=training)
    return Comparison(out, endless, split, held_out, budget_s, plan, device, source_digest())


def compared_part(
    comparison: Comparison,
    name: str,
    on_training: OnProgress | None = None,
    on_windows: OnWindows | None = None,
) -> ComparedPart:
    """A model's part: the kept one, or trained (on from where it was stopped) and judged now.

    Raises:
        DataError: too few sessions.
        CheckpointError: the run that was stopped cannot be gone on with.
        ModelError: its loss is not finite.
    """
    kept = kept_part(comparison, name)
    if kept is not None:
        return kept
    runs = [train_compared(comparison, config, on_training) for config in compared_configs(name, comparison.config)]
    best = min(runs, key=lambda run: run.held_out)
    held_out = {f"{run.learning_rate:g}": run.held_out for run in runs}
    part = _judged(comparison, _part_key(comparison, name), best, held_out, MODELS[name].is_decoded, on_windows)
    path = _part_path(comparison, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, msgspec.json.format(msgspec.json.encode(part), indent=1))
    return part


def kept_part(comparison: Comparison, name: str) -> ComparedPart | None:
    """A model's part if it is kept, whole and made of the same data, configuration and plan."""
    return _kept_part(_part_path(comparison, name), _part_key(comparison, name))


@dataclass(frozen=True, slots=True)
class ComparedRun:
    """A run that has spent its budget.

    Args:
        path: its directory.
        learning_rate: its own.
        seconds: of training.
        steps: of training.
        held_out: the loss of its best checkpoint.
    """

    path: Path
    learning_rate: float
    seconds: float
    steps: int
    held_out: float


def _part_path(comparison: Comparison, name: str) -> Path:
    return comparison.out / "parts" / f"{name}.json"


def _part_key(comparison: Comparison, name: str) -> str:
    """A digest of all that a part depends on."""
    runs = [_run_key(comparison, config) for config in compared_configs(name, comparison.config)]
    return _digest([runs, comparison.plan, MODELS[name].is_decoded])


def _run_key(comparison: Comparison, config: ModelConfig) -> str:
    """A digest of all that a run and its judges depend on."""
    split = comparison.split
    sessions = [[shard.label.source_digest for shard in shards] for shards in (split.train, split.seen, split.unseen)]
    where = device_of(comparison.device).type  # a second of a GPU is another budget than a second of a core
    return _digest([comparison.program, where, config, comparison.budget_s, split.canvas_px, sessions])


def _digest(values: object) -> str:
    return hashlib.sha256(msgspec.json.encode(values)).hexdigest()


def _kept_part(path: Path, key: str) -> ComparedPart | None:
    """The part at `path` if it is whole and of the same key; it is our own file: any other is made anew."""
    try:
        part = msgspec.json.decode(path.read_bytes(), type=ComparedPart)
    except (OSError, ValueError):  # DecodeError, and bytes that are no text
        return None
    return part if part.key == key else None


def train_compared(comparison: Comparison, config: ModelConfig, on_training: OnProgress | None = None) -> ComparedRun:
    """The run of a configuration, trained for what is left of the budget; rows of the same configuration share it.

    Raises:
        DataError: too few sessions.
        CheckpointError: the run that was stopped cannot be gone on with.
        ModelError: its loss is not finite.
    """
    run = comparison.out / "runs" / f"{config.decoder.kind}-{_run_key(comparison, config)[:12]}"
    seconds, steps = _train(comparison, config, run, on_training)
    return ComparedRun(run, config.training.learning_rate, seconds, steps, held_out_nats(run)["total"])


def _train(comparison: Comparison, config: ModelConfig, run: Path, on_training: OnProgress | None) -> tuple[float, int]:
    """The seconds and steps of the run as a whole."""
    resume, left_s = None, comparison.budget_s
    if (run / LAST).exists():
        state = load_state(run, device_of(comparison.device))
        resume, left_s = run, comparison.budget_s - state.seconds
        # the time is spent when none is left for a step more
        if left_s <= state.seconds / max(state.step, 1) and (run / BEST).exists():
            return state.seconds, state.step
    paths = [shard.path for shard in comparison.split.train]
    minutes = max(left_s, _LEAST_S) / 60.0
    # a second is one of the processor's own, so that no model loses by what else the machine does
    clock = ProcessorClock() if device_of(comparison.device).type == "cpu" else None
    choose = partial(counted_windows, canvas_px=comparison.split.canvas_px)
    result = train(paths, run, config, resume, minutes, on_training, comparison.device, clock, choose)
    return result.seconds, result.steps


def _judged(
    comparison: Comparison,
    key: str,
    run: ComparedRun,
    held_out: dict[str, float],
    is_decoded: bool,
    on_windows: OnWindows | None,
) -> ComparedPart:
    where = device_of(comparison.device)
    checkpoint = load_checkpoint(run.path / BEST, where)
    model, split = checkpoint.model, comparison.split
    torch.set_num_threads(model.config.training.threads)

    def counted(shards: tuple[Shard, ...]) -> WindowDataset:
        looks = model.config.encoder.sees_pictures
        return counted_windows(dataset_of(shards, checkpoint.vocabulary, pictures=looks), split.canvas_px)

    floor = floor_of(counted(split.train))
    seen, unseen = (
        _judgement(model, counted(shards), floor, comparison.plan, where, is_decoded, on_windows)
        for shards in (split.seen, split.unseen)
    )
    parameters = sum(weight.numel() for weight in model.parameters())
    return ComparedPart(
        key,
        _figures(seen),
        _figures(unseen),
        run.seconds,
        run.steps,
        parameters,
        run.learning_rate,
        held_out,
        seen.curves,
        unseen.curves,
    )


def _judgement(
    model: TimedActionModel,
    data: WindowDataset,
    floor: Tensor,
    plan: ComparisonPlan,
    device: torch.device,
    is_decoded: bool,
    on_windows: OnWindows | None,
) -> Judgement:
    decoder = model.decoder
    decode = decoder.decode if is_decoded and isinstance(decoder, PlainDecoder) else None
    intervals = partial(wait_intervals, decoder) if isinstance(decoder, PointProcessDecoder) else None
    return compare_model(model, data, floor, plan, device, decode=decode, intervals=intervals, on_windows=on_windows)


def _figures(judgement: Judgement) -> Figures:
    found = judgement.figures.items()
    figures: Figures = {name: value if math.isfinite(value) else None for name, value in found}
    return {"pit_ks": None, "clock_nats_per_window": None, **figures}
