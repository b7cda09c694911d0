"""The tools for recordings, end to end: what a person types, what comes out, and the exit code."""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path

import pytest

from agent.cli import main
from agent.commands import data_info
from bridge.clock import VirtualClock
from bridge.recording.channels import Topic
from bridge.recording.messages import Marker
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from tests.bridge.recording.sessions import (
    START_NS,
    contents,
    events_after,
    flipped_copy,
    manifest_of,
    state_at,
    write_session,
)


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
    assert "fault: /state from 0.000 to 1.800 s: 2 ticks are missing: the queue was full, 1200.0 ms lost" in out
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


def test_trim_writes_a_stretch_that_starts_at_a_tick_and_passes(tmp_path, capsys):
    session = write_session(tmp_path / "a.mcap", 6)
    assert main(["data", "trim", str(session.path), "--from", "0.7", "--until", "tick:4", "--json"]) == 0
    (said,) = told(capsys)["recordings"]
    assert (said["path"], said["ticks"], said["inputs"], said["verified"]) == (
        str(tmp_path / "a-trimmed.mcap"),
        2,
        12,
        True,
    )
    assert main(["data", "verify", said["path"], "--pictures"]) == 0


def test_trim_takes_the_place_of_its_recording_only_when_asked(tmp_path, capsys):
    for name in ("a", "b"):
        write_session(tmp_path / f"{name}.mcap", 4, video=False)
    assert main(["data", "trim", str(tmp_path), "--until", "tick:1", "--in-place", "--json"]) == 0
    assert [one["ticks"] for one in told(capsys)["recordings"]] == [1, 1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mcap", "b.mcap"]
    assert stat.S_IMODE((tmp_path / "a.mcap").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("flags", "ticks"),
    [
        (["--every-ticks", "2"], [2, 2, 2]),
        (["--every-minutes", "0.02"], [2, 2, 2]),
        (["--at", "tick:1", "--at", "2"], [1, 3, 2]),
    ],
    ids=["ticks", "minutes", "moments"],
)
def test_what_is_split_and_merged_is_the_recording_again(flags, ticks, tmp_path, capsys):
    session = write_session(tmp_path / "a.mcap", 6, video=False)
    assert main(["data", "split", str(session.path), *flags, "--out", str(tmp_path / "pieces"), "--json"]) == 0
    pieces = told(capsys)["recordings"][0]["pieces"]
    assert [piece["ticks"] for piece in pieces] == ticks
    assert all(piece["verified"] for piece in pieces)
    assert main(["data", "merge", str(tmp_path / "pieces"), "--out", str(tmp_path / "m.mcap"), "--json"]) == 0
    assert told(capsys)["sessions"] == ["session"]
    assert contents(tmp_path / "m.mcap") == contents(session.path)
    assert open_recording(tmp_path / "m.mcap").manifest == open_recording(session.path).manifest


def test_the_sessions_of_several_people_are_split_into_their_folders_from_the_first_tick_on(tmp_path, capsys):
    for person in ("ann", "bob"):
        with RecordingWriter(
            tmp_path / "in" / person / "s1.mcap", manifest_of(), clock=VirtualClock(), video=False
        ) as writer:
            writer.write_marker(Marker(START_NS - 1, "early", ""))
            for index in range(3):
                writer.write_state(state_at(index))
    command = ["data", "split", str(tmp_path / "in"), "--every-ticks", "2", "--out", str(tmp_path / "out"), "--json"]
    assert main(command) == 0
    pieces = [piece for one in told(capsys)["recordings"] for piece in one["pieces"]]
    assert [(Path(piece["path"]).relative_to(tmp_path / "out").as_posix(), piece["ticks"]) for piece in pieces] == [
        (f"{person}/s1-0{number}.mcap", ticks) for person in ("ann", "bob") for number, ticks in ((1, 2), (2, 1))
    ]


def test_split_without_a_place_to_cut_fails_and_writes_nothing(tmp_path, capsys):
    session = write_session(tmp_path / "a.mcap", 3, video=False)
    assert main(["data", "split", str(session.path), "--at-markers"]) == 1
    assert "nothing to split at" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["a.mcap"]


def test_redact_removes_says_so_and_names_what_still_holds_it(tmp_path, capsys):
    session = write_session(tmp_path / "a.mcap", 5)
    command = ["data", "redact", str(session.path), "--from", "tick:1", "--until", "tick:3"]
    assert main([*command, "--json"]) == 0
    (said,) = told(capsys)["recordings"]
    assert (said["removed"], said["blanked"], said["verified"]) == (
        {"/state": 2, "/state/view": 2, "/input": 12},
        6,
        True,
    )
    assert said["remaining"] == [str(session.path)]
    assert main([*command, "--in-place"]) == 0
    assert "still in" not in capsys.readouterr().out
    assert main(["data", "info", str(session.path), "--json"]) == 0
    assert told(capsys)["recordings"][0]["redactions"][0]["blanked"] == 6


@pytest.mark.parametrize(
    "arguments",
    [
        ["trim", "x"],
        ["trim", "x", "--from", "soon"],
        ["trim", "x", "--from", "1", "--out", "y", "--in-place"],
        ["split", "x"],
        ["split", "x", "--every-ticks", "0"],
        ["redact", "x"],
        ["redact", "x", "--key", "return"],
        ["redact", "x", "--key", "a", "--area", "1,1,5x5"],
        ["merge", "x"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_one_line_and_exit_code_2(arguments, capsys):
    assert main(["data", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_info_tells_people_sizes_rates_and_counts_and_no_python(tmp_path, capsys):
    for name in ("a", "b"):
        write_session(tmp_path / f"{name}.mcap", 3)
    assert main(["data", "info", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "45x31" in out
    assert "10 declared" in out
    assert "{" not in out
    assert "[" not in out


def test_a_file_that_may_not_be_read_is_told_and_stops_no_other(tmp_path, capsys, monkeypatch):
    for name in ("a", "b"):
        write_session(tmp_path / f"{name}.mcap", 1, video=False)

    def refuse(file, facts, read=data_info._read):
        if file.name == "a.mcap":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
        return read(file, facts)

    monkeypatch.setattr(data_info, "_read", refuse)
    assert main(["data", "info", str(tmp_path), "--json"]) == 1
    out, err = capsys.readouterr()
    assert len(json.loads(out.splitlines()[-1])["recordings"]) == 1
    assert "a.mcap: Permission denied; get the right to it, or name another place" in err


def test_a_redaction_that_finds_nothing_says_so(tmp_path, capsys):
    session = write_session(tmp_path / "a.mcap", 2, video=False)
    assert main(["data", "redact", str(session.path), "--key", "f9"]) == 0
    out = capsys.readouterr().out
    assert "nothing of that kind was in it" in out
    assert "still in" not in out


def test_data_value_tells_each_session_and_what_to_record_more_of(demonstrations, tiny_run, capsys):
    assert main(["data", "value", str(demonstrations), "--run", str(tiny_run), "--steps", "1", "--json"]) == 0
    told = capsys.readouterr()
    values = json.loads(told.out)
    assert [one["held_out_gain"] is None for one in values["sessions"]] == [False, True]
    assert {"idle_share", "duplicate_share", "windows", "source"} <= values["sessions"][0].keys()
    assert values["situations"][0]["need"] >= values["situations"][-1]["need"]
    assert f"record more of: {values['situations'][0]['name']}" in told.err
