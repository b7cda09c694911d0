"""A recording is shown from the command line."""

import json

import pytest

from agent.cli import main
from tests.bridge.recording.sessions import write_session


def test_view_writes_a_page_with_what_a_run_would_have_done(demonstrations, tiny_run, tmp_path, capsys):
    session, page = str(demonstrations / "woodcutting-000001.mcap"), tmp_path / "page.html"
    assert main(["data", "view", session, "--html", str(page), "--run", str(tiny_run), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out.splitlines()[-1])["recordings"]
    assert (told["ticks"], told["out"]) == (101, str(page))
    assert told["runs"][-1] == "runs0/tiny"
    assert page.read_text().startswith("<!doctype html>")


def test_view_writes_a_file_for_rerun(demonstrations, tmp_path, capsys):
    out = tmp_path / "session.rrd"
    assert main(["data", "view", str(demonstrations / "woodcutting-000001.mcap"), "--save", str(out)]) == 0
    assert out.stat().st_size > 1000
    assert "opens it" in capsys.readouterr().out


def test_a_folder_is_shown_file_by_file_and_one_that_cannot_be_shown_stops_no_other(tmp_path, capsys):
    for name in ("ann/s1", "bob/s1"):
        write_session(tmp_path / "data" / f"{name}.mcap", 2)
    (tmp_path / "data" / "broken.mcap").write_bytes(b"nothing")
    assert main(["data", "view", str(tmp_path / "data"), "--html", str(tmp_path / "pages"), "--json"]) == 1
    out, err = capsys.readouterr()
    told = json.loads(out.splitlines()[-1])
    pages = sorted(path.relative_to(tmp_path / "pages").as_posix() for path in (tmp_path / "pages").rglob("*.html"))
    assert pages == ["ann/s1.html", "bob/s1.html"]
    assert (told["ok"], len(told["recordings"])) == (False, 2)
    assert told["failed"][0]["path"] == str(tmp_path / "data" / "broken.mcap")
    assert "broken.mcap is no recording" in told["failed"][0]["error"]
    assert "broken.mcap is no recording" in err


@pytest.mark.parametrize(("flag", "name"), [("--html", "p.html"), ("--save", "p.rrd"), ("--animation", "p.webp")])
def test_what_is_there_is_never_overwritten(flag, name, tmp_path, capsys):
    session = write_session(tmp_path / "s.mcap", 2)
    (tmp_path / name).write_text("mine")
    assert main(["data", "view", str(session.path), flag, str(tmp_path / name)]) == 1
    assert f"{name} exists already; name another place" in capsys.readouterr().err
    assert (tmp_path / name).read_text() == "mine"


@pytest.mark.parametrize(("flag", "suffix"), [("--html", ".html"), ("--save", ".rrd"), ("--animation", ".webp")])
def test_a_recording_named_as_the_output_stays_as_it_is(flag, suffix, tmp_path, capsys):
    session = write_session(tmp_path / "s.mcap", 2)
    before = session.path.read_bytes()
    assert main(["data", "view", str(session.path), flag, str(session.path)]) == 2
    assert f"{flag} writes {suffix} files; name it {session.path.with_suffix(suffix)}" in capsys.readouterr().err
    assert session.path.read_bytes() == before


def test_one_page_for_several_recordings_is_refused(tmp_path, capsys):
    paths = [str(write_session(tmp_path / f"{name}.mcap", 1).path) for name in ("a", "b")]
    assert main(["data", "view", *paths, "--html", str(tmp_path / "p.html")]) == 2
    assert "p.html is one file, and there are 2 recordings; name a folder" in capsys.readouterr().err


def test_a_page_and_a_rerun_file_at_once_are_refused(capsys):
    assert main(["data", "view", "a.mcap", "--html", "p.html", "--save", "s.rrd"]) == 2
    assert "--save: not allowed with argument --html" in capsys.readouterr().err


def test_what_is_not_there_is_told(tmp_path, capsys):
    assert main(["data", "view", str(tmp_path / "none.mcap"), "--html", str(tmp_path / "p.html")]) == 1
    assert "none.mcap" in capsys.readouterr().err
