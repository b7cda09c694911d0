"""What the end-to-end tests share: the whole loop's products, made by the command line itself, once a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.commands import Finished, XServer
from tests.end_to_end.tiny_runs import demonstrate, made_holding, train


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory) -> Finished:
    return demonstrate(tmp_path_factory.mktemp("end-to-end") / "demonstrations")


@pytest.fixture(scope="session")
def demonstrations(demonstrated) -> Path:
    return Path(demonstrated.result["sessions"][0]["path"]).parent


@pytest.fixture(scope="session")
def trained(demonstrations) -> Finished:
    return train(demonstrations)


@pytest.fixture(scope="session")
def tiny_run(trained) -> Path:
    return Path(trained.result["run"])


@pytest.fixture(scope="session")
def holding_run(tiny_run) -> Path:
    return made_holding(tiny_run)


@pytest.fixture
def x_server(display) -> Iterator[XServer]:
    """The X server, with nothing held before the test."""
    server = XServer()
    assert not server.is_anything_held()
    yield server
    server.close()
