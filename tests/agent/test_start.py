"""A start of the program releases first what a session that was killed left held."""

import os
import subprocess
import sys

from agent.desktop.ledger import ledger_path, mapped_ledger, open_ledger_file
from agent.desktop.x11 import extension, open_connection, root_window
from tests.agent.desktop.handling import NOTHING, SHIFT_KEYCODE
from tests.agent.desktop.plain_window import plain_window

START = "import sys; from agent.start import main; sys.exit(main())"


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", START, *arguments], capture_output=True, text=True, check=False)


def test_a_command_that_fails_for_another_reason_has_released_already(display, tmp_path):
    held = open_ledger_file(ledger_path(os.environ["DISPLAY"]))
    ledger, connection = mapped_ledger(held), open_connection()
    ledger.begin()
    with plain_window() as plain:
        ledger.press_key(SHIFT_KEYCODE)
        extension(connection, "xtest").FakeInput(2, SHIFT_KEYCODE, 0, root_window(connection), 0, 0, 0)
        connection.core.GetInputFocus().reply()
        assert plain.held() == (set(), {SHIFT_KEYCODE})
        done = start("play", str(tmp_path / "no-run"))
        assert (done.returncode, "no-run" in done.stderr) == (1, True)
        assert plain.held() == NOTHING
    connection.disconnect()
    os.close(held)


def test_a_display_that_is_not_there_keeps_nobody_from_asking_for_help(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":12345")
    done = start("--help")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_end_waits_for_no_unloading_and_loses_no_output():
    code = f"import atexit, time; atexit.register(time.sleep, 60); {START}"
    command = [sys.executable, "-c", code, "panic", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout == '{"released":0}\n'
