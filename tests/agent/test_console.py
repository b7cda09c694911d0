"""People's text and the programs' line do not mix."""

import json

from agent.console import Reporter, complain


def test_the_result_is_the_last_line_of_standard_output(capsys):
    reporter = Reporter(as_json=True)
    reporter.say("a line for people [not markup]")
    reporter.table("a table", ("player", "mean"), [("expert", "1.00")])
    reporter.result({"score": 1.5, "sessions": ["a" * 300]})
    out, err = capsys.readouterr()
    assert json.loads(out.splitlines()[-1]) == {"score": 1.5, "sessions": ["a" * 300]}
    assert len(out.splitlines()) == 1
    assert "a line for people [not markup]" in err
    assert "expert" in err


def test_without_json_people_read_standard_output(capsys):
    reporter = Reporter(as_json=False)
    reporter.say("a line for people")
    reporter.result({"score": 1.5})
    out, err = capsys.readouterr()
    assert out == "a line for people\n"
    assert err == ""


def test_a_table_in_a_pipe_is_not_cut(capsys):
    Reporter(as_json=False).table("runs", ("run", "a column with a long name"), [("r" * 150, "1.00")])
    out, _ = capsys.readouterr()
    assert "r" * 150 in out
    assert "a column with a long name" in out


def test_on_a_narrow_terminal_a_name_is_folded_not_cut(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "30")
    Reporter(as_json=False).table("runs", ("run", "score"), [("0123456789" * 5, "1.00")])
    out, _ = capsys.readouterr()
    digits = "".join(
        letter for line in out.splitlines() if "1.00" in line or "│" in line for letter in line.split("│")[1]
    )
    assert digits.replace(" ", "") == "0123456789" * 5


def test_a_complaint_is_one_line_on_standard_error(capsys):
    complain(f"the game said: a\n  b [not markup] :smile: {'c' * 200}")
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"osrs-agent: the game said: a b [not markup] :smile: {'c' * 200}\n"
