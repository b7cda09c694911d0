"""Runs beside each other on one recording, tick by tick: what each finds likely, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bridge.clock import SECOND_NS
from model.actions import ActionKind
from model.checkpoint import load_checkpoint
from model.checkpoint_label import BEST
from model.dataset import WindowDataset, dataset_of
from model.devices import device_of
from model.shard import Shard
from model.sources import open_shards
from model.tick_figures import TickFigures, tick_figures

_KINDS_TOLD = 3
_MOVERS_TOLD = 5


@dataclass(frozen=True, slots=True)
class ComparedTick:
    """One tick of a recording.

    Args:
        at_s: since the first tick.
        done: how many actions of each kind were done in the 600 ms after it, most frequent first.
        runs: what each run says of it.
    """

    at_s: float
    done: dict[str, int]
    runs: dict[str, TickFigures]

    @property
    def spread(self) -> float:
        """How many nats lie between the run that finds it likeliest and the one that finds it least likely."""
        totals = [figures.total for figures in self.runs.values()]
        return max(totals) - min(totals)

    def as_json(self) -> dict[str, object]:
        """A tick of `replay --by-tick --json`."""
        told = {name: _told(figures) for name, figures in self.runs.items()}
        return {"at_s": round(self.at_s, 3), "done": self.done, "spread_nats": round(self.spread, 4), "runs": told}


def compare_ticks(session: Path, runs: Mapping[str, Path], device: str) -> tuple[ComparedTick, ...]:
    """Every tick of a recording that is to be learned from, as each run sees it.

    Args:
        session: a recording.
        runs: run directories by the name that they are told under; at least one.
        device: "auto", "cpu" or "cuda".

    Raises:
        CheckpointError: a run cannot be loaded.
        DataError: the recording cannot be used; `NothingToLearn` where only an agent acted.
    """
    checkpoints = {name: load_checkpoint(run / BEST, device_of(device)) for name, run in runs.items()}
    looks = {name: one.model.config.encoder.sees_pictures for name, one in checkpoints.items()}
    shards, where = open_shards([session], pictures=any(looks.values())), device_of(device)
    figures: dict[str, list[TickFigures]] = {}
    for name, checkpoint in checkpoints.items():
        data = dataset_of(shards, checkpoint.vocabulary, pictures=looks[name])
        figures[name] = list(tick_figures(checkpoint.model, data, where))
    times_s, done = _times_s(shards, data), _done(data)
    return tuple(
        ComparedTick(at_s, kinds, {name: ticks[index] for name, ticks in figures.items()})
        for index, (at_s, kinds) in enumerate(zip(times_s, done, strict=True))
    )


def tick_lines(ticks: Sequence[ComparedTick], most: int) -> list[str]:
    """Lines for people: the ticks on which the runs differ most, in order of time.

    With one run they are the ticks that it finds least likely.
    """

    def weight(tick: ComparedTick) -> float:
        return tick.spread if len(tick.runs) > 1 else next(iter(tick.runs.values())).total

    chosen = sorted(sorted(ticks, key=weight, reverse=True)[:most], key=lambda tick: tick.at_s)
    return [line for tick in chosen for line in _lines(tick)]


def _lines(tick: ComparedTick) -> list[str]:
    done = ", ".join(f"{count} {kind}" for kind, count in tick.done.items()) or "nothing"
    width = max(len(name) for name in tick.runs)
    return [f"{tick.at_s:.1f} s: {done}", *(f"  {name:{width}}  {_text(run)}" for name, run in tick.runs.items())]


def _text(figures: TickFigures) -> str:
    nats, behind = figures.nats, figures.behind
    parts = {"clock": nats["clock"] + nats["survival"], "kind": nats["kind"], "place": nats["place"]}
    told = [f"{figures.total:.2f} nats ({', '.join(f'{name} {value:.2f}' for name, value in parts.items())})"]
    if figures.nothing is not None:
        told.append(f"nothing {figures.nothing:.2f}")
    if behind is not None:
        told.append(", ".join(f"{kind.name.lower()} {share:.2f}" for kind, share in behind.probabilities[:2]))
    if figures.wants:
        told.append("wants " + ", ".join(f"{name} {share:.2f}" for name, share in figures.wants[:2]))
    told.append("without " + ", ".join(f"{name} {change:+.1f}" for name, change in figures.moved_by[:3]))
    return "; ".join(told)


def _told(figures: TickFigures) -> dict[str, object]:
    behind = figures.behind
    return {
        "nats": {name: round(value, 4) for name, value in figures.nats.items()},
        "total_nats": round(figures.total, 4),
        "nothing_probability": None if figures.nothing is None else round(figures.nothing, 6),
        "behind": None
        if behind is None
        else {
            "action": behind.action,
            "at_ms": behind.at_ms,
            "kind": behind.kind.name.lower(),
            "top": [
                {"kind": k.name.lower(), "probability": round(p, 6)} for k, p in behind.probabilities[:_KINDS_TOLD]
            ],
        },
        "wants": [{"what": name, "probability": round(share, 6)} for name, share in figures.wants[:_KINDS_TOLD]],
        "moved_by": [{"hidden": name, "nats": round(change, 4)} for name, change in figures.moved_by[:_MOVERS_TOLD]],
    }


def _times_s(shards: Sequence[Shard], data: WindowDataset) -> list[float]:
    ticks_ns = np.concatenate([shard.columns.ticks_ns for shard in shards])
    seconds: list[float] = ((ticks_ns[data.ticks] - ticks_ns[0]) / SECOND_NS).tolist()
    return seconds


def _done(data: WindowDataset) -> list[dict[str, int]]:
    counts = []
    for window in range(data.size):
        target = data.target_batch(np.array([window]))
        kinds = target.kinds[target.mask].tolist()
        counts.append({ActionKind(kind).name.lower(): count for kind, count in Counter(kinds).most_common()})
    return counts
