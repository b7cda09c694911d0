"""`osrs-agent bridge` without anybody at the other end."""

from __future__ import annotations

import socket

from agent.cli import main
from tests.architecture.sources import ROOT

SAMPLE = str(ROOT / "recordings" / "sample" / "woodcutting.mcap")


def test_a_recording_that_nobody_listens_to_says_what_to_start(tmp_path, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen: whoever dials is refused
        port = taken.getsockname()[1]
        command = f"bridge fake {SAMPLE} --wait 0.05 --port {port} --token {tmp_path / 'token'}"
        assert main(command.split()) == 1
    told = f"no agent took the connection on port {port} within 0.05 s; start `osrs-agent bridge tail` with the same"
    assert told in capsys.readouterr().err
