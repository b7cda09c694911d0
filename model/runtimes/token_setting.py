"""What all steps of a window share where the decoder points at tokens: worked out in torch, once a window."""

from __future__ import annotations

import numpy as np
import torch

from model.decoders.point_process import PointProcessDecoder
from model.decoders.pointing import PointingHead, TokenReader, TokenTargets
from model.runtimes.moment import Moment
from model.runtimes.setting import WindowSetting
from model.runtimes.structs import Floats, array_of, flags_of


@torch.inference_mode()
def begin_tokens(decoder: PointProcessDecoder, moment: Moment) -> tuple[WindowSetting, Floats]:
    """`PointProcessDecoder.setting` and `initial` of one moment: the setting, and what is remembered (H,)."""
    fused = torch.from_numpy(moment.fused)[None]  # (1, H)
    targets = _foreseen(decoder, moment, fused)
    setting = WindowSetting(
        context=array_of(decoder.context(fused)[0]),
        offset_px=array_of(targets.offset_px[0]),
        identity=array_of(targets.identity[0]),
        pointer_px=moment.pointer_px,
        canvas_px=moment.canvas_px,
        half_px=array_of(targets.half_px[0]),
        goals=array_of(targets.goals[0]),
        queries=array_of(targets.queries[0]),
        is_known=flags_of(targets.is_known[0]),
        is_seen=moment.is_seen,
    )
    return setting, np.tanh(array_of(decoder.start(fused)[0]))


def _foreseen(decoder: PointProcessDecoder, moment: Moment, fused: torch.Tensor) -> TokenTargets:
    reader, head = decoder.targets, decoder.goal
    assert isinstance(reader, TokenReader)
    assert isinstance(head, PointingHead)
    assert moment.seen is not None, "the encoder looks at tokens where the decoder points at them"
    targets = reader.start(fused, moment.seen)
    view = reader(targets, torch.zeros(1, 2), torch.from_numpy(moment.hand.velocity)[None])
    return reader.with_goals(targets, head(fused, view)[:, :-2])
