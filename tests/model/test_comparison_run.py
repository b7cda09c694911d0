from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from model.comparison import ComparisonPlan
from model.comparison_run import Comparison, compared_part, kept_part, open_comparison
from model.config import load_config
from model.errors import DataError
from model.training_report import TrainingProgress
from tests.model.people import people
from tests.model.test_comparison import CONTRACT

PLAN = ComparisonPlan(draws=2, energy_windows=6, most_windows=10, batch=8)
TINY = load_config(None, ["encoder.hidden=16", "decoder.mixture=2", "training.batch=8", "training.evaluate_windows=16"])
OF_TIME = {"clock_nats_per_window", "pit_ks"}


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    people(folder, ann=3, eve=1)
    return folder


def opened(data: Path, out: Path, budget_s: float = 0.3) -> Comparison:
    return open_comparison([data], out, TINY, budget_s, None, PLAN, "cpu")


def test_a_part_has_every_figure_and_is_kept(data: Path, tmp_path: Path) -> None:
    comparison = opened(data, tmp_path)
    part = compared_part(comparison, "point_process")
    assert set(part.seen) >= CONTRACT
    assert set(part.unseen) >= CONTRACT
    assert None not in part.seen.values()
    assert part.steps > 0
    assert compared_part(opened(data, tmp_path), "point_process") == part


def test_figures_of_time_are_undefined_without_a_likelihood_of_time(data: Path, tmp_path: Path) -> None:
    part = compared_part(opened(data, tmp_path), "parallel_cumulative")
    for figures in (part.seen, part.unseen):
        assert [figures[name] for name in sorted(OF_TIME)] == [None, None]
        assert figures["kaplan_meier_nats_per_window"] is not None
        assert figures["kind_nats_per_action"] is not None


def test_the_baseline_is_the_better_of_two_learning_rates(data: Path, tmp_path: Path) -> None:
    part = compared_part(opened(data, tmp_path), "parallel")
    assert set(part.held_out) == {"0.002", "0.0005"}
    assert part.held_out[f"{part.learning_rate:g}"] == min(part.held_out.values())
    assert len(list((tmp_path / "runs").iterdir())) == 2


def test_the_drawn_baseline_is_judged_without_training_again(data: Path, tmp_path: Path) -> None:
    decoded = compared_part(opened(data, tmp_path), "parallel")
    drawn = compared_part(opened(data, tmp_path), "parallel_drawn")
    assert (drawn.steps, drawn.held_out) == (decoded.steps, decoded.held_out)
    assert drawn.seen["place_nats_per_action"] == decoded.seen["place_nats_per_action"]
    assert drawn.seen["otd_energy"] == decoded.seen["otd_energy"]
    assert drawn.seen["kind_tv"] != decoded.seen["kind_tv"]


def test_a_part_of_another_program_is_made_anew(data: Path, tmp_path: Path) -> None:
    comparison = opened(data, tmp_path)
    assert compared_part(comparison, "point_process").key == compared_part(comparison, "point_process").key
    assert kept_part(comparison, "point_process") is not None
    assert kept_part(replace(comparison, program="another"), "point_process") is None


def test_a_part_of_another_kind_of_device_is_made_anew(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    comparison = opened(data, tmp_path)
    assert compared_part(comparison, "point_process") == kept_part(comparison, "point_process")
    monkeypatch.setattr("model.comparison_run.device_of", lambda _name: torch.device("cuda"))
    assert kept_part(comparison, "point_process") is None


def test_another_budget_is_another_part(data: Path, tmp_path: Path) -> None:
    part = compared_part(opened(data, tmp_path), "parallel_cumulative")
    assert compared_part(opened(data, tmp_path, budget_s=0.2), "parallel_cumulative").key != part.key


def test_a_part_that_is_damaged_is_judged_anew_without_training_again(data: Path, tmp_path: Path) -> None:
    part = compared_part(opened(data, tmp_path), "parallel_cumulative")
    (tmp_path / "parts" / "parallel_cumulative.json").write_bytes(b'{"\xff":1}')
    again = compared_part(opened(data, tmp_path), "parallel_cumulative")
    assert again.seen == part.seen
    assert again.steps == part.steps


def test_training_that_was_stopped_goes_on_where_it_was(data: Path, tmp_path: Path) -> None:
    def stop(progress: TrainingProgress) -> None:
        if progress.step == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compared_part(opened(data, tmp_path), "parallel_cumulative", stop)
    steps: list[int] = []
    part = compared_part(opened(data, tmp_path), "parallel_cumulative", lambda progress: steps.append(progress.step))
    assert steps[0] == 3
    assert part.steps == steps[-1]
    assert part.seconds >= 0.3


def test_the_last_person_is_unseen_unless_another_is_named(data: Path, tmp_path: Path) -> None:
    comparison = opened(data, tmp_path)
    assert comparison.unseen == "eve"
    assert [shard.label.session for shard in comparison.split.seen] == ["ann/2"]
    with pytest.raises(DataError, match="group 'eve' has one session only"):
        open_comparison([data], tmp_path, TINY, 1.0, "ann")


def test_training_ends_by_time_alone(data: Path, tmp_path: Path) -> None:
    few = replace(TINY, training=replace(TINY.training, steps=1))
    assert open_comparison([data], tmp_path, few, 1.0).config == opened(data, tmp_path).config


def test_every_model_meets_every_session_however_few_steps_it_takes(data: Path, tmp_path: Path) -> None:
    small = replace(TINY, training=replace(TINY.training, chapter=8))
    comparison = open_comparison([data], tmp_path, small, 1.0)
    assert comparison.config.training.chapter == sum(shard.label.windows for shard in comparison.split.train) > 8
