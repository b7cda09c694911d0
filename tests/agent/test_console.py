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


def test_a_complaint_is_one_line_on_standard_error(capsys):
    complain(f"the game said: a\n  b [not markup] :smile: {'c' * 200}")
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"osrs-agent: the game said: a b [not markup] :smile: {'c' * 200}\n"
