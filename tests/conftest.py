"""What tests of every room share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.raised import RaisedErrors
from tests.side_by_side import SideBySide


def pytest_configure(config: pytest.Config) -> None:
    """Note which errors the tests meet."""
    config.pluginmanager.register(RaisedErrors(), "raised-errors")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SideBySide:  # Any: xdist's Producer has no types
    """Say which tests go to which process of `pytest -n`."""
    return SideBySide(config, log)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A private X screen of 1280×1024×24 for this test process; `DISPLAY` names it. Xvfb chooses a free number itself.

    Never skipped: a machine without Xvfb cannot show that the window, the capture and the input work.
    """
    if shutil.which("Xvfb") is None:
        pytest.fail("Xvfb is not installed; `make test` installs it as root, else: apt-get install xvfb", pytrace=False)
    from pyvirtualdisplay.display import Display  # a dependency on Linux only

    # -noreset: else the server starts over each time a test's last client leaves, and refuses the next one meanwhile
    with Display(backend="xvfb", size=(1280, 1024), color_depth=24, extra_args=["-noreset"]) as screen:
        yield screen.new_display_var
