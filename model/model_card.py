"""The model card beside a checkpoint: what the model is, what it learned from, how good it is, what it is not for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from model.checkpoint_label import CheckpointLabel, read_label
from model.config_text import differences
from model.run_evaluations import RunEvaluation, ScoreInterval, latest_by_task, read_evaluations
from model.run_record import RunRecord, UsedSession, read_record

CARD = "README.md"
_TICK_S = 0.6
_LIMITS = """It predicts what the players of its data would do next, their habits and mistakes included. It knows
nothing that its data does not show. Likelihood says little about play: choose a model by its scores in the sandbox.

It is made for the built-in sandbox, for replay, and for game worlds whose operators allow agents. Playing on the
official servers breaks their rules. Nothing in it hides automation, and what it does carries its name in every
recording."""


def write_card(run: Path, folder: Path) -> None:
    """Write the card of the checkpoint in `folder`, a folder of the run directory `run`.

    Raises:
        CheckpointError: the checkpoint or the run's record cannot be read.
    """
    label, record = read_label(folder), read_record(run)
    text = card_text(f"{run.name}/{folder.name}", label, record, read_evaluations(run))
    (folder / CARD).write_text(text, encoding="utf-8")


def card_text(name: str, label: CheckpointLabel, record: RunRecord, evaluations: tuple[RunEvaluation, ...]) -> str:
    """The card as Markdown.

    Args:
        name: of the model, as its title.
        label: of the checkpoint.
        record: of the run that made it.
        evaluations: of the run; the last of each task is shown.
    """
    parts = (
        f"# {name}",
        "A distribution over the timed mouse and keyboard actions of the next 600 ms, given the last 6 s (osrs-agent).",
        f"## Training\n\n{_training(label, record)}",
        f"## Data\n\n{_data(record.last.sessions)}",
        f"## Held-out likelihood\n\n{_figures(label.metrics)}",
        f"## Play\n\n{_play(evaluations)}",
        f"## Limits and use\n\n{_LIMITS}",
        f"## How to use it\n\nIn the folder that the run lies in:\n\n"
        f"    osrs-agent play {record_path(name)}\n    osrs-agent eval {record_path(name)}",
    )
    return "\n\n".join(parts) + "\n"


def record_path(name: str) -> str:
    """The run directory's own name, out of the name of a model."""
    return name.partition("/")[0]


def _training(label: CheckpointLabel, record: RunRecord) -> str:
    last = record.last
    lines = [
        f"* {label.step} steps of {label.config.training.batch} windows",
        f"* device {last.device}, processes {last.processes}",
        f"* started {', '.join(f'{start.at} at step {start.step}' for start in record.starts)}",
        f"* source revision {last.revision or 'unknown'}, version {last.tool_version}, torch {last.torch_version}",
        f"* weights {label.weights_sha256}",
        f"* state features {label.layout.digest[:12]}, {len(label.vocabulary)} names",
    ]
    changed = differences(label.config)
    told = [f"    * `{name} = {value}`" for name, value in changed.items()]
    return "\n".join(
        [*lines, "* differences from the default configuration:" if told else "* the default configuration", *told]
    )


def _data(sessions: tuple[UsedSession, ...]) -> str:
    groups: dict[tuple[str, str, bool], list[UsedSession]] = defaultdict(list)
    for session in sessions:
        groups[session.task, session.author, session.is_held_out].append(session)
    rows = [
        (
            task or "none",
            author,
            "held out" if is_held_out else "trained on",
            str(len(group)),
            f"{sum(one.windows for one in group) * _TICK_S / 60:.1f}",
        )
        for (task, author, is_held_out), group in sorted(groups.items())
    ]
    table = _table(("task", "author", "use", "sessions", "minutes"), rows)
    return f"{table}\n\nDigests of every session stand in `run.json` of the run directory."


def _figures(metrics: dict[str, float]) -> str:
    if not metrics:
        return "Not judged: training was stopped between two evaluations."
    return _table(("figure", "value"), [(name, f"{value:.4f}") for name, value in metrics.items()])


def _play(evaluations: tuple[RunEvaluation, ...]) -> str:
    if not evaluations:
        return "Not measured yet: `osrs-agent eval` does, and writes this page anew."
    rows = [
        (
            f"{one.task} v{one.task_version}",
            _interval(one.agent),
            _interval(one.expert),
            _interval(one.random),
            "none" if one.ratio is None else _interval(one.ratio),
            f"{one.episodes} of {one.minutes:g} min from seed {one.first_seed}",
            f"step {one.step}, {one.at}",
        )
        for one in latest_by_task(evaluations).values()
    ]
    header = ("task", "agent", "expert", "random", "agent / expert", "games", "weights and date")
    return f"{_table(header, rows)}\n\nScores per game minute with 95 % intervals; weights of the best checkpoint."


def _interval(value: ScoreInterval) -> str:
    return f"{value.mean:.2f} ({value.ci95[0]:.2f} … {value.ci95[1]:.2f})"


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" if not place else "--:" for place in range(len(header))), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
