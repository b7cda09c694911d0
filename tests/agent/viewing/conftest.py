"""The sample that ships with the project."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def sample_recording() -> Path:
    return Path(__file__).parents[3] / "recordings" / "sample" / "woodcutting.mcap"
