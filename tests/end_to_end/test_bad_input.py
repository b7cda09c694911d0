"""Whatever is wrong, one line on standard error says what was found and what to do, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import msgspec
import pytest
from mcap.writer import Writer

from agent.cli import main
from bridge.clock import SystemClock
from bridge.errors import LinkUnavailable
from bridge.link.address import HOST
from bridge.link.socket import SocketListener
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from tests.end_to_end.commands import PROGRAM, run


@pytest.fixture
def refused(capfd):
    """Run a command that must fail; gives its one line."""

    def refuse(*arguments: object) -> str:
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        assert code == 1, err
        assert out == ""
        assert err.startswith("osrs-agent: ")
        assert err.count("\n") == 1, err
        assert err.endswith("\n")
        return err[len("osrs-agent: ") : -1]

    return refuse


@pytest.fixture
def session(demonstrations, tmp_path) -> Path:
    return Path(shutil.copy(sorted(demonstrations.glob("*.mcap"))[0], tmp_path / "a.mcap"))


def environment(**changes: str | None) -> dict[str, str]:
    values = {**os.environ, **changes}
    return {name: value for name, value in values.items() if value is not None}


class TestRecordings:
    def test_a_missing_one(self, refused, tmp_path):
        assert refused("replay", tmp_path / "a.mcap").endswith("a.mcap: there is no such recording")

    def test_a_missing_one_whose_recorder_did_not_end(self, refused, session):
        session.rename(session.with_name("a.mcap.part"))
        assert "`osrs-agent data repair` finishes it" in refused("replay", session)

    def test_an_empty_one(self, refused, tmp_path):
        (tmp_path / "a.mcap").touch()
        assert "a.mcap is no recording" in refused("replay", tmp_path / "a.mcap")

    def test_a_folder_in_the_place_of_one(self, refused, tmp_path):
        assert "cannot be read: Is a directory" in refused("replay", tmp_path)

    @pytest.mark.parametrize("length", [5, 20, 200])
    def test_one_that_is_cut_off_before_anything_was_recorded(self, refused, session, length):
        session.write_bytes(session.read_bytes()[:length])
        line = refused("replay", session)
        assert str(session) in line
        assert "no recording" in line or "nothing was recorded, delete it" in line

    def test_a_damaged_one_and_its_remedy(self, refused, session, capfd):
        content = bytearray(session.read_bytes())
        middle = len(content) // 2
        content[middle : middle + 300] = bytes(300)  # longer than any index between two chunks, which nobody reads
        session.write_bytes(content)
        assert "`osrs-agent data repair` saves what comes before" in refused("replay", session)
        assert "`osrs-agent data repair`" in refused("train", session)
        assert main(["data", "repair", str(session)]) == 0
        assert main(["replay", str(session)]) == 0
        assert session.with_name("a.mcap.damaged").read_bytes() == content

    def test_a_foreign_file(self, refused, tmp_path):
        (tmp_path / "a.mcap").write_text("a diary\n" * 100)
        assert "a.mcap is no recording" in refused("replay", tmp_path / "a.mcap")

    def test_a_recording_of_another_tool(self, refused, tmp_path):
        with (tmp_path / "a.mcap").open("wb") as file:
            writer = Writer(file)
            writer.start(profile="ros2")
            writer.finish()
        assert "profile 'ros2', expected 'osrs-agent': another tool wrote it" in refused("replay", tmp_path / "a.mcap")

    def test_another_format_version(self, refused, session, tmp_path):
        manifest = msgspec.structs.replace(open_recording(session).manifest, format_version=7, tool_version="9.9")
        with RecordingWriter(tmp_path / "b.mcap", manifest, video=False):
            pass
        line = refused("replay", tmp_path / "b.mcap")
        assert "format version 7, this osrs-agent reads version 1; read it with osrs-agent 9.9" in line


class TestTrainingData:
    def test_a_missing_path(self, refused, tmp_path):
        assert "none does not exist; give recordings" in refused("train", tmp_path / "none")

    def test_a_folder_without_sessions(self, refused, tmp_path):
        (tmp_path / "notes.txt").touch()
        assert "holds no session; expected .mcap" in refused("train", tmp_path)

    def test_one_session_only(self, refused, session):
        line = refused("train", session, "--run", session.parent / "run")
        assert "cannot be split by session; record at least 2" in line
        assert not (session.parent / "run").exists()

    def test_the_same_session_twice(self, refused, session):
        shutil.copy(session, session.with_name("b.mcap"))
        assert "is given more than once" in refused("train", session.parent, "--run", session.parent / "run")

    def test_a_part_is_finished_before_it_is_used(self, session, demonstrations, capfd):
        whole = session.read_bytes()
        session.with_name("a.mcap.part").write_bytes(whole[: len(whole) // 2])
        session.unlink()
        other = sorted(demonstrations.glob("*.mcap"))[1]
        arguments = ("--run", session.parent / "run", "--set", "training.steps=1", "--set", "encoder.hidden=8")
        assert main([str(one) for one in ("train", session.parent, other, *arguments)]) == 0
        assert "a.mcap: repaired" in capfd.readouterr().out
        assert open_recording(session).is_complete


class TestConfiguration:
    @pytest.mark.parametrize(
        ("setting", "told"),
        [
            ("encoder.hiden=3", "unknown key encoder.hiden; did you mean encoder.hidden?"),
            ("encodr.hidden=3", "unknown key encodr; did you mean encoder?"),
            ("encoder.hidden=much", "encoder.hidden"),
            ("encoder.hidden=-1", "encoder.hidden"),
            ("training.steps=0", "training.steps"),
            ("training.learning_rate=nan", "training.learning_rate"),
            ("encoder=3", "encoder"),
            ("nonsense", "an override reads section.key=value, found 'nonsense'"),
        ],
    )
    def test_a_setting_that_does_not_fit(self, refused, session, setting, told):
        assert told in refused("train", session, "--set", setting)

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            ("[encoder", "is no TOML file"),
            ("[encoder]\nhiden = 3", "unknown key encoder.hiden; did you mean encoder.hidden?"),
            ("encoder = 3", "encoder"),
        ],
    )
    def test_a_file_that_does_not_fit(self, refused, session, content, told):
        (session.parent / "a.toml").write_text(content)
        assert told in refused("train", session, "--config", session.parent / "a.toml")

    def test_a_file_that_is_missing(self, refused, session):
        assert "presets are: " in refused("train", session, "--config", session.parent / "none.toml")


class TestRuns:
    def test_a_taken_run_directory(self, refused, demonstrations, tiny_run):
        line = refused("train", demonstrations, "--run", tiny_run)
        assert line == f"{tiny_run} holds a run already; choose another directory, or resume it"

    def test_nothing_to_resume(self, refused, demonstrations, tmp_path):
        assert "holds no checkpoint" in refused("train", demonstrations, "--resume", tmp_path / "none")

    @pytest.mark.parametrize("verb", [("eval",), ("play",), ("play", "--lockstep"), ("replay", "--run")])
    def test_a_run_without_a_checkpoint(self, refused, session, tmp_path, verb):
        subject = [session] if verb[0] == "replay" else []
        assert "none/best holds no checkpoint" in refused(verb[0], *subject, *verb[1:], tmp_path / "none")

    @pytest.mark.parametrize("verb", [("eval", "--episodes", 1), ("play",)])
    def test_a_checkpoint_with_a_flipped_bit(self, refused, tiny_run, tmp_path, verb):
        damaged = Path(shutil.copytree(tiny_run, tmp_path / "run"))
        (weights,) = (damaged / "best").glob("*.safetensors")
        content = bytearray(weights.read_bytes())
        content[len(content) // 2] ^= 1
        weights.write_bytes(content)
        assert "is damaged: SHA-256 is" in refused(*verb, damaged, "--minutes", 0.1)

    def test_a_label_that_is_no_json(self, refused, tiny_run, tmp_path):
        damaged = Path(shutil.copytree(tiny_run, tmp_path / "run"))
        (damaged / "best" / "checkpoint.json").write_text("{")
        assert "is no label of a checkpoint" in refused("eval", damaged)


class TestPlaces:
    def test_a_demonstration_is_not_overwritten(self, refused, demonstrations):
        line = refused("sandbox", "--size", 1, "--minutes", 0.1, "--out", demonstrations)
        assert "exists already; choose another name or move it away" in line

    def test_a_folder_that_is_a_file(self, refused, session):
        line = refused("sandbox", "--size", 1, "--minutes", 0.1, "--out", session)
        assert line == f"{session}: File exists; move it away, or name another place"

    def test_a_folder_inside_a_file(self, refused, session):
        line = refused("sandbox", "--size", 1, "--minutes", 0.1, "--out", session / "x")
        assert line == f"{session / 'x'}: Not a directory; a part of its path is a file: name another place"

    def test_a_run_inside_a_file(self, refused, demonstrations, session):
        line = refused("train", demonstrations, "--run", session / "run", "--set", "training.steps=1")
        assert "Not a directory; a part of its path is a file: name another place" in line

    def test_a_recording_inside_a_file(self, display, refused, session):
        line = refused("record", session / "b.mcap", "--stop-after", 1)
        assert "Not a directory; a part of its path is a file: name another place" in line

    def test_a_recording_that_outgrows_its_disk_keeps_what_was_written(self, display, tmp_path):
        limited = f"ulimit -f 12; exec {PROGRAM} record {tmp_path}/a.mcap --expert --stop-after 20 --no-video"
        done = subprocess.run(["bash", "-c", limited], capture_output=True, text=True, check=False, timeout=60)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
        kept = f"what came before is kept in {tmp_path}/a.mcap.part"
        assert f"a.mcap cannot be written: File too large; {kept}" in done.stderr
        assert main(["data", "repair", str(tmp_path)]) == 0
        assert len(list(open_recording(tmp_path / "a.mcap").states())) >= 1


class TestDesktops:
    VERBS = (("record", "--expert"), ("sandbox", "--expert"), ("sandbox",))

    @pytest.mark.parametrize("verb", VERBS, ids=" ".join)
    def test_no_display_and_no_way_to_make_one(self, tmp_path, verb):
        env = environment(DISPLAY=None, WAYLAND_DISPLAY=None, XDG_SESSION_TYPE=None, PATH=str(tmp_path))
        self.assert_refused(run(*verb, env=env, cwd=tmp_path), "there is no display", "Xvfb")

    @pytest.mark.parametrize("verb", VERBS, ids=" ".join)
    def test_wayland(self, tmp_path, verb):
        env = environment(WAYLAND_DISPLAY="wayland-0")
        self.assert_refused(run(*verb, env=env, cwd=tmp_path), "this is a Wayland session", "log in to an X11")

    @pytest.mark.parametrize("verb", VERBS, ids=" ".join)
    def test_a_display_that_is_not_there(self, tmp_path, verb):
        env = environment(DISPLAY=":4711", WAYLAND_DISPLAY=None, XDG_SESSION_TYPE=None)
        self.assert_refused(run(*verb, env=env, cwd=tmp_path), "display", "")

    def assert_refused(self, finished, found, remedy):
        assert finished.code == 1
        assert finished.out == ""
        assert len(finished.error_lines) == 1, finished.err
        assert found in finished.err
        assert remedy in finished.err


def test_a_busy_port_is_named_with_its_remedy(tmp_path):
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        listener = SocketListener(tmp_path / "token", SystemClock(), taken.getsockname()[1])
        with pytest.raises(LinkUnavailable, match="end the program that listens there or choose another port"):
            listener.__enter__()
