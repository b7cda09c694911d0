"""An error for people that no test meets fails a whole run, and only a whole one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bridge.errors import UnusableLog
from tests.raised import NOT_ON_EVERY_MACHINE, RaisedErrors


class Terminal:
    """Keeps the lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def line(self, text: str, **_: bool) -> None:
        self.lines.append(text)


def finished(**changes: object) -> tuple[int, list[str]]:
    """The exit status and the lines of a run in which no error was met."""
    usual = {"keyword": "", "markexpr": "", "deselect": None, "ignore": None, "ignore_glob": None, "collectonly": False}
    skipped = changes.pop("skipped", [])
    terminal = Terminal()
    config = SimpleNamespace(
        option=SimpleNamespace(**(usual | changes)),
        args_source=pytest.Config.ArgsSource.TESTPATHS,
        ArgsSource=pytest.Config.ArgsSource,
        pluginmanager=SimpleNamespace(get_plugin=lambda _: SimpleNamespace(stats={"skipped": skipped})),
        get_terminal_writer=lambda: terminal,
    )
    session = SimpleNamespace(config=config, exitstatus=pytest.ExitCode.OK)
    RaisedErrors().pytest_sessionfinish(session, pytest.ExitCode.OK)  # type: ignore[arg-type]
    return session.exitstatus, terminal.lines


def test_a_whole_run_with_an_unmet_error_fails_and_names_it() -> None:
    status, lines = finished()
    assert status == pytest.ExitCode.TESTS_FAILED
    assert any("no test meets the error of model/runtimes/compiling.py:" in line for line in lines)


@pytest.mark.parametrize("change", [{"keyword": "word"}, {"ignore": ["tests/soak"]}, {"lf": True}])
def test_a_run_of_a_part_is_left_as_it_is(change: dict[str, object]) -> None:
    assert finished(**change) == (pytest.ExitCode.OK, [])


def test_a_skipped_test_excuses_the_error_that_its_machine_cannot_raise_and_no_other() -> None:
    (message, place), *_ = NOT_ON_EVERY_MACHINE.items()
    usual = finished()[1]
    assert any(message in line for line in usual)
    status, lines = finished(skipped=[SimpleNamespace(nodeid=place), SimpleNamespace(nodeid="another")])
    assert status == pytest.ExitCode.TESTS_FAILED
    assert lines == [line for line in usual if message not in line]


def test_an_error_made_here_is_met(monkeypatch: pytest.MonkeyPatch) -> None:
    watching = RaisedErrors()
    monkeypatch.setattr(UnusableLog, "__init__", watching._watched(UnusableLog.__init__))
    UnusableLog("a log")
    assert [path for path, _ in watching._seen] == [__file__]
