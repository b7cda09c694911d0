"""The way of foreign logs: imported by the command line, then trained and evaluated on as any other recording."""

from __future__ import annotations

import json

import pytest

from agent.cli import main
from tests.bridge.importing.logs import BALABIT, BALABIT_HEADER, write_person
from tests.bridge.recording.sessions import write_session

TINY = ("--set", "encoder.hidden=16", "--set", "training.steps=2", "--set", "training.batch=8")


def long_log() -> str:
    """A minute of a pointer that wanders and clicks."""
    rows = []
    for step in range(600):
        second, x, y = step / 10, 100 + 37 * step % 400, 100 + 11 * step % 300
        rows.append(f"{second},{second},NoButton,Move,{x},{y}")
        if step % 10 == 5:
            rows.append(f"{second},{second + 0.02:.3f},Left,Pressed,{x},{y}")
            rows.append(f"{second},{second + 0.08:.3f},Left,Released,{x},{y}")
    return "\n".join((BALABIT_HEADER, *rows))


def test_data_imports_logs_and_counts_the_dirt(tmp_path, capsys):
    write_person(tmp_path / "logs", "ann", "s1", "s2", text=BALABIT + "0.2,0.61,Scroll,Up,15,21\n")
    command = ["data", "import", str(tmp_path / "logs"), "--layout", "balabit", "--out", str(tmp_path / "out")]
    assert main([*command, "--json"]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert (told["ok"], told["sessions"], told["rows"], told["events"]) == (True, 2, 16, 14)
    assert told["dirt"]["duplicate"] == 2
    assert [one["session"] for one in told["recordings"]] == ["ann/s1", "ann/s2"]
    assert "duplicate" in err


def test_imported_logs_train_and_are_judged_as_any_other(tmp_path, capsys):
    write_person(tmp_path / "logs", "ann", "s1", "s2", text=long_log())
    recordings, run = str(tmp_path / "out"), str(tmp_path / "run")
    assert main(["data", "import", str(tmp_path / "logs"), "--layout", "balabit", "--out", recordings]) == 0
    assert main(["train", recordings, "--run", run, *TINY, "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["best"]["clock_nats_per_window"] > 0
    for kept in ("best/README.md", "last/README.md", "curves.png", "config.toml", "run.json"):
        assert (tmp_path / "run" / kept).stat().st_size > 0, kept
    assert main(["eval", run, "--data", recordings, "--episodes", "0", "--json"]) == 0
    judged = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert judged["tasks"] == {}
    assert judged["offline"]["clock_nats_per_window"] > 0
    assert main(["data", "info", recordings, "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [one["streams"]["/state"]["count"] for one in told["recordings"]] == [0, 0]


@pytest.mark.parametrize("missing", [["--layout", "balabit"], ["--out", "x"]], ids=" ".join)
def test_an_import_without_layout_or_folder_is_wrong_use(missing, tmp_path, capsys):
    assert main(["data", "import", str(tmp_path), *missing]) == 2
    assert "an import of logs needs --layout NAME and --out DIR" in capsys.readouterr().err


def test_an_import_that_finds_no_log_says_so(tmp_path, capsys):
    assert main(["data", "import", str(tmp_path), "--layout", "balabit", "--out", str(tmp_path / "out")]) == 1
    assert "holds no log" in capsys.readouterr().err


def test_a_log_that_cannot_be_used_is_told_and_the_others_are_imported(tmp_path, capsys):
    write_person(tmp_path / "logs", "ann", "a", text="no,log\n1,2\n")
    write_person(tmp_path / "logs", "ann", "s1", "s2", text=BALABIT)
    command = ["data", "import", str(tmp_path / "logs"), "--layout", "balabit", "--out", str(tmp_path / "out")]
    assert main([*command, "--json"]) == 1
    out, err = capsys.readouterr()
    told = json.loads(out.splitlines()[-1])
    assert (told["ok"], told["sessions"], len(told["failed"])) == (False, 2, 1)
    assert told["failed"][0]["path"].endswith("a.csv")
    assert "a.csv: the header has no column" in err


def test_a_data_set_that_is_none_is_told_and_the_others_are_imported(tmp_path, capsys):
    session = write_session(tmp_path / "s.mcap", 1)
    good, bad = str(tmp_path / "set"), str(tmp_path)
    assert main(["data", "export", str(session.path), "--format", "lerobot", "--out", good]) == 0
    command = ["data", "import", bad, good, "--format", "lerobot", "--out", str(tmp_path / "back"), "--json"]
    assert main(command) == 1
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["sessions"], [one["path"] for one in told["failed"]]) == (1, [bad])
    assert (tmp_path / "back" / "s.mcap").exists()
