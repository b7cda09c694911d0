"""What data is worth: of each session how much of it is idle or there already, and what the rest gains by it.

The gain is measured, shortly: from the same weights a few steps are trained on that session alone, as many for each,
and held-out sessions are judged before and after. It tells which session points the right way, not what a whole
training on it would come to.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.utils import clip_grad_norm_

from model.dataset import WindowDataset, dataset_of
from model.evaluate import evaluate_offline, spread_windows
from model.optimisation import learning_rate, make_optimiser, move_average
from model.order import WindowOrder
from model.seeding import seeded
from model.shard import Shard
from model.state_features import STATE_FEATURES
from model.timed_action_model import TimedActionModel
from model.vocabulary import Vocabulary

_DROPOUT = 1
"""Stream of randomness under the configured seed."""
_FEWEST_ALIKE = 4
"""Windows of fewer actions are alike by chance."""
_COARSE = np.array([8, 1, 4, 4, 1, 1, 1])
"""How near actions are alike: waits to 8 ms, ways to 4 pixels (columns `model.targets.TARGET_COLUMNS`)."""
_JUDGED_WINDOWS = 1024
_SITUATIONS = {
    "a menu open": "menu.is_open",
    "the bank open": "bank.is_open",
    "the inventory full": "inventory.is_full",
    "walking": "player.is_moving",
}
"""What a state is told by: the first of these features that holds."""
_OTHERWISE = "standing or at work"
_FEWEST_WINDOWS = 20
"""Held-out windows that a situation is judged by; fewer say nothing."""

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SessionValue:
    """A session.

    Args:
        session: its own id.
        source: file name of the recording.
        task: what was played, "" for none.
        windows: how many there are to learn from.
        idle_share: of them: nothing is done in them.
        duplicate_share: of those with a few actions: the same actions were there before, in this or an earlier session.
        gain: how much lower the held-out loss is after a few steps on this session alone; None: it is held out itself.
    """

    session: str
    source: str
    task: str
    windows: int
    idle_share: float
    duplicate_share: float
    gain: float | None


@dataclass(frozen=True, slots=True)
class Situation:
    """A task in a kind of state.

    Args:
        name: for people.
        data_share: of the windows that are trained on.
        loss_share: of all that the model loses on held-out windows.
        windows: held-out ones.
    """

    name: str
    data_share: float
    loss_share: float
    windows: int

    @property
    def need(self) -> float:
        """Share of the loss over share of the data; above 1 there is less of it than it is hard."""
        return self.loss_share / max(self.data_share, 1e-3)


def duplicates(data: WindowDataset, seen: set[bytes]) -> Bools:
    """Which windows of some data do what was done before, bool (W,); what they do is added to `seen`."""
    alike = np.zeros(data.size, np.bool_)
    for window, tick in enumerate(data.ticks.tolist()):
        count = int(data.target_counts[tick])
        if count >= _FEWEST_ALIKE:
            rows = data.targets.take(data.target_offsets[tick] + np.arange(count))  # (A, 7)
            print_of_it = (rows // _COARSE).astype(np.int32).tobytes()
            alike[window] = print_of_it in seen
            seen.add(print_of_it)
    return alike


def session_values(
    model: TimedActionModel,
    vocabulary: Vocabulary,
    trained: Sequence[Shard],
    held_out: Sequence[Shard],
    steps: int,
    device: torch.device,
) -> tuple[SessionValue, ...]:
    """Every session, those to train on first.

    Args:
        model: where the steps on each session start; it is left as it is.
        vocabulary: the model's.
        trained: the sessions to judge.
        held_out: the sessions that they are judged by.
        steps: on each session.
        device: of the model.
    """
    looks = model.config.encoder.sees_pictures
    judged = spread_windows(dataset_of(held_out, vocabulary, pictures=looks), _JUDGED_WINDOWS)
    before = evaluate_offline(model, judged, device)["total"]
    seen: set[bytes] = set()
    values = []
    for number, shard in enumerate((*trained, *held_out)):
        data, gain = dataset_of([shard], vocabulary, pictures=looks), None
        if number < len(trained):
            gain = before - evaluate_offline(_taught(model, data, steps, device), judged, device)["total"]
        is_busy = data.lengths >= _FEWEST_ALIKE
        values.append(
            SessionValue(
                session=shard.label.session,
                source=shard.label.source,
                task=shard.label.task,
                windows=data.size,
                idle_share=float((data.lengths == 0).mean()),
                duplicate_share=float(duplicates(data, seen).sum() / max(int(is_busy.sum()), 1)),
                gain=gain,
            )
        )
    return tuple(values)


def situations(
    model: TimedActionModel,
    vocabulary: Vocabulary,
    trained: Sequence[Shard],
    held_out: Sequence[Shard],
    device: torch.device,
) -> tuple[Situation, ...]:
    """What the held-out loss is made of beside what the data is made of; what is needed most first.

    Situations with too few held-out windows are left out.

    Args:
        model: judges.
        vocabulary: the model's.
        trained: the data to train on.
        held_out: other sessions.
        device: of the model.
    """
    counts: dict[str, int] = {}
    for shard in trained:
        for name, chosen in _by_situation(shard, dataset_of([shard], vocabulary)).items():
            counts[name] = counts.get(name, 0) + int(chosen.sum())
    losses: dict[str, tuple[float, int]] = {}
    for shard in held_out:
        data = dataset_of([shard], vocabulary, pictures=model.config.encoder.sees_pictures)
        for name, chosen in _by_situation(shard, data).items():
            part = data.chosen(chosen)
            figures = evaluate_offline(model, part, device)
            loss = figures["total"] * float((part.lengths + 1).sum())
            known = losses.get(name, (0.0, 0))
            losses[name] = (known[0] + loss, known[1] + part.size)
    all_windows, all_loss = sum(counts.values()), sum(loss for loss, _ in losses.values())
    found = [
        Situation(name, counts.get(name, 0) / all_windows, loss / all_loss, windows)
        for name, (loss, windows) in losses.items()
        if windows >= _FEWEST_WINDOWS
    ]
    return tuple(sorted(found, key=lambda situation: -situation.need))


def _by_situation(shard: Shard, data: WindowDataset) -> dict[str, Bools]:
    """Which windows of a session are in which situation; only situations that there are."""
    names = [feature.name for feature in STATE_FEATURES]
    states = data.windows.states.take(data.ticks)  # (W, 128)
    left: Bools = np.ones(data.size, np.bool_)
    found: dict[str, Bools] = {}
    for name, feature in _SITUATIONS.items():
        chosen = left & (np.nan_to_num(states[:, names.index(feature)]) > 0.5)
        found[name], left = chosen, left & ~chosen
    found[_OTHERWISE] = left
    task = shard.label.task or "no task"
    return {f"{task}, {name}": chosen for name, chosen in found.items() if chosen.any()}


def _taught(model: TimedActionModel, data: WindowDataset, steps: int, device: torch.device) -> TimedActionModel:
    """The averaged weights after some steps on some data, at rates that begin as corrections do and fall to nothing."""
    taught, average, training = copy.deepcopy(model), copy.deepcopy(model), model.config.training
    training = replace(training, learning_rate=0.25 * training.learning_rate)
    optimiser, order = make_optimiser(taught, training), WindowOrder(data.frequencies, training)
    taught.train()
    for step in range(steps):
        with seeded(training.seed, _DROPOUT, step):
            loss = taught.loss(data.batch(order.of_step(step)).to(device)).total
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(training, step / steps)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch declares no types here
        clip_grad_norm_(taught.parameters(), training.gradient_norm)
        optimiser.step()
        move_average(average, taught, training.average_decay, step)
    return average
