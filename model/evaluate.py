"""How likely a model finds what people did next, in nats by part, beside the clock that knows no context."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from model.checkpoint import load_checkpoint
from model.checkpoint_label import BEST, read_label
from model.dataset import WindowDataset, dataset_of, in_order
from model.devices import device_of
from model.goals import next_presses
from model.kaplan_meier import kaplan_meier_nats
from model.losses import LossParts
from model.sources import open_shards
from model.team import Team
from model.timed_action_model import TimedActionModel

_BATCH = 128


def evaluate_offline(
    model: TimedActionModel, data: WindowDataset, device: torch.device, team: Team | None = None
) -> dict[str, float]:
    """Nats of the windows of `data` by named part, as in `LossParts.report`, and Kaplan-Meier's for the clock.

    The Kaplan-Meier clock is the one of the model's own training data. "goal_nats" is `Decoder.goal_loss`, which says
    whether the model knows what it is about to press: closer to how it plays than the likelihood of a hand's way.

    Args:
        model: is left in the mode that it was in.
        data: at least one window.
        device: of the model.
        team: shares the windows and has the same figures; None: this process judges all.
    """
    is_shared = team is not None and data.size >= team.size
    if team is None or not is_shared:
        total, sums = _judged(model, data, device)
    else:
        own = data.chosen(np.array_split(np.arange(data.size), team.size)[team.rank])
        total, own_sums = _judged(model, own, device)
        total, sums = total.summed(team.sum), team.sum(own_sums)
    floor_nats, goal_nats = (sums / data.size).tolist()
    return total.report() | {
        "kaplan_meier_nats_per_window": floor_nats * data.size / total.windows.item(),
        "goal_nats": goal_nats,
        "windows": float(data.size),
    }


@torch.inference_mode()
def _judged(model: TimedActionModel, data: WindowDataset, device: torch.device) -> tuple[LossParts, Tensor]:
    """The loss of all windows; the nats of their clock under the one that knows no context, and of goals, (2,)."""
    was_training = model.training
    model.eval()
    presses = torch.from_numpy(next_presses(data)[data.ticks])  # (B, 5)
    parts: list[LossParts] = []
    sums = torch.zeros(2, dtype=torch.float64)
    for number, batch in enumerate(in_order(data, _BATCH)):
        there = batch.to(device)
        context = model.encode(there.history)
        parts.append(model.decoder.loss(context, there.target))
        following = presses[number * _BATCH : (number + 1) * _BATCH]
        goal_nats = model.decoder.goal_loss(context, following.to(device)).item() * len(following)
        sums += torch.tensor([kaplan_meier_nats(model.decoder.marginal.cpu(), batch.target), goal_nats])
    model.train(was_training)
    return sum(parts[1:], start=parts[0]), sums.to(device)


def evaluate_run(run: Path, data: Sequence[Path], device: str) -> dict[str, float]:
    """`evaluate_offline` of a run's best checkpoint on recordings, shards or folders of them.

    Raises:
        CheckpointError: the run cannot be loaded.
        DataError: the data cannot be used.
    """
    where = device_of(device)
    checkpoint = load_checkpoint(run / BEST, where)
    looks = checkpoint.model.config.encoder.sees_pictures
    dataset = dataset_of(open_shards(data, pictures=looks), checkpoint.vocabulary, pictures=looks)
    return evaluate_offline(checkpoint.model, dataset, where)


def held_out_nats(run: Path) -> dict[str, float]:
    """What the best checkpoint of a run reached on the sessions that its training held out.

    Raises:
        CheckpointError: the run has no best checkpoint.
    """
    return dict(read_label(run / BEST).metrics)


def spread_windows(data: WindowDataset, most: int) -> WindowDataset:
    """At most `most` windows, evenly over the data."""
    return data if data.size <= most else data.chosen(spread_index(data.size, most))


def spread_index(size: int, most: int) -> npt.NDArray[np.int64]:
    """At most `most` of 0..size - 1, evenly over them."""
    return np.linspace(0, size - 1, min(most, size)).astype(np.int64)
