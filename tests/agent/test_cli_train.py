from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from agent.commands import train as verb
from agent.commands.train import progress_line
from agent.console import Reporter
from model.train import TrainingProgress

NATS = {"total": 2.5, "clock_nats_per_window": 4.25, "kind_nats_per_action": 1.0, "place_nats_per_action": 3.125}


def test_progress_tells_the_loss_its_parts_and_the_pace():
    line = progress_line(TrainingProgress(7, 0.5, 612.4, NATS, None))
    assert line == "step 7  loss 2.500 (clock 4.25, kind 1.00, place 3.12)  612 windows/s"


def test_a_loss_of_time_that_is_no_likelihood_is_told_too():
    losses = {"total": 2.5, "time_loss_per_window": 0.5}
    assert "loss 2.500 (time 0.50)" in progress_line(TrainingProgress(7, 0.5, 612.4, losses, None))


@pytest.mark.parametrize("has_learned", [True, False])
def test_who_stops_training_is_told_how_to_go_on_where_anything_was_learned(has_learned, monkeypatch, tmp_path, capsys):
    def stopped(_: object, run: Path, *rest: object) -> None:
        if has_learned:
            (run / "last").mkdir(parents=True)
        raise KeyboardInterrupt

    monkeypatch.setattr(verb, "train", stopped)
    monkeypatch.setattr(verb, "finish_parts", lambda data, *_: data)
    parser = argparse.ArgumentParser()
    verb.add_arguments(parser)
    run = tmp_path / "mine"
    with pytest.raises(KeyboardInterrupt):
        verb.run(parser.parse_args(["recordings", "more", "--run", str(run)]), Reporter(as_json=False))
    told = " ".join(capsys.readouterr().out.split())
    kept = f"what was learned is kept in {run}; to go on: osrs-agent train recordings more --resume {run} --minutes 10"
    assert (kept in told) is has_learned
