"""What tests of every room share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.raised import RaisedErrors


def pytest_configure(config: pytest.Config) -> None:
    """Note which errors the tests meet."""
    watcher = RaisedErrors()
    config.pluginmanager.register(watcher, "raised-errors")


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
