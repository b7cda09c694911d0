"""A recording is shown from the command line."""

import json

import pytest

from agent.cli import main


def test_view_writes_a_page_with_what_a_run_would_have_done(demonstrations, tiny_run, tmp_path, capsys):
    session, page = str(demonstrations / "woodcutting-000001.mcap"), tmp_path / "page.html"
    assert main(["data", "view", session, "--html", str(page), "--run", str(tiny_run), "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["ticks"], told["out"]) == (101, str(page))
    assert told["runs"][-1] == "runs0/tiny"
    assert page.read_text().startswith("<!doctype html>")


def test_view_writes_a_file_for_rerun(demonstrations, tmp_path, capsys):
    out = tmp_path / "session.rrd"
    assert main(["data", "view", str(demonstrations / "woodcutting-000001.mcap"), "--save", str(out)]) == 0
    assert out.stat().st_size > 1000
    assert "opens it" in capsys.readouterr().out


@pytest.mark.parametrize(
    "flags", [["a.mcap", "b.mcap"], ["a.mcap", "--html", "p.html", "--save", "s.rrd"]], ids=" ".join
)
def test_wrong_use_is_told(flags, capsys):
    assert main(["data", "view", *flags]) == 2
    assert "data view" in capsys.readouterr().err


def test_what_is_not_there_is_told(tmp_path, capsys):
    assert main(["data", "view", str(tmp_path / "none.mcap"), "--html", str(tmp_path / "p.html")]) == 1
    assert "none.mcap" in capsys.readouterr().err
