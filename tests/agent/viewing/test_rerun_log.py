"""A session as Rerun takes it: its own reader finds every part."""

import subprocess
import sys
from pathlib import Path

import pytest

from agent.errors import AgentError
from agent.viewing.rerun_log import RERUN_PICTURES, open_in_rerun, save_rerun
from agent.viewing.shown import shown_session
from bridge.recording.reader import open_recording

RERUN = Path(sys.executable).with_name("rerun")


@pytest.fixture(scope="module")
def shown(sample_recording):
    return shown_session(open_recording(sample_recording), {}, RERUN_PICTURES)


def test_rerun_s_own_reader_accepts_the_file_and_finds_every_part(shown, tmp_path):
    save_rerun(shown, tmp_path / "s.rrd")
    told = subprocess.run([RERUN, "rrd", "verify", tmp_path / "s.rrd"], capture_output=True, text=True, check=True)
    assert "1 file verified without error" in told.stdout + told.stderr
    printed = subprocess.run([RERUN, "rrd", "print", tmp_path / "s.rrd"], capture_output=True, text=True, check=True)
    for entity in ("/game/picture", "/game/picture/way", "/game/picture/planned/recorded", "/events", "/state"):
        assert entity in printed.stdout


def test_only_its_owner_can_read_the_file(shown, tmp_path):
    save_rerun(shown, tmp_path / "s.rrd")
    assert (tmp_path / "s.rrd").stat().st_mode & 0o777 == 0o600


def test_without_rerun_the_remedy_is_told(shown, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "rerun", None)
    with pytest.raises(AgentError, match=r"osrs-agent\[view\].*--html"):
        save_rerun(shown, tmp_path / "s.rrd")


def test_a_viewer_that_does_not_start_is_told_with_the_way_round(shown, monkeypatch):
    def refuse(**_) -> None:
        raise RuntimeError("no viewer")

    monkeypatch.setattr("rerun.spawn", refuse)
    with pytest.raises(AgentError, match=r"viewer did not start \(no viewer\); --save FILE\.rrd"):
        open_in_rerun(shown)


def test_the_viewer_is_the_one_beside_python_wherever_path_leads(shown, monkeypatch):
    started = []
    monkeypatch.setattr("rerun.spawn", lambda executable_path, **_: started.append(executable_path))
    monkeypatch.setenv("PATH", "/nowhere")
    open_in_rerun(shown)
    assert started == [str(RERUN)]
