"""`osrs-agent runs`: lists and compares."""

import json

from agent.cli import main
from tests.model.run_directories import tiny, write_run


def test_runs_are_listed_and_compared(tmp_path, capsys):
    write_run(tmp_path / "a", tiny("training.batch=32"))
    write_run(tmp_path / "b", tiny())
    assert main(["runs", str(tmp_path), "--json"]) == 0
    out, err = capsys.readouterr()
    result = json.loads(out)
    assert [one["run"] for one in result["runs"]] == [str(tmp_path / "a"), str(tmp_path / "b")]
    assert result["differences"] == {"training.batch": [32, 64]}
    assert "training.batch" in err


def test_without_a_run_it_says_what_makes_one(tmp_path, capsys):
    assert main(["runs", str(tmp_path)]) == 0
    assert "`osrs-agent train` makes one" in capsys.readouterr().out
