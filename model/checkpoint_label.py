"""The label of a checkpoint: everything but the weights, readable without torch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from model.config import ModelConfig
from model.errors import CheckpointError, ConfigurationError
from model.state_layout import StateLayout

CHECKPOINT_VERSION = 1
LABEL = "checkpoint.json"
BEST = "best"
LAST = "last"
"""The folders of a run directory."""


class CheckpointLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the weights are.

    Args:
        version: of this format.
        config: resolved, of the model and its training.
        layout: of the state rows that the model reads, with the digest of the features behind them.
        vocabulary: the names behind the name classes.
        weights: the weights' file.
        weights_sha256: of that file.
        step: training steps behind the weights.
        metrics: nats on held-out windows.
    """

    version: int
    config: ModelConfig
    layout: StateLayout
    vocabulary: tuple[str, ...]
    weights: str
    weights_sha256: str
    step: Annotated[int, msgspec.Meta(ge=0)]
    metrics: dict[str, float]


def read_label(folder: Path) -> CheckpointLabel:
    """The label alone, without the weights.

    Raises:
        CheckpointError: missing, damaged or of another version.
    """
    path = folder / LABEL
    try:
        label = msgspec.json.decode(path.read_bytes(), type=CheckpointLabel)
    except OSError as error:
        if folder.name == BEST and (folder.parent / LAST / LABEL).exists():
            raise CheckpointError(
                f"{folder.parent} was stopped before it was first evaluated; "
                f"`osrs-agent train DATA --resume {folder.parent}` goes on"
            ) from error
        raise CheckpointError(
            f"{folder} holds no checkpoint: {LABEL} cannot be read ({error.strerror}); "
            "name a run directory, `osrs-agent runs` lists those in runs/"
        ) from error
    except (msgspec.DecodeError, ValueError, ConfigurationError) as error:
        raise CheckpointError(f"{path} is no label of a checkpoint: {error}") from error
    if label.version != CHECKPOINT_VERSION:
        raise CheckpointError(
            f"{path}: version {label.version}, this program reads version {CHECKPOINT_VERSION}; "
            "use the osrs-agent that wrote it, or train anew"
        )
    return label
