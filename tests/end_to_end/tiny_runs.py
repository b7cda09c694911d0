"""Runs for trials, made by the command line itself: one that learned next to nothing, and one that never lets go."""

from __future__ import annotations

from pathlib import Path

import torch

from model.actions import ActionKind
from model.checkpoint import load_checkpoint, save_checkpoint
from model.checkpoint_label import BEST
from tests.end_to_end.commands import Finished, run

_TINY = (
    "encoder.hidden=16",
    "training.steps=4",
    "training.batch=16",
    "training.evaluate_every=4",
    "training.threads=1",
)


def demonstrate(folder: Path) -> Finished:
    """`osrs-agent sandbox --size`: two minutes of the expert."""
    return run("sandbox", "--size", 2, "--minutes", 1, "--out", folder, "--json")


def train(demonstrations: Path) -> Finished:
    """`osrs-agent train`: a model that has learned next to nothing, but is whole."""
    settings = [part for one in _TINY for part in ("--set", one)]
    return run("train", demonstrations, "--run", demonstrations.parent / "run", *settings, "--device", "cpu", "--json")


def made_holding(tiny_run: Path) -> Path:
    """The run of a model that presses whatever it can, and never lets go."""
    checkpoint = load_checkpoint(tiny_run / BEST, torch.device("cpu"))
    kind = checkpoint.model.decoder.marks.kind
    with torch.no_grad():
        kind.weight.zero_()
        kind.bias.fill_(-50.0)
        kind.bias[[ActionKind.PRESS, ActionKind.KEY_PRESS]] = 50.0
    run_directory = tiny_run.with_name("holding")
    save_checkpoint(run_directory / BEST, checkpoint)
    return run_directory
