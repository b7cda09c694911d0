"""The configuration of the encoder: its sizes, and what it sees of a game."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from model.config_checks import require, require_in_ranges

Observe = Literal["state", "pixels", "both"]


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """The recurrent encoder.

    Args:
        hidden: H, the width of every encoding.
        dropout: share of the numbers before and after the fusion that is dropped in training.
        forgetting: share of the examples that are trained without their action history, and without their states'.
        entities: whether the newest state is seen as tokens, too, and the point process points at them; pictures alone
            hide them.
        observe: what is seen of a game: its states, the pictures of its canvas, or both; both has the tokens, too.
        picture_width: channels of the first layer that looks at pictures.
    """

    hidden: int = 256
    dropout: float = 0.2
    forgetting: float = 0.3
    entities: bool = False
    observe: Observe = "state"
    picture_width: int = 24

    def __post_init__(self) -> None:
        require(self.hidden % 2 == 0, f"encoder.hidden is even, found {self.hidden}")
        require(self.picture_width % 8 == 0, f"encoder.picture_width is a multiple of 8, found {self.picture_width}")
        require_in_ranges("encoder", self)

    @property
    def sees_state(self) -> bool:
        """Whether anything is known of the game's states."""
        return self.observe != "pixels"

    @property
    def sees_tokens(self) -> bool:
        """Whether the newest state's things are tokens."""
        return self.sees_state and (self.entities or self.sees_pictures)

    @property
    def sees_pictures(self) -> bool:
        """Whether pictures are looked at."""
        return self.observe != "state"

    @property
    def points(self) -> bool:
        """Whether there are tokens for the point process to point at: things of the state, or cells of a picture."""
        return self.sees_tokens or self.sees_pictures
