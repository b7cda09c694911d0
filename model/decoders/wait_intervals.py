"""Where each wait falls in its own distribution: what the calibration of a clock is judged by."""

from __future__ import annotations

import torch
from torch import Tensor

from model.batch import TargetBatch
from model.decoders.legality import PAST_HORIZON
from model.decoders.point_process import PointProcessDecoder
from model.decoders.progress import marks_of, progress_along
from model.encoders.context import Context
from model.packing import pack_rows, run_recurrence


def wait_intervals(decoder: PointProcessDecoder, context: Context, target: TargetBatch) -> tuple[Tensor, Tensor]:
    """The probabilities below and up to each wait, float64 (N,) each; N is actions + windows, window by window.

    A wait of w ms lies in [F(w - 1), F(w)]; the wait past a window's last action, of which it is only known that it
    reached c ms, lies in [F(c - 1), 1].
    """
    along, lengths = progress_along(context, marks_of(target)), target.lengths.unsqueeze(1)  # (B, 1)
    rows = pack_rows(along.step <= lengths)  # N steps
    steps, setting = along.rows(rows), decoder.setting(context).rows(rows.sequences)
    inputs = decoder.feedback(setting, steps, decoder.view(setting, steps))  # (N, H)
    hidden = run_recurrence(decoder.recurrent, inputs, rows, decoder.initial(context))  # (N, H)
    logs = decoder.clock.log_probabilities(hidden, steps)  # (N, 601)
    reached = logs.double().exp().cumsum(dim=-1)  # (N, 601)
    waits_ms = rows.of(target.waits_ms)  # (N,)
    high = reached.gather(1, waits_ms.clamp(max=PAST_HORIZON).unsqueeze(1)).squeeze(1)  # (N,)
    below = reached.gather(1, (waits_ms - 1).clamp(min=0).unsqueeze(1)).squeeze(1)  # (N,)
    low = torch.where(waits_ms > 0, below, 0.0).clamp(max=1.0)  # (N,)
    is_censored = rows.of(along.step == lengths)  # (N,)
    return low, torch.where(is_censored, 1.0, high.clamp(max=1.0)).maximum(low)
