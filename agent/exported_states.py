"""The model's features of a game state, for the tables of an export."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bridge.exporting.lerobot.grid import StateColumns
from bridge.held import HeldInput
from bridge.state import GameState
from model.state_features import STATE_FEATURES, state_features
from model.vocabulary import NameCollector


@dataclass(frozen=True, slots=True)
class ExportedStates:
    """Numbers states, and the names in them in the order it meets them."""

    collector: NameCollector = field(default_factory=NameCollector)

    @property
    def columns(self) -> StateColumns:
        """How a state becomes numbers."""
        return StateColumns(tuple(feature.name for feature in STATE_FEATURES), self._row)

    def names(self) -> tuple[str, ...]:
        """The names met until now; the first is class 2, see `model.vocabulary`."""
        return self.collector.names

    def _row(self, state: GameState, held: HeldInput) -> npt.NDArray[np.float32]:
        return state_features(state, held, self.collector)
