"""What the kernels begin a window with, beside what the decoder begins it with."""

from __future__ import annotations

import numpy as np
import torch

from model.decoders.progress import progress_at_start
from model.runtimes.compiling import load_kernels
from model.runtimes.moment import moment_of
from model.runtimes.point_process import compile_point_process
from tests.model.network_batches import random_history, row_of, tiny_model


@torch.inference_mode()
def test_a_window_begins_as_the_decoder_begins_it() -> None:
    model, history = tiny_model(), random_history(8)
    fast = compile_point_process(model.decoder, load_kernels())
    assert fast is not None
    for row in range(8):
        context = model.encode(row_of(history, row))
        found, hand = fast.begin(moment_of(context))
        setting = model.decoder.setting(context)
        is_known = setting.targets.is_known[0].numpy()
        assert found.is_known.tolist() == is_known.tolist()
        for name, value, expected in (
            ("context", found.context, setting.context[0]),
            ("offset", found.offset_px, setting.targets.offset_px[0]),
            ("identity", found.identity[is_known], setting.targets.identity[0][is_known]),
            ("hidden", hand.hidden, model.decoder.initial(context)[0]),
            ("velocity", hand.velocity, progress_at_start(context).velocity[0]),
        ):
            assert np.abs(value - expected.numpy()).max(initial=0.0) < 1e-5, name
