"""`osrs-agent data value`: what each session adds, what of it is idle or there already, and what to record more of."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from agent.arguments import count, positive_number
from agent.console import Reporter
from agent.repairs import finish_parts

if TYPE_CHECKING:
    from model.data_value import SessionValue, Situation

SUMMARY = "what each session adds, how much of it is idle or there already, and what to record more of"
EXAMPLE = "osrs-agent data value demonstrations --run runs/mine"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what only this action takes."""
    parser.add_argument(
        "--run", type=Path, default=None, help="the model that sessions are tried on (default: one is trained shortly)"
    )
    parser.add_argument(
        "--minutes", type=positive_number, default=1.0, help="of that short training, without --run (default: 1)"
    )
    parser.add_argument("--steps", type=count, default=30, help="that are tried on each session (default: 30)")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where the model runs")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    from model.checkpoint import load_checkpoint  # loads tensors, which few actions on recordings need
    from model.checkpoint_label import BEST
    from model.config import load_config
    from model.data_value import session_values, situations
    from model.devices import device_of
    from model.sources import open_shards
    from model.splits import split_shards
    from model.train import train

    paths, device = list(finish_parts(arguments.paths, reporter.say)), device_of(arguments.device)
    with TemporaryDirectory(prefix="osrs-agent-") as folder:
        chosen = arguments.run
        if chosen is None:
            chosen = Path(folder) / "run"
            reporter.say(f"training for {arguments.minutes:g} minutes, to have a model to try sessions on …")
            train(paths, chosen, load_config(Path("small")), minutes=arguments.minutes, device=arguments.device)
        checkpoint = load_checkpoint(chosen / BEST, device)
    model, vocabulary = checkpoint.model, checkpoint.vocabulary
    split = split_shards(open_shards(paths, pictures=model.config.encoder.sees_pictures))
    values = session_values(model, vocabulary, split.train, split.held_out, arguments.steps, device)
    needed = situations(model, vocabulary, split.train, split.held_out, device)
    _show(reporter, values, needed)
    reporter.result({"sessions": [_session(one) for one in values], "situations": [_situation(one) for one in needed]})
    return 0


def _show(reporter: Reporter, values: Sequence[SessionValue], needed: Sequence[Situation]) -> None:
    rows = [
        (
            one.session,
            one.task,
            str(one.windows),
            f"{one.idle_share:.0%}",
            f"{one.duplicate_share:.0%}",
            "held out" if one.gain is None else f"{one.gain:+.4f}",
        )
        for one in sorted(values, key=lambda one: -(one.gain if one.gain is not None else float("-inf")))
    ]
    reporter.table("sessions", ("session", "task", "windows", "idle", "there already", "gain"), rows)
    shares = [(one.name, f"{one.data_share:.1%}", f"{one.loss_share:.1%}", f"{one.need:.2f}") for one in needed]
    reporter.table("situations", ("situation", "of the data", "of the loss", "loss / data"), shares)
    if needed:
        most = needed[0]
        shares_told = f"{most.data_share:.1%} of the data, {most.loss_share:.1%} of what is not foreseen"
        reporter.say(f"record more of: {most.name} ({shares_told})")


def _session(one: SessionValue) -> dict[str, object]:
    return {
        "session": one.session,
        "source": one.source,
        "task": one.task,
        "windows": one.windows,
        "idle_share": round(one.idle_share, 4),
        "duplicate_share": round(one.duplicate_share, 4),
        "held_out_gain": None if one.gain is None else round(one.gain, 6),
    }


def _situation(one: Situation) -> dict[str, object]:
    return {
        "name": one.name,
        "data_share": round(one.data_share, 4),
        "loss_share": round(one.loss_share, 4),
        "need": round(one.need, 3),
        "windows": one.windows,
    }
