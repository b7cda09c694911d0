from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from model.decoders.wait_intervals import wait_intervals
from model.metrics.calibration import ks_statistic, randomised_pit
from tests.model.network_batches import drawn_batch, tiny_model


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """So small a model is slower on several threads, on a busy machine many times so."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_a_waits_interval_is_as_wide_as_its_probability() -> None:
    model = tiny_model()
    batch = drawn_batch(model, 12)
    with torch.inference_mode():
        context = model.encode(batch.history)
        low, high = wait_intervals(model.decoder, context, batch.target)
        terms = model.decoder.terms(context, batch.target)
    is_censored = torch.cat([torch.arange(length + 1) == length for length in batch.target.lengths.tolist()])
    torch.testing.assert_close(
        (high - low)[~is_censored], terms.clock[batch.target.mask].exp().double(), atol=1e-6, rtol=0
    )
    torch.testing.assert_close((high - low)[is_censored], terms.survival.exp().double(), atol=1e-6, rtol=0)
    assert bool((high[is_censored] == 1.0).all())


def test_a_clock_is_calibrated_on_its_own_draws() -> None:
    model = tiny_model()
    batch = drawn_batch(model, 300, seed=3)
    with torch.inference_mode():
        low, high = wait_intervals(model.decoder, model.encode(batch.history), batch.target)
    values = randomised_pit(low.numpy(), high.numpy(), np.random.default_rng(0))
    assert ks_statistic(values) < 1.63 / np.sqrt(len(values))  # the 1 % point
