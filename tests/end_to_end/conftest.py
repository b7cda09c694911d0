"""What the end-to-end tests share: the whole loop's products, made by the command line itself, once a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from model.actions import ActionKind
from model.checkpoint import load_checkpoint, save_checkpoint
from model.checkpoint_label import BEST
from tests.end_to_end.commands import Finished, XServer, run

TINY = ("encoder.hidden=16", "training.steps=4", "training.batch=16", "training.evaluate_every=4", "training.threads=1")


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory) -> Finished:
    """`osrs-agent sandbox --size`: two minutes of the expert."""
    folder = tmp_path_factory.mktemp("end-to-end") / "demonstrations"
    return run("sandbox", "--size", 2, "--minutes", 1, "--out", folder, "--json")


@pytest.fixture(scope="session")
def demonstrations(demonstrated) -> Path:
    return Path(demonstrated.result["sessions"][0]["path"]).parent


@pytest.fixture(scope="session")
def trained(demonstrations) -> Finished:
    """`osrs-agent train`: a model that has learned next to nothing, but is whole."""
    settings = [part for one in TINY for part in ("--set", one)]
    return run("train", demonstrations, "--run", demonstrations.parent / "run", *settings, "--device", "cpu", "--json")


@pytest.fixture(scope="session")
def tiny_run(trained) -> Path:
    return Path(trained.result["run"])


@pytest.fixture(scope="session")
def holding_run(tiny_run) -> Path:
    """A model that presses whatever it can, and never lets go."""
    checkpoint = load_checkpoint(tiny_run / BEST, torch.device("cpu"))
    kind = checkpoint.model.decoder.marks.kind
    with torch.no_grad():
        kind.weight.zero_()
        kind.bias.fill_(-50.0)
        kind.bias[[ActionKind.PRESS, ActionKind.KEY_PRESS]] = 50.0
    run_directory = tiny_run.with_name("holding")
    save_checkpoint(run_directory / BEST, checkpoint)
    return run_directory


@pytest.fixture
def x_server(display) -> Iterator[XServer]:
    """The X server, with nothing held before the test."""
    server = XServer()
    assert not server.is_anything_held()
    yield server
    server.close()
