"""Rounds of corrections: play, be corrected, train on; each from the weights of the one before."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from agent.cli import main
from agent.corrected_game import CorrectedGame, Turns
from agent.correction_rounds import CorrectionPlan, RoundsStage, correct
from agent.errors import AgentError
from model.checkpoint import load_checkpoint
from model.checkpoint_label import LAST, read_label
from model.config import ModelConfig, changed_config
from model.errors import CheckpointError
from model.sources import open_shards

PLAN = CorrectionPlan(
    tasks=("woodcutting",),
    rounds=2,
    games=2,
    game_minutes=0.4,
    first_seed=30,
    turns=Turns((4, 8), (8, 12)),
    training_minutes=5.0,
    device="cpu",
)


def corrected(run: Path, data: Path, out: Path, plan: CorrectionPlan = PLAN) -> tuple[list[tuple[int, int]], Path]:
    """Each game's round and seed as they were told, and the last round's run."""
    heard: list[tuple[int, int]] = []

    def on_game(number: int, game: CorrectedGame) -> None:
        heard.append((number, game.seed))

    config = changed_config(read_label(run / LAST).config, ["training.steps=3"])
    rounds = correct(run, [data], out, config, plan, RoundsStage(on_game, lambda _: None))
    return heard, rounds[-1].trained.run


def test_each_round_plays_its_own_seeds_and_trains_on_all_corrections_so_far(
    tiny_run: Path, demonstrations: Path, tmp_path: Path
) -> None:
    heard, last = corrected(tiny_run, demonstrations, tmp_path / "out")
    assert heard == [(1, 30), (1, 31), (2, 32), (2, 33)]
    assert last == tmp_path / "out" / "round-2"
    assert load_checkpoint(last / LAST, torch.device("cpu")).step == 3
    assert len(open_shards([tmp_path / "out" / "corrections"])) == 4


@pytest.mark.parametrize(("trained", "played"), [("cuda", "auto"), ("auto", "auto"), ("cpu", "cpu")])
def test_a_gpu_that_is_trained_on_does_not_play(trained: str, played: str) -> None:
    assert replace(PLAN, device=trained).playing_device == played


def test_a_folder_that_exists_is_not_written_over(tiny_run: Path, demonstrations: Path, tmp_path: Path) -> None:
    with pytest.raises(AgentError, match="exists"):
        corrected(tiny_run, demonstrations, tmp_path)


def test_a_run_that_is_not_there_is_told_before_anybody_plays(demonstrations: Path, tmp_path: Path) -> None:
    stage = RoundsStage(lambda *_: None, lambda _: None)
    with pytest.raises(CheckpointError):
        correct(tmp_path / "none", [demonstrations], tmp_path / "out", ModelConfig(), PLAN, stage)
    assert not (tmp_path / "out").exists()


def test_the_command_does_the_rounds(tiny_run: Path, demonstrations: Path, tmp_path: Path, capsys) -> None:
    arguments = [str(tiny_run), str(demonstrations), "--out", str(tmp_path / "out"), "--rounds", "1", "--games", "1"]
    ended = main(["correct", *arguments, "--game-minutes", "0.4", "--set", "training.steps=2", "--json"])
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert ended == 0
    assert result["run"] == str(tmp_path / "out" / "round-1")
    assert result["rounds"][0]["ticks"] == 40
    assert result["rounds"][0]["steps"] == 2


def test_seeds_that_are_kept_for_evaluation_are_refused(tiny_run: Path, demonstrations: Path, capsys) -> None:
    assert main(["correct", str(tiny_run), str(demonstrations), "--seed", "899995"]) == 2
    assert "900000" in capsys.readouterr().err
