"""The tools for recordings, end to end: what a person types, what comes out, and the exit code."""

from __future__ import annotations

import json

from agent.cli import main
from bridge.clock import VirtualClock
from bridge.recording.channels import Topic
from bridge.recording.writer import RecordingWriter
from tests.bridge.recording.sessions import events_after, flipped_copy, manifest_of, state_at, write_session


def told(capsys):
    """What the command that just ran said as JSON."""
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_verify_passes_a_sound_folder(tmp_path, capsys):
    for name in ("a", "b"):
        write_session(tmp_path / f"{name}.mcap", 3)
    assert main(["data", "verify", str(tmp_path), "--pictures", "--json"]) == 0
    said = told(capsys)
    assert (said["ok"], said["crc_errors"], said["repaired"]) == (True, 0, False)
    assert said["streams"]["/input"] == {"count": 36, "gaps": 0, "lost_ms": 0.0}
    assert [one["fps"]["declared"] for one in said["recordings"]] == [10.0, 10.0]


def test_verify_fails_what_lost_something_and_says_how_much_and_where(tmp_path, capsys):
    with RecordingWriter(tmp_path / "a.mcap", manifest_of(), clock=VirtualClock(), video=False) as writer:
        writer.write_state(state_at(0))
        writer.note_dropped(Topic.STATE, 2, "the queue was full")
        writer.write_state(state_at(3))
        writer.write_input(events_after(3)[0])
    assert main(["data", "verify", str(tmp_path / "a.mcap")]) == 1
    out = capsys.readouterr().out
    assert "FAIL, 2 faults; 1200.0 ms lost" in out
    assert "fault: /state from 0.000 to 1.800 s: 2 ticks are missing, 1200.0 ms lost" in out
    assert main(["data", "verify", str(tmp_path / "a.mcap"), "--json"]) == 1
    assert told(capsys)["streams"]["/state"] == {"count": 2, "gaps": 1, "lost_ms": 1200.0}


def test_verify_tells_damage_and_what_is_no_recording_and_goes_on(tmp_path, capsys):
    write_session(tmp_path / "whole.mcap", 3)
    flipped_copy(tmp_path / "whole.mcap", tmp_path / "a.mcap", 3000, 1)
    (tmp_path / "b.mcap").write_bytes(b"mine")
    assert main(["data", "verify", str(tmp_path), "--json"]) == 1
    out, err = capsys.readouterr()
    said = json.loads(out)
    assert said["ok"] is False
    assert said["crc_errors"] > 0
    assert [one["ok"] for one in said["recordings"]] == [False, True]
    assert "b.mcap is no recording" in err


def test_info_sums_up_a_folder(tmp_path, capsys):
    for name in ("a", "b"):
        write_session(tmp_path / f"{name}.mcap", 3, video=False)
    assert main(["data", "info", str(tmp_path), "--json"]) == 0
    total = told(capsys)["total"]
    assert (total["recordings"], total["sessions"], total["streams"]["/input"]["count"]) == (2, 1, 36)
