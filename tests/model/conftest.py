"""What the tests of training share: two short sessions of the sandbox's expert."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.sandbox.demonstrations import write_demonstrations
from bridge.sandbox.tasks import task_named


@pytest.fixture(scope="session")
def demonstrations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two sessions of one game minute each."""
    folder = tmp_path_factory.mktemp("demonstrations")
    write_demonstrations(task_named("woodcutting"), (1, 2), 1.0, folder)
    return folder
