"""Sessions leave by `data export` and come back by `data import`, on the command line."""

from __future__ import annotations

import json

from agent.cli import main
from tests.bridge.recording.sessions import contents, write_session


def told(capsys) -> dict[str, object]:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_a_folder_of_sessions_makes_the_round_trip_through_csv(tmp_path, capsys):
    session = write_session(tmp_path / "data" / "ann" / "s.mcap", 2, video=False)
    out, back = str(tmp_path / "out"), str(tmp_path / "back")
    assert main(["data", "export", str(tmp_path / "data"), "--format", "csv", "--out", out, "--json"]) == 0
    exported = told(capsys)
    assert (exported["ok"], exported["format"], exported["sessions"], exported["events"]) == (True, "csv", 1, 12)
    assert exported["recordings"][0]["files"] == [f"{out}/ann/s.csv", f"{out}/ann/s.json"]
    assert main(["data", "import", out, "--format", "csv", "--out", back, "--json"]) == 0
    assert (told(capsys)["events"], contents(tmp_path / "back/ann/s.mcap")[0]) == (12, list(session.events))


def test_a_session_that_cannot_be_exported_stops_no_other(tmp_path, capsys):
    write_session(tmp_path / "data" / "s.mcap", 1, video=False)
    (tmp_path / "data" / "broken.mcap").write_bytes(b"nothing")
    command = ["data", "export", str(tmp_path / "data"), "--format", "csv", "--out", str(tmp_path / "out"), "--json"]
    assert main(command) == 1
    out, err = capsys.readouterr()
    assert (json.loads(out)["ok"], json.loads(out)["sessions"]) == (False, 1)
    assert "broken.mcap is no recording" in err


def test_an_import_of_a_format_without_a_folder_is_wrong_use(tmp_path, capsys):
    assert main(["data", "import", str(tmp_path), "--format", "csv"]) == 2
    assert "an import of csv needs --out DIR" in capsys.readouterr().err


def test_a_session_makes_the_round_trip_through_a_lerobot_dataset(tmp_path, capsys):
    session = write_session(tmp_path / "s.mcap", 2)
    out, back = str(tmp_path / "set"), str(tmp_path / "back")
    assert (
        main(["data", "export", str(session.path), "--format", "lerobot", "--fps", "20", "--out", out, "--json"]) == 0
    )
    (exported,) = told(capsys)["recordings"]
    assert (exported["events"], exported["rows"], exported["frames"]) == (12, 21, 6)
    assert main(["data", "import", out, "--format", "lerobot", "--out", back, "--json"]) == 0
    assert told(capsys)["events"] == 12
    assert contents(tmp_path / "back/s.mcap") == (list(session.events), list(session.states))


def test_a_session_makes_the_round_trip_through_an_owa_file(tmp_path, capsys):
    session = write_session(tmp_path / "s.mcap", 2)
    out, back = str(tmp_path / "owa"), str(tmp_path / "back")
    assert main(["data", "export", str(session.path), "--format", "owamcap", "--out", out, "--json"]) == 0
    (exported,) = told(capsys)["recordings"]
    assert (exported["events"], exported["frames"]) == (12, 6)
    assert main(["data", "import", out, "--format", "owamcap", "--out", back, "--json"]) == 0
    assert contents(tmp_path / "back/s.mcap") == (list(session.events), list(session.states))


def test_logs_in_the_manner_of_vpt_are_imported(tmp_path, capsys):
    (tmp_path / "log.jsonl").write_text('{"mouse": {"x": 3, "y": 4, "newButtons": [0]}, "milli": 7}\n')
    command = ["data", "import", str(tmp_path), "--format", "vpt", "--out", str(tmp_path / "back"), "--json"]
    assert main(command) == 0
    assert told(capsys)["events"] == 3
    assert len(contents(tmp_path / "back/log.mcap")[0]) == 3
