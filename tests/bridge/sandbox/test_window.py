import json
import os
import signal
import subprocess
import sys
from contextlib import closing

import pytest

from agent.desktop.canvas import find_window
from bridge.clock import SystemClock
from bridge.link.socket import SocketListener
from bridge.sandbox.window import main

COMMAND = [sys.executable, "-m", "bridge.sandbox.window"]


def test_minutes_over_is_a_clean_ending_with_a_result(tmp_path):
    result = tmp_path / "result.json"
    assert main(["--headless", "--expert", "--seed", "5", "--minutes", "0.02", "--result", str(result)]) == 0
    written = json.loads(result.read_bytes())
    assert set(written) == {"score", "ticks", "digest"}
    assert written["ticks"] == 2


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_is_a_clean_ending_with_a_result(display, tmp_path, ending):
    result = tmp_path / "result.json"
    with subprocess.Popen([*COMMAND, "--result", str(result)], stderr=subprocess.PIPE) as process:
        find_window("osrs-agent sandbox", SystemClock(), pid=process.pid, timeout_s=20.0)
        os.kill(process.pid, ending)
        assert process.communicate(timeout=10)[1] == b""
    assert process.returncode == 0
    assert json.loads(result.read_bytes())["ticks"] >= 0


def test_the_agent_gets_every_state_from_the_first_on(display, tmp_path):
    clock, result = SystemClock(), tmp_path / "result.json"
    with SocketListener(tmp_path / "token", clock) as listener:
        command = [*COMMAND, "--port", str(listener.port), "--token", str(tmp_path / "token"), "--minutes", "0.03"]
        with subprocess.Popen([*command, "--result", str(result), "--login"]) as process:
            with closing(listener.accept(20.0)) as link:
                states = [link.receive(5.0) for _ in range(4)]
            assert process.wait(10) == 0
    assert [state.tick.index for state in states] == [0, 1, 2, 3]
    assert {state.phase for state in states} == {"login_screen"}
    assert json.loads(result.read_bytes())["ticks"] == 3


def test_a_game_whose_agent_is_gone_ends_by_itself(tmp_path, monkeypatch):
    monkeypatch.setattr("bridge.sandbox.window._CONNECT_NS", 0)
    monkeypatch.setattr("bridge.sandbox.window._ALONE_NS", 300_000_000)
    result = tmp_path / "result.json"
    with SocketListener(tmp_path / "token", SystemClock()) as listener:
        port = listener.port  # nobody listens there any more when the game dials
    options = ["--headless", "--port", str(port), "--token", str(tmp_path / "token"), "--result", str(result)]
    assert main(options) == 0
    assert json.loads(result.read_bytes())["ticks"] <= 2


def test_without_a_display_one_line_and_exit_code_1():
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    ended = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert "no display" in ended.stderr


@pytest.mark.parametrize("wrong", [["--port", "1"], ["--expert"], ["--task", "flying"], ["--nothing"]])
def test_a_wrong_command_line_is_a_usage_error(wrong, capsys):
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err
