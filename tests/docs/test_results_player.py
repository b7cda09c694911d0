"""The player's results go on where they stopped, and the page shows the commands."""

import runpy
import sys
from pathlib import Path

import pytest

from bridge.sandbox.tasks import TASK_NAMES
from tests.architecture.sources import ROOT

NAME = "results_player"


@pytest.fixture
def script(monkeypatch, tmp_path):
    """The script as a module, in an empty folder."""
    monkeypatch.syspath_prepend(ROOT / "scripts")  # as for a script that is run
    module = type(sys)(NAME)
    monkeypatch.setitem(sys.modules, NAME, module)  # its dataclasses look themselves up
    monkeypatch.chdir(tmp_path)
    module.__dict__.update(runpy.run_path(str(ROOT / "scripts" / f"{NAME}.py"), run_name=NAME))
    return module


class Told:
    """Stands for osrs-agent: each verb tells what it would."""

    def __init__(self) -> None:
        self.asked = []

    def __call__(self, arguments):
        self.asked.append(list(arguments))
        verb, *rest = arguments
        if verb == "play":
            seed = int(rest[rest.index("--seed") + 1])
            return {
                "score": 10.0 * (seed % 10),
                "committed_ms": {"p50": 35.4},
                "decision_ms": {"p50": 30.4},
                "dropped_late": 1,
            }
        if verb != "eval":
            return {}
        agent, ratio = {"mean": 9.0, "ci95": [8.0, 10.0]}, {"mean": 0.5, "ci95": [0.4, 0.6]}
        scores = {"agent": [8.0, 9.0, 10.0, 11.0, 12.0]}
        return {"tasks": {task: {"agent": agent, "ratio": ratio, "scores": scores} for task in TASK_NAMES}}


def test_a_step_is_done_once_unless_it_is_asked_for_in_another_way(script):
    command = Told()
    for arguments in (("sandbox", "a"), ("sandbox", "a"), ("sandbox", "b")):
        script.Steps(Path("built"), command).told("demonstrations", arguments)
    assert command.asked == [["sandbox", "a"], ["sandbox", "b"]]


def test_what_a_cut_off_step_left_is_removed_before_it_starts_anew(script, tmp_path):
    left = tmp_path / "run"
    left.mkdir()
    script.Steps(Path("built"), Told()).told("run", ("train", "x"), left)
    assert not left.exists()


def test_a_step_of_another_program_is_done_anew(script):
    command = Told()
    for program in ("one", "another", "another"):
        script.Steps(Path("built"), command, program).told("run", ("train", "x"))
    assert command.asked == [["train", "x"]] * 2


def test_every_task_is_learned_from_an_hour_and_corrected(script):
    command = Told()
    lines = script.tasks(script.Steps(Path("built"), command), script.Budget(episodes=4))
    hours: dict[str, float] = {}
    for asked in command.asked:
        if asked[0] == "sandbox":
            task, games, minutes = (asked[asked.index(option) + 1] for option in ("--task", "--size", "--minutes"))
            hours[task] = hours.get(task, 0.0) + int(games) * float(minutes)
    assert hours == {"woodcutting": 60.0, "combat": 60.0, "jewellery": 60.0}
    assert [asked[0] for asked in command.asked].count("correct") == 3
    judged = [asked[1] for asked in command.asked if asked[0] == "eval"]
    assert len(set(judged)) == 6
    assert sum(run.endswith("round-2") for run in judged) == 3
    assert "| jewellery, two rounds of corrections | 9.00 (8.00 … 10.00) | 0.50 (0.40 … 0.60) |" in lines


def test_what_a_run_sees_is_compared_on_the_same_filmed_games(script):
    command = Told()
    lines = script.observe(script.Steps(Path("built"), command), script.Budget())
    trained = [asked for asked in command.asked if asked[0] == "train"]
    assert [asked[asked.index("--observe") + 1] for asked in trained] == ["state", "pixels", "both"]
    assert len({asked[1] for asked in trained}) == 1
    assert "--frames" in command.asked[0]
    assert "| `both` | 9.00 (8.00 … 10.00) | 0.50 (0.40 … 0.60) |" in lines


def test_other_decoders_are_trained_on_the_same_data_with_the_same_budget(script):
    command = Told()
    lines = script.decoders(script.Steps(Path("built"), command), script.Budget(train_minutes=3, episodes=4))
    trained = [asked for asked in command.asked if asked[0] == "train"]
    assert len({asked[1] for asked in trained}) == 1
    assert [asked[-1].removeprefix("decoder.kind=") for asked in trained[1:]] == ["parallel", "sequential", "attention"]
    assert all("3" in asked for asked in trained)
    assert sum(asked[0] == "sandbox" for asked in command.asked) == 1
    assert "| `attention` | 9.00 (8.00 … 10.00) | 0.50 (0.40 … 0.60) |" in lines


def test_live_play_is_set_against_lockstep_with_the_latency_it_had(script):
    command = Told()
    lines = script.live(script.Steps(Path("built"), command), script.Budget())
    assert command.asked[-1][-2:] == ["--latency-ms", "30"]
    assert "| 900004 | 4.00 | 12.00 | -8.00 | 30 | 1 |" in lines
    assert lines[-1] == "Mean difference, paired by seed: -8.00 (-8.00 … -8.00)."


def test_the_curve_has_a_point_for_each_number_of_minutes_and_a_picture(script):
    lines = script.demonstrations(script.Steps(Path("built"), Told()), script.Budget())
    rows = [line.split("|")[1].split()[0] for line in lines if line.startswith("| ") and line[2].isdigit()]
    assert rows == ["1", "5", "15", "60"]
    assert (script.PICTURES / "demonstrations.png").read_bytes().startswith(b"\x89PNG")


def test_the_page_shows_each_part_with_its_commands(script):
    told = script.page({"live": ["## Live"]}, {"live": ["osrs-agent play a", "osrs-agent play a", "osrs-agent eval a"]})
    assert told.count("    osrs-agent play a\n") == 1
    assert "## Live\n\n    osrs-agent play a\n    osrs-agent eval a\n" in told


def test_a_part_that_is_not_there_is_named(script, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["results_player.py", "dead"])
    with pytest.raises(SystemExit):
        script.main()
    assert (
        "there is no part 'dead'; there are tasks, observe, decoders, demonstrations, live" in capsys.readouterr().err
    )
