"""The command line: each verb explains itself, wrong use is told in a line, little is loaded before it is needed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from importlib import import_module

import pytest

from agent.cli import VERBS, main


def ended(arguments: list[str]) -> object:
    """The exit code, whether returned or raised."""
    try:
        return main(arguments)
    except SystemExit as end:
        return end.code or 0


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_explains_itself_with_an_example(verb, capsys):
    assert ended([verb, "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"usage: osrs-agent {verb}")
    assert f"example:\n  osrs-agent {verb}" in out
    assert "--json" in out
    assert VERBS[verb] in " ".join(out.split())


def test_ctrl_c_whose_exception_an_import_swallows_still_ends_the_command(monkeypatch, capsys):
    def import_and_lose(name):
        with suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        return import_module(name)

    monkeypatch.setattr("agent.cli.import_module", import_and_lose)
    assert ended(["doctor", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"ok": False, "error": "stopped by Ctrl-C", "exit_code": 1}


@pytest.mark.parametrize("verb", VERBS)
def test_the_example_of_a_verb_is_understood(verb, capsys):
    ended([verb, "--help"])
    example = capsys.readouterr().out.split("example:\n")[1].split()
    assert ended([*example[1:], "--help"]) == 0


def test_the_verbs_are_listed(capsys):
    assert ended(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"  {verb:9}{text}\n" in out for verb, text in VERBS.items())


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["recrod"],
        ["record", "--unknown"],
        ["record", "--fps", "0"],
        ["record", "--fps", "nan"],
        ["record", "--stop-after", "-1"],
        ["record", "--seed", "-1"],
        ["record", "--frame-size", "9999x9999"],
        ["record", "--inputs", "plugin"],
        ["train"],
        ["train", "x", "--minutes", "0"],
        ["train", "x", "--resume", "y", "--run", "z"],
        ["train", "x", "--resume", "y", "--set", "training.steps=3"],
        ["eval"],
        ["eval", "x", "--episodes", "-1"],
        ["eval", "x", "--episodes", "0", "--suite"],
        ["eval", "x", "--minutes", "inf"],
        ["eval", "x", "--suite", "--task", "combat"],
        ["play"],
        ["play", "x", "--minutes", "0"],
        ["play", "x", "--lockstep", "--dry-run"],
        ["play", "x", "--lockstep", "--view"],
        ["play", "x", "--device", "tpu"],
        ["replay"],
        ["sandbox", "--size", "2"],
        ["sandbox", "--out", "x"],
        ["sandbox", "--size", "0", "--out", "x"],
        ["sandbox", "--minutes", "nan"],
        ["sandbox", "--expert", "--random"],
        ["sandbox", "--expert", "--login"],
        ["sandbox", "--frames"],
        ["sandbox", "--disturbed", "--headless"],
        ["sandbox", "--disturbed", "--random", "--size", "1", "--out", "x"],
        ["data", "info"],
        ["data", "mend", "x"],
        ["demo", "--episodes", "0"],
        ["record", "--game", "chess"],
        ["record", "--game", "runelite", "--expert"],
        ["record", "--window-title", "x"],
        ["play", "x", "--arm"],
        ["play", "x", "--game", "runelite", "--arm", "--dry-run"],
        ["play", "x", "--game", "runelite", "--lockstep"],
        ["play", "x", "--game", "runelite", "--port", "0"],
        ["bridge"],
        ["bridge", "head"],
        ["bridge", "tail", "--ticks", "0"],
        ["bridge", "fake"],
        ["bridge", "fake", "x", "--speed", "0"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_one_line_and_exit_code_2(arguments, capsys):
    assert ended(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("osrs-agent")
    assert err.count("\n") == 1


def test_the_result_is_the_last_line_of_standard_output(capsys):
    assert main(["sandbox", "--headless", "--random", "--minutes", "0.1", "--seed", "4", "--json"]) == 0
    out, err = capsys.readouterr()
    result = json.loads(out)
    assert result.keys() == {"score", "ticks", "digest", "sessions"}
    assert (result["ticks"], result["sessions"]) == (10, [])
    assert "random" in err


def test_without_json_a_person_reads_standard_output(capsys):
    assert main(["sandbox", "--headless", "--minutes", "0.1", "--seed", "4"]) == 0
    out, err = capsys.readouterr()
    assert "the expert scored" in out
    assert err == ""


def test_a_failure_is_one_line_and_exit_code_1(capsys, tmp_path):
    assert main(["replay", str(tmp_path / "none.mcap")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"osrs-agent: {tmp_path}/none.mcap: there is no such recording\n"


def test_a_failure_and_wrong_use_are_one_json_object_too_where_json_is_asked_for(capsys, tmp_path):
    nothing = str(tmp_path / "none.mcap")
    for arguments, code in (
        (["replay", nothing, "--json"], 1),
        (["data", "merge", nothing, nothing, "--json"], 1),
        (["data", "merge", str(tmp_path), "--json"], 2),
        (["data", "merge", "--json"], 2),
        (["--json"], 2),
        (["record", "--json", "--unknown"], 2),
    ):
        assert ended(arguments) == code
        out, err = capsys.readouterr()
        told = json.loads(out)
        assert (told["ok"], told["exit_code"]) == (False, code)
        assert err == f"osrs-agent: {told['error']}\n"


def test_replay_tells_tick_by_tick_what_each_run_makes_of_it(demonstrations, tiny_run, tmp_path, capsys):
    other, short = tmp_path / "other", tmp_path / "short.mcap"
    shutil.copytree(tiny_run, other)
    whole = demonstrations / "woodcutting-000001.mcap"
    assert main(["data", "trim", str(whole), "--until", "6", "--out", str(short)]) == 0
    capsys.readouterr()
    assert main(["replay", str(short), "--run", str(tiny_run), "--run", str(other), "--by-tick", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert 5 <= len(told["by_tick"]) <= told["ticks"]
    for tick in told["by_tick"]:
        assert set(tick["runs"]) == {str(tiny_run), str(other)}
        assert tick["spread_nats"] == 0.0
        assert len(tick["runs"][str(other)]["moved_by"]) == 5


def test_data_tells_what_recordings_hold(demonstrations, capsys):
    assert main(["data", "info", str(demonstrations), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert [one["streams"]["/state"]["count"] for one in told["recordings"]] == [101, 101]


def test_data_repairs_what_was_cut_off_and_tells_the_rest(demonstrations, tmp_path, capsys):
    whole = (demonstrations / "woodcutting-000001.mcap").read_bytes()
    (tmp_path / "a.mcap.part").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "b.mcap").write_bytes(whole)
    (tmp_path / "c.mcap").write_bytes(b"mine")
    assert main(["data", "repair", str(tmp_path), "--json"]) == 1
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert told["ok"] is False
    assert [(one["path"], one["repaired"]) for one in told["recordings"]] == [
        (str(tmp_path / "a.mcap"), True),
        (str(tmp_path / "b.mcap"), False),
    ]
    assert told["recordings"][0]["streams"]["/state"]["count"] > 0
    assert "c.mcap is no recording" in err
    assert (tmp_path / "c.mcap").read_bytes() == b"mine"


def test_no_tensors_are_loaded_where_nothing_is_computed(display, demonstrations, tmp_path):
    commands = [
        ["--help"],
        ["record", "--help"],
        ["record", str(tmp_path / "a.mcap"), "--stop-after", "0.7"],
        ["sandbox", "--headless", "--minutes", "0.05"],
        ["sandbox", "--size", "1", "--minutes", "0.05", "--out", str(tmp_path / "demonstrations")],
        ["sandbox", "--size", "1", "--minutes", "0.05", "--out", str(tmp_path / "disturbed"), "--disturbed"],
        ["data", "info", str(demonstrations)],
    ]
    code = (
        "import sys\nfrom agent.cli import main\n"
        f"for arguments in {commands!r}:\n"
        "    try: code = main(arguments)\n"
        "    except SystemExit as end: code = end.code\n"
        "    assert not code, arguments\n"
        "    assert 'torch' not in sys.modules, arguments\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
