from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from model.actions import ActionKind, ActionSequence, TimedAction
from model.batch import Batch
from model.comparison import ComparisonPlan, compare_model, floor_of, produced
from model.comparison_split import counted_windows
from model.config import DecoderConfig, ModelConfig
from model.dataset import WindowDataset, dataset_of, in_order, vocabulary_of
from model.decoders.wait_intervals import wait_intervals
from model.encoder_config import EncoderConfig
from model.encoders.context import Context
from model.event_table import BUTTONS
from model.metrics.transport import transport_distances
from model.timed_action_model import TimedActionModel
from tests.model.people import people

TINY = ModelConfig(EncoderConfig(hidden=8, dropout=0.5), DecoderConfig(mixture=2))
PLAN = ComparisonPlan(draws=2, energy_windows=6, most_windows=10, batch=4)
CPU = torch.device("cpu")
CONTRACT = {
    *("count_crps", "count_w1", "empty_share", "empty_share_true", "past_horizon_share", "backwards_share"),
    *("gap_w1_ms", "kind_tv", "presses_per_100", "presses_per_100_true", "impossible_share", "clock_nats_per_window"),
    *("kaplan_meier_nats_per_window", "kind_nats_per_action", "place_nats_per_action", "pit_ks", "step_w1_px"),
    *("path_w1_px", "otd_energy"),
}


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """So small a model is slower on several threads, on a busy machine many times so."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> WindowDataset:
    shards = people(tmp_path_factory.mktemp("people"), ann=2)
    return counted_windows(dataset_of(shards, vocabulary_of(shards)), (765.0, 503.0))


def model_of(data: WindowDataset) -> TimedActionModel:
    """A model that has learned nothing but how often people act."""
    torch.manual_seed(0)
    model = TimedActionModel(TINY)
    model.decoder.clock.start_from(floor_of(data))
    return model


def figures_of(data: WindowDataset, seed: int = 0) -> dict[str, float]:
    model = model_of(data)
    plan = ComparisonPlan(draws=2, energy_windows=6, most_windows=10, batch=4, seed=seed)
    return compare_model(
        model, data, floor_of(data), plan, intervals=lambda *batch: wait_intervals(model.decoder, *batch)
    ).figures


def sequences_of(batch: Batch) -> list[ActionSequence]:
    """The truth as a model would produce it."""
    target, made = batch.target, []
    for row, length in enumerate(target.lengths.tolist()):
        place, actions = batch.history.pointer[row].numpy().astype(np.int64), []
        for slot in range(length):
            kind = ActionKind(int(target.kinds[row, slot]))
            place = place + target.delta[row, slot].numpy()
            is_button = kind in (ActionKind.PRESS, ActionKind.RELEASE)
            button = BUTTONS[int(target.buttons[row, slot])] if is_button else None
            wait_s = int(target.waits_ms[row, slot]) / 1000
            actions.append(TimedAction(wait_s, kind, int(place[0]), int(place[1]), button=button))
        made.append(ActionSequence(tuple(actions)))
    return made


def truth(data: WindowDataset, plan: ComparisonPlan) -> Iterator[list[ActionSequence]]:
    return (sequences_of(batch) for batch in in_order(data, plan.batch))


def test_every_figure_of_the_contract_is_there_and_finite(data: WindowDataset) -> None:
    figures = figures_of(data)
    assert set(figures) >= CONTRACT
    assert [name for name, value in figures.items() if not np.isfinite(value)] == []


def test_the_same_seed_gives_the_same_figures(data: WindowDataset) -> None:
    assert figures_of(data) == figures_of(data)
    assert figures_of(data) != figures_of(data, seed=1)


def test_a_model_is_judged_without_dropout_and_left_as_it_was(data: WindowDataset) -> None:
    model = model_of(data).train()
    figures = [compare_model(model, data, floor_of(data), PLAN).figures for _ in range(2)]
    assert figures[0] == figures[1]
    assert model.training


def test_without_a_clock_there_is_no_calibration(data: WindowDataset) -> None:
    assert "pit_ks" not in compare_model(model_of(data), data, floor_of(data), PLAN).figures


def test_decoding_that_is_the_truth_has_no_distance_to_it(data: WindowDataset) -> None:
    made = truth(data, PLAN)
    result = produced(model_of(data), data, PLAN, CPU, lambda _: next(made), lambda _: None)
    assert len(result.draws) == 1
    assert transport_distances(result.draws[0], result.true).tolist() == [0.0] * data.size
    assert np.array_equal(result.draws[0].place, result.true.place)


def test_energy_scores_are_of_draws_also_where_the_rest_is_decoded(data: WindowDataset) -> None:
    def nothing(context: Context) -> list[ActionSequence]:
        return [ActionSequence(())] * context.size

    figures = compare_model(model_of(data), data, floor_of(data), PLAN, decode=nothing).figures
    assert figures["empty_share"] == 1.0
    assert figures["otd_energy"] == compare_model(model_of(data), data, floor_of(data), PLAN).figures["otd_energy"]


def test_draws_differ_from_each_other(data: WindowDataset) -> None:
    one, other = produced(model_of(data), data, PLAN, CPU, None, lambda _: None).draws
    assert not np.array_equal(one.counts, other.counts)


def test_the_floor_is_a_distribution(data: WindowDataset) -> None:
    assert floor_of(data, most=5).exp().sum().item() == pytest.approx(1.0)


def test_progress_ends_at_the_whole(data: WindowDataset) -> None:
    told: list[tuple[int, int]] = []
    compare_model(model_of(data), data, floor_of(data), PLAN, on_windows=lambda done, total: told.append((done, total)))
    assert told[-1] == (16, 16)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
