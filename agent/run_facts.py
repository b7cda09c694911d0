"""What is known of runs, and what differs between them; read from their directories without loading a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.errors import AgentError
from model.checkpoint_label import BEST, LABEL, LAST, CheckpointLabel, read_label
from model.config_text import Value, differences, flat
from model.run_curves import read_curves
from model.run_evaluations import RunEvaluation, latest_by_task, read_evaluations
from model.run_record import RECORD, RunRecord, read_record

_TICK_S = 0.6


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run.

    Args:
        path: its directory.
        record: what it says about itself.
        best: the label of its best checkpoint, None where there is none yet.
        last: the label of its last checkpoint, None where there is none yet.
        seconds: spent on training up to the last evaluation.
        scores: the latest evaluation of each task.
    """

    path: Path
    record: RunRecord
    best: CheckpointLabel | None
    last: CheckpointLabel | None
    seconds: float
    scores: dict[str, RunEvaluation]

    @property
    def minutes_of_play(self) -> float:
        """Play that was trained on."""
        windows = sum(session.windows for session in self.record.last.sessions if not session.is_held_out)
        return windows * _TICK_S / 60

    def as_json(self) -> dict[str, object]:
        """The keys of `runs --json`."""
        start = self.record.last
        return {
            "run": str(self.path),
            "started": self.record.starts[0].at,
            "starts": len(self.record.starts),
            "revision": start.revision,
            "device": start.device,
            "processes": start.processes,
            "steps": None if self.last is None else self.last.step,
            "best_step": None if self.best is None else self.best.step,
            "seconds": round(self.seconds, 1),
            "sessions": len(start.sessions),
            "minutes_of_play": round(self.minutes_of_play, 1),
            "config": differences(self.record.config),
            "best": {} if self.best is None else self.best.metrics,
            "scores": {
                task: {
                    "agent": one.agent.mean,
                    "ratio": None if one.ratio is None else one.ratio.mean,
                    "step": one.step,
                    "episodes": one.episodes,
                }
                for task, one in self.scores.items()
            },
        }


def run_facts(run: Path) -> RunFacts:
    """The facts of a run.

    Raises:
        CheckpointError: `run` is no run directory, or a file in it is damaged.
    """
    curves = read_curves(run)
    return RunFacts(
        path=run,
        record=read_record(run),
        best=_label(run / BEST),
        last=_label(run / LAST),
        seconds=curves[-1].seconds if curves else 0.0,
        scores=latest_by_task(read_evaluations(run)),
    )


def find_runs(places: Sequence[Path]) -> tuple[Path, ...]:
    """The run directories among and below some places, each once, by name.

    Raises:
        AgentError: a place does not exist.
    """
    found: dict[Path, None] = {}
    for place in places:
        if not place.exists():
            raise AgentError(f"{place} does not exist; name run directories, or folders that hold some")
        found.update(dict.fromkeys(sorted(path.parent for path in place.rglob(RECORD))))
    return tuple(found)


def what_differs(runs: Sequence[RunFacts]) -> dict[str, list[Value | None]]:
    """Values of the configuration, the revision and the data in which runs differ, one a run, by name."""
    configs = [flat(run.record.config) for run in runs]
    names = list(dict.fromkeys(name for config in configs for name in config))
    rows: dict[str, list[Value | None]] = {name: [config.get(name) for config in configs] for name in names}
    rows["revision"] = [run.record.last.revision for run in runs]
    rows["sessions"] = [len(run.record.last.sessions) for run in runs]
    rows["minutes_of_play"] = [round(run.minutes_of_play, 1) for run in runs]
    return {name: row for name, row in rows.items() if len(set(row)) > 1}


def _label(folder: Path) -> CheckpointLabel | None:
    return read_label(folder) if (folder / LABEL).exists() else None
