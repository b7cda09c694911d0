"""The whole model: a history encoded, and a distribution over the timed actions that follow decoded from it."""

from __future__ import annotations

import torch
from torch import nn

from bridge.events import KEYS
from model.actions import HORIZON_MS, MAX_ACTIONS, ActionSequence
from model.batch import Batch, HistoryBatch
from model.config import ModelConfig
from model.decoders.choice import make_decoder
from model.decoders.decoder import Decoder, Generators
from model.encoders.context import Context
from model.encoders.recurrent import RecurrentEncoder
from model.losses import LossParts
from model.state_layout import StateLayout, feature_layout

LARGEST_WEIGHT = 1e6
"""Far beyond what training makes."""


class TimedActionModel(nn.Module):
    """Encode and decode.

    Args:
        config: sizes and rates.
        layout: what the columns of a state row mean; that of `model.state_features` unless told otherwise.
    """

    def __init__(self, config: ModelConfig, layout: StateLayout | None = None) -> None:
        super().__init__()
        self.config = config
        self.layout = feature_layout() if layout is None else layout
        hidden, keys = config.encoder.hidden, len(KEYS)
        self.encoder = RecurrentEncoder(config.encoder, self.layout, keys)
        self.decoder: Decoder = make_decoder(
            config.decoder, hidden, self.layout, keys, has_tokens=config.encoder.points
        )

    def encode(self, history: HistoryBatch) -> Context:
        """The context of each history."""
        context: Context = self.encoder(history)
        return context

    def loss(self, batch: Batch) -> LossParts:
        """The likelihood of what followed each history, by named parts."""
        return self.decoder.loss(self.encode(batch.history), batch.target)

    @torch.inference_mode()
    def sample(
        self,
        history: HistoryBatch,
        generator: Generators,
        horizon_ms: int = HORIZON_MS,
        max_actions: int = MAX_ACTIONS,
    ) -> list[ActionSequence]:
        """One drawn sequence a history."""
        return self.decoder.sample(self.encode(history), generator, horizon_ms, max_actions)

    def broken_weight(self) -> str | None:
        """The name of the first parameter or kept clock that no training makes, None where all are sound.

        Such a number is not finite, or beyond `LARGEST_WEIGHT`, where sums of products are not finite any more.
        """
        floats = ((name, value) for name, value in self.state_dict().items() if value.is_floating_point())
        return next((name for name, value in floats if not bool((value.abs() <= LARGEST_WEIGHT).all())), None)
