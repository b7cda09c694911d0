"""Checkpoints: a folder with weights (safetensors) and a label (JSON) that says everything needed to use them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec
import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor

from model.checkpoint_label import CHECKPOINT_VERSION, LABEL, CheckpointLabel, read_label
from model.errors import CheckpointError
from model.state_layout import StateLayout, feature_layout
from model.timed_action_model import LARGEST_WEIGHT, TimedActionModel
from model.vocabulary import Vocabulary
from model.whole_files import replace_file


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A loaded checkpoint; the model is in evaluation mode."""

    model: TimedActionModel
    vocabulary: Vocabulary
    step: int
    metrics: dict[str, float]


def save_checkpoint(folder: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint; a reader finds the old one or the new one, never half of each.

    Raises:
        CheckpointError: a weight is not finite.
    """
    _check_weights(checkpoint.model, folder)
    name, digest = write_tensors(folder, "weights", checkpoint.model.state_dict())
    label = CheckpointLabel(
        version=CHECKPOINT_VERSION,
        config=checkpoint.model.config,
        layout=checkpoint.model.layout,
        vocabulary=checkpoint.vocabulary.names,
        weights=name,
        weights_sha256=digest,
        step=checkpoint.step,
        metrics=checkpoint.metrics,
    )
    replace_file(folder / LABEL, msgspec.json.format(msgspec.json.encode(label), indent=1))
    remove_others(folder, "weights", name)


def load_checkpoint(folder: Path, device: torch.device, layout: StateLayout | None = None) -> Checkpoint:
    """Read a checkpoint.

    Args:
        folder: as written by `save_checkpoint`.
        device: where the model goes.
        layout: of the state rows that it will be given; None: that of `model.state_features`.

    Raises:
        CheckpointError: missing, damaged, of another version or of other features, or its weights are none that
            training makes.
    """
    label = read_label(folder)
    expected = feature_layout() if layout is None else layout
    if label.layout != expected:
        raise CheckpointError(
            f"{folder / LABEL}: layout: made for state features {label.layout.digest[:12]}, "
            f"this program has {expected.digest[:12]}; train anew"
        )
    model = TimedActionModel(label.config, expected)
    weights = read_tensors(folder / label.weights, label.weights_sha256)
    try:
        model.load_state_dict(weights)
    except RuntimeError as error:
        raise CheckpointError(f"{folder / label.weights}: the weights do not fit the configuration: {error}") from error
    _check_weights(model, folder / label.weights)
    try:
        vocabulary = Vocabulary(label.vocabulary)
    except ValueError as error:
        raise CheckpointError(
            f"{folder / LABEL}: vocabulary: {error}; use an older checkpoint or train anew"
        ) from error
    return Checkpoint(model.to(device).eval(), vocabulary, label.step, label.metrics)


def write_tensors(folder: Path, stem: str, tensors: dict[str, Tensor]) -> tuple[str, str]:
    """Write tensors to a new file named after their digest; returns its name and its SHA-256."""
    content = save_tensors({name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()})
    digest = hashlib.sha256(content).hexdigest()
    name = f"{stem}-{digest[:12]}.safetensors"
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / name, content)
    return name, digest


def read_tensors(path: Path, sha256: str) -> dict[str, Tensor]:
    """The tensors of a file that must have the digest `sha256`.

    Raises:
        CheckpointError: missing, damaged, or not the file that was meant.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CheckpointError(f"{path} cannot be read ({error.strerror})") from error
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise CheckpointError(f"{path} is damaged: SHA-256 is {found[:12]}, expected {sha256[:12]}")
    try:
        return load_tensors(content)
    except SafetensorError as error:
        raise CheckpointError(f"{path} is no safetensors file: {error}") from error


def remove_others(folder: Path, stem: str, keep: str) -> None:
    """Remove the files that `write_tensors` wrote under the same stem before."""
    for path in folder.glob(f"{stem}-*.safetensors"):
        if path.name != keep:
            path.unlink()


def _check_weights(model: TimedActionModel, path: Path) -> None:
    broken = model.broken_weight()
    if broken is not None:
        raise CheckpointError(
            f"{path}: the weight {broken} is not finite, or beyond {LARGEST_WEIGHT:g}; use an older checkpoint or "
            "train anew"
        )
