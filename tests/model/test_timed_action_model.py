from __future__ import annotations

import torch

from model.batch import Batch
from model.config import config_of
from model.optimisation import make_optimiser
from model.state_features import D
from model.timed_action_model import TimedActionModel
from tests.model.network_batches import moves, random_history, rows_of, tiny_model

WAIT_MS, STEPS, ROWS = 100, 160, 16


def periodic_batch(seed: int) -> Batch:
    """A move by (3, 1) each 100 ms, five to a window; the sixth would fall on the horizon."""
    return Batch(random_history(ROWS, seed, slots=2), moves([[WAIT_MS] * 5] * ROWS))


def test_a_simple_process_is_learned_in_time_and_in_number() -> None:
    torch.manual_seed(0)
    model = tiny_model(config=config_of({"encoder": {"hidden": 32, "dropout": 0.0}, "decoder": {"mixture": 2}}))
    optimiser = make_optimiser(model, config_of({"training": {"learning_rate": 0.01}}).training)
    before = model.loss(periodic_batch(1000)).report()["nats_per_window"]
    for step in range(STEPS):
        optimiser.zero_grad()
        model.loss(periodic_batch(step)).total.backward()
        optimiser.step()
    after = model.loss(periodic_batch(1000)).report()
    assert before > 30.0
    assert after["nats_per_window"] < 3.0
    sequences = model.sample(random_history(64, 2000), torch.Generator().manual_seed(0))
    counts = [len(sequence.actions) for sequence in sequences]
    assert 4.0 < sum(counts) / len(counts) < 6.0
    assert sum(count == 5 for count in counts) > 48


def test_an_untrained_model_leaves_some_windows_empty_and_fills_none() -> None:
    counts = [len(s.actions) for s in tiny_model().sample(random_history(200), torch.Generator().manual_seed(0))]
    assert counts.count(0) > 20
    assert max(counts) < 20


def test_the_default_layout_is_that_of_the_state_features() -> None:
    model = TimedActionModel(config_of({"encoder": {"hidden": 8}}))
    history = random_history(2)
    known = torch.full((2, 10, D), torch.nan)
    context = model.encode(type(history)(*(known if n == "states" else getattr(history, n) for n in history.__slots__)))
    assert context.fused.shape == (2, 8)


def test_a_broken_weight_is_found_by_name() -> None:
    model = tiny_model()
    assert model.broken_weight() is None
    with torch.no_grad():
        model.decoder.clock.project.bias[3] = torch.inf
    assert model.broken_weight() == "decoder.clock.project.bias"


def test_a_clock_kept_for_comparison_that_is_not_finite_is_found_too() -> None:
    model = tiny_model()
    model.decoder.marginal[3] = torch.nan
    assert model.broken_weight() == "decoder.clock.marginal"


def test_rows_are_drawn_in_their_order() -> None:
    history, model = random_history(4), tiny_model()
    seeds = [3, 1, 2, 0]
    drawn = model.sample(history, [torch.Generator().manual_seed(seed) for seed in seeds])
    swapped = model.sample(
        rows_of(history, torch.tensor([1, 0])), [torch.Generator().manual_seed(seed) for seed in (1, 3)]
    )
    assert swapped == [drawn[1], drawn[0]]
