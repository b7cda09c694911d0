"""What several tests of the agent stand on: a model trained for a few steps, once a session."""

from pathlib import Path

import pytest

from bridge.sandbox.demonstrations import write_demonstrations
from bridge.sandbox.tasks import task_named
from model.config import load_config
from model.train import train
from tests.model.filmed import film

TINY = (
    "encoder.hidden=16",
    "training.steps=12",
    "training.batch=16",
    "training.evaluate_every=6",
    "training.threads=1",
)


@pytest.fixture(scope="session")
def demonstrations(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("demonstrations")
    write_demonstrations(task_named("woodcutting"), (1, 2), 1.0, folder)
    return folder


@pytest.fixture(scope="session")
def filmed(tmp_path_factory) -> Path:
    """Demonstrations with a picture a tick."""
    return film(tmp_path_factory.mktemp("filmed"), 1, 2)


@pytest.fixture(scope="session")
def pixel_run(filmed, tmp_path_factory) -> Path:
    """A run that sees nothing but pictures, as whole as the tiny one and as ignorant."""
    run = tmp_path_factory.mktemp("runs") / "pixels"
    overrides = (*TINY, "training.steps=4", "encoder.observe=pixels", "encoder.picture_width=8")
    train([filmed], run, load_config(overrides=overrides))
    return run


@pytest.fixture(scope="session")
def tiny_run(demonstrations, tmp_path_factory) -> Path:
    """A run whose model has learned next to nothing, but is whole."""
    run = tmp_path_factory.mktemp("runs") / "tiny"
    train([demonstrations], run, load_config(overrides=TINY))
    return run
