"""Which decoder a configuration names."""

from __future__ import annotations

from typing import assert_never

from model.config import DecoderConfig
from model.decoders.attention import AttentionDecoder
from model.decoders.decoder import Decoder
from model.decoders.parallel import ParallelDecoder
from model.decoders.point_process import PointProcessDecoder
from model.decoders.sequential import SequentialDecoder
from model.state_layout import StateLayout


def make_decoder(
    config: DecoderConfig, hidden: int, layout: StateLayout, keys: int, *, has_tokens: bool = False
) -> Decoder:
    """A decoder with first weights.

    Args:
        config: its kind and sizes.
        hidden: H.
        layout: of the state rows.
        keys: K.
        has_tokens: whether contexts hold the tokens of the state: then the point process points at them.
    """
    match config.kind:
        case "point_process":
            return PointProcessDecoder(hidden, config, layout, keys, has_tokens=has_tokens)
        case "parallel":
            timing = config.timing if config.timing.is_used else None
            return ParallelDecoder(hidden, keys, cumulative=False, timing=timing)
        case "parallel_cumulative":
            return ParallelDecoder(hidden, keys, cumulative=True, timing=None)
        case "sequential":
            aware_of = layout if config.context_aware else None
            return SequentialDecoder(
                hidden, keys, as_written=config.as_written, multi_scale=config.multi_scale, aware_of=aware_of
            )
        case "attention":
            return AttentionDecoder(hidden, keys, multi_scale=config.multi_scale)
        case _:
            assert_never(config.kind)
