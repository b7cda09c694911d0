"""All that the next training step depends on, and its way to disk and back, bit for bit."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import torch

from model.checkpoint import (
    Checkpoint,
    load_checkpoint,
    read_tensors,
    remove_others,
    save_checkpoint,
    write_tensors,
)
from model.checkpoint_label import BEST, LAST
from model.config import ModelConfig
from model.errors import CheckpointError
from model.optimisation import make_optimiser, restore_training, training_tensors
from model.timed_action_model import TimedActionModel
from model.vocabulary import Vocabulary
from model.whole_files import replace_file

_LABEL = "training.json"
_STEM = "training"


class _StateLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tensors: str
    tensors_sha256: str
    seconds: float
    best: dict[str, float]


@dataclass(frozen=True, slots=True)
class TrainingState:
    """A run between two steps; `model`, `average` and `optimiser` change in place.

    Args:
        model: the weights that are trained.
        average: their moving average, which is what is judged and played.
        optimiser: with its moments.
        vocabulary: of the training data.
        step: steps done.
        seconds: spent on them.
        best: the best held-out figures so far; empty before the first evaluation.
    """

    model: TimedActionModel
    average: TimedActionModel
    optimiser: torch.optim.AdamW
    vocabulary: Vocabulary
    step: int = 0
    seconds: float = 0.0
    best: dict[str, float] = field(default_factory=dict)


def first_state(model: TimedActionModel, vocabulary: Vocabulary) -> TrainingState:
    """The state before the first step."""
    optimiser = make_optimiser(model, model.config.training)
    return TrainingState(model, deepcopy(model).eval(), optimiser, vocabulary)


def begun_state(config: ModelConfig, vocabulary: Vocabulary, began: Checkpoint) -> TrainingState:
    """The state before the first step of a run that starts from the weights of another one.

    Args:
        config: of the new run.
        vocabulary: grown from that of the other run, so that no name changes its class.
        began: what the other run came to.

    Raises:
        CheckpointError: the configuration is of other sizes.
    """
    model = TimedActionModel(config)
    try:
        model.load_state_dict(began.model.state_dict())
    except RuntimeError as error:
        raise CheckpointError(f"a run starts from another of the same encoder and decoder only: {error}") from error
    return first_state(model.to(next(began.model.parameters()).device), vocabulary)


def save_state(run: Path, state: TrainingState, held_out: dict[str, float]) -> None:
    """Write the run's last checkpoint, with what is needed to go on from it.

    Raises:
        CheckpointError: a weight is not finite.
    """
    folder = run / LAST
    save_checkpoint(folder, Checkpoint(state.average, state.vocabulary, state.step, held_out))
    name, digest = write_tensors(folder, _STEM, training_tensors(state.model, state.optimiser))
    replace_file(folder / _LABEL, msgspec.json.encode(_StateLabel(name, digest, state.seconds, state.best)))
    remove_others(folder, _STEM, name)


def save_best(run: Path, state: TrainingState) -> None:
    """Write the averaged weights as the run's best checkpoint.

    Raises:
        CheckpointError: a weight is not finite.
    """
    save_checkpoint(run / BEST, Checkpoint(state.average, state.vocabulary, state.step, state.best))


def load_state(run: Path, device: torch.device) -> TrainingState:
    """The state that `save_state` wrote.

    Raises:
        CheckpointError: missing, damaged or of other features.
    """
    folder = run / LAST
    last = load_checkpoint(folder, device)
    path = folder / _LABEL
    try:
        label = msgspec.json.decode(path.read_bytes(), type=_StateLabel)
    except (OSError, ValueError) as error:  # DecodeError, and bytes that are no text
        raise CheckpointError(f"{path} cannot be read, so the run cannot be resumed: {error}") from error
    model = deepcopy(last.model).train()
    optimiser = make_optimiser(model, model.config.training)
    restore_training(model, optimiser, read_tensors(folder / label.tensors, label.tensors_sha256))
    return TrainingState(model, last.model, optimiser, last.vocabulary, last.step, label.seconds, label.best)
