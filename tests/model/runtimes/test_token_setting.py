"""What a window with tokens begins with, beside what the decoder begins it with."""

from __future__ import annotations

import numpy as np
import torch

from model.decoders.pointing import TokenTargets
from model.runtimes.compiling import load_kernels
from model.runtimes.moment import moment_of
from model.runtimes.point_process import compile_point_process
from tests.model.encoders.test_entities import model
from tests.model.network_batches import random_history, row_of


@torch.inference_mode()
def test_a_window_with_tokens_begins_as_the_decoder_begins_it() -> None:
    network, history = model(), random_history(6)
    fast = compile_point_process(network.decoder, load_kernels())
    assert fast is not None
    for row in range(6):
        context = network.encode(row_of(history, row))
        found, hand = fast.begin(moment_of(context))
        setting = network.decoder.setting(context)
        targets = setting.targets
        assert isinstance(targets, TokenTargets)
        count = int(targets.is_known.sum())
        assert found.is_known.tolist() == [True] * count == targets.is_known[0, :count].tolist()
        for name, value, expected in (
            ("context", found.context, setting.context[0]),
            ("offset", found.offset_px, targets.offset_px[0, :count]),
            ("half", found.half_px, targets.half_px[0, :count]),
            ("goals", found.goals, targets.goals[0, :count]),
            ("queries", found.queries, targets.queries[0]),
            ("identity", found.identity, targets.identity[0, :count]),
            ("hidden", hand.hidden, network.decoder.initial(context)[0]),
        ):
            assert np.abs(value - expected.numpy()).max(initial=0.0) < 1e-5, name
