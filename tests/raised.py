"""Which of the errors for people were raised while the tests ran: a whole run that leaves one out fails.

The places come from scripts/draw_errors.py, as those of docs/errors.md do. Errors of child processes do not count,
except of the test processes of `pytest -n`: where only a process of its own makes one, its reader is named. So is the
test of an error that some machines cannot raise; one that was skipped for any other reason excuses nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from agent.errors import AgentError
from bridge.errors import BridgeError
from model.errors import ModelError

ROOT = Path(__file__).parents[1]
IN_PROCESSES_OF_THEIR_OWN = {
    "this keyboard has no key STOP_KEY; choose another one with --stop-key": (
        "tests/agent/desktop/test_hands.py::test_a_keyboard_without_the_stop_key_is_refused"
    ),
}
"""Messages as the code says them, and the test that reads each."""
NOT_ON_EVERY_MACHINE = {
    "no CUDA device is there; use --device cpu or auto": (
        "tests/agent/test_doctor_model.py::test_a_device_that_is_not_there_fails"
    ),
}
"""Messages as the code says them, and the test that meets each, which is skipped where the machine cannot raise it."""


class RaisedErrors:
    """A pytest plugin that notes where errors are made, here and in the test processes of `pytest -n`."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, int]] = set()

    def pytest_configure(self) -> None:
        """Watch the roots of all errors, and argparse's own, which has no root of ours."""
        from argparse import ArgumentTypeError

        for error in (AgentError, BridgeError, ModelError, ArgumentTypeError):
            error.__init__ = self._watched(error.__init__)  # type: ignore[method-assign]

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:  # Any: pytest-xdist's WorkerController has no types
        """Take over what a test process met."""
        self._seen.update((path, line) for path, line in getattr(node, "workeroutput", {}).get("raised", ()))

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Fail a whole and green run that left errors unmet, and tell them; in a test process, tell the first one."""
        config = session.config
        if hasattr(config, "workeroutput"):
            config.workeroutput["raised"] = sorted(self._seen)
        elif exitstatus == pytest.ExitCode.OK and _are_all_run(config):
            reports = config.pluginmanager.get_plugin("terminalreporter").stats.get("skipped", ())
            skipped = {report.nodeid for report in reports}
            for error in self.unmet():
                if NOT_ON_EVERY_MACHINE.get(error.message) in skipped:
                    continue
                session.exitstatus = pytest.ExitCode.TESTS_FAILED
                line = f"\nno test meets the error of {error.path}:{error.first_line}: {error.message}"
                config.get_terminal_writer().line(line, red=True)

    def unmet(self) -> list[Any]:  # Any: RaisedErrors of a script, which is no package
        """The errors that no test has met so far."""
        return [error for error in draw_errors().raised_errors() if not self._was_met(error)]

    def _watched(self, init: Callable[..., None]) -> Callable[..., None]:
        def noting(error: BaseException, *arguments: Any) -> None:  # Any: whatever an error is made of
            frame = sys._getframe(1)
            while frame.f_back is not None and frame.f_locals.get("self") is error:  # an error's own constructor
                frame = frame.f_back
            self._seen.add((frame.f_code.co_filename, frame.f_lineno))
            init(error, *arguments)

        return noting

    def _was_met(self, error: Any) -> bool:  # Any: a RaisedError of a script, which is no package
        if error.message in IN_PROCESSES_OF_THEIR_OWN:
            return True
        path = str(ROOT / error.path)
        return any((path, line) in self._seen for line in range(error.first_line, error.last_line + 1))


def draw_errors() -> Any:  # Any: a module of scripts/, which is no package
    """The script that lists the errors."""
    spec = util.spec_from_file_location("draw_errors", ROOT / "scripts" / "draw_errors.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _are_all_run(config: pytest.Config) -> bool:
    """Whether nothing was chosen or left out: no path, no word, no mark; and the tests are run, not listed."""
    options = config.option
    is_chosen = options.keyword or options.markexpr or config.args_source is config.ArgsSource.ARGS
    is_less = options.deselect or options.ignore or options.ignore_glob
    is_last_failed = getattr(options, "lf", False)  # without pytest's cache there is no such option
    return not (is_chosen or is_less or is_last_failed or options.collectonly)
