"""Comparing models by the command line: a table for people and one for programs, from a few seconds of training."""

from __future__ import annotations

import json

from agent.cli import main
from tests.model.people import people

SMALL = ("--set", "encoder.hidden=16", "--set", "training.batch=8", "--draws", "2", "--windows", "8")


def test_models_are_trained_judged_and_told_in_a_table(tmp_path, capsys):
    people(tmp_path / "data", ann=3, eve=1)
    out = tmp_path / "out"
    command = ["compare", str(tmp_path / "data"), "--budget", "0.2", "--out", str(out), "--unseen", "eve", *SMALL]
    assert main([*command, "--models", "parallel,point_process", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    table = json.loads((out / "table.json").read_text())
    assert told["models"] == table["models"]
    assert list(table["models"]) == ["parallel", "point_process"]
    assert set(table["models"]["parallel"]) >= {"seen", "unseen", "seconds", "parameters"}
    assert table["models"]["point_process"]["seen"]["pit_ks"] >= 0.0
    assert "| count_crps |" in (out / "table.md").read_text()


def test_a_model_that_does_not_exist_is_one_line(tmp_path, capsys):
    assert main(["compare", str(tmp_path), "--models", "x", "--budget", "1", "--out", str(tmp_path / "out")]) == 1
    assert "no model 'x' to compare" in capsys.readouterr().err


def refused(capsys, *arguments: str) -> str:
    assert main(["compare", *arguments, "--models", "point_process", "--budget", "0.2"]) == 1
    told: str = capsys.readouterr().err
    assert "Traceback" not in told
    return told


def test_no_data_and_too_little_of_it_are_one_line(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    out = ("--out", str(tmp_path / "out"))
    assert str(tmp_path / "empty") in refused(capsys, str(tmp_path / "empty"), *out)
    people(tmp_path / "one", ann=1, eve=1)
    assert "group 'ann' has one session only" in refused(capsys, str(tmp_path / "one"), *out, "--unseen", "eve")
    assert "no session of the unseen group 'bob'" in refused(capsys, str(tmp_path / "one"), *out, "--unseen", "bob")


def test_a_model_that_breaks_does_not_cost_the_others(tmp_path, capsys):
    people(tmp_path / "data", ann=3, eve=1)
    command = ["compare", str(tmp_path / "data"), "--budget", "0.2", "--out", str(tmp_path / "out"), *SMALL, "--json"]
    assert main([*command, "--models", "sequential"]) == 0
    (run,) = (tmp_path / "out" / "runs").iterdir()
    (tmp_path / "out" / "parts" / "sequential.json").unlink()
    for weights in run.glob("*/weights-*.safetensors"):
        weights.write_bytes(b"no weights")
    capsys.readouterr()
    assert main([*command, "--models", "sequential,point_process"]) == 1
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert list(told["models"]) == ["point_process"]
    assert str(run) in told["failed"]["sequential"]
