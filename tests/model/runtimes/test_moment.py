from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from model.runtimes.moment import moment_of
from tests.model.network_batches import CANVAS, random_history, tiny_model


@torch.inference_mode()
def test_a_moment_is_the_context_of_one_history() -> None:
    history = random_history(1)
    context = tiny_model().encode(history)
    moment = moment_of(context)
    assert moment.fused.tolist() == context.fused[0].tolist()
    assert moment.afresh.tolist() == context.afresh[0].tolist()
    assert np.array_equal(moment.state, history.states[0, -1].numpy(), equal_nan=True)
    assert moment.idle_ms.tolist() == (1000.0 * history.since_last_s).tolist()
    assert moment.is_seen.tolist() == [True]


@torch.inference_mode()
def test_a_pointer_that_was_not_seen_rests_in_the_middle() -> None:
    history = replace(random_history(1), pointer=torch.full((1, 2), torch.nan))
    moment = moment_of(tiny_model().encode(history))
    assert moment.is_seen.tolist() == [False]
    assert moment.pointer_px.tolist() == [CANVAS[0] // 2, CANVAS[1] // 2]
