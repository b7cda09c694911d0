"""What an encoder sees of a game."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.config import load_config
from model.encoder_config import EncoderConfig
from model.errors import ConfigurationError


@pytest.mark.parametrize(
    ("config", "state", "tokens", "pictures", "points"),
    [
        (EncoderConfig(), True, False, False, False),
        (EncoderConfig(entities=True), True, True, False, True),
        (EncoderConfig(observe="pixels"), False, False, True, True),
        (EncoderConfig(observe="both"), True, True, True, True),
    ],
)
def test_what_is_seen_follows_from_what_is_observed(
    config: EncoderConfig, state: bool, tokens: bool, pictures: bool, points: bool
) -> None:
    assert (config.sees_state, config.sees_tokens, config.sees_pictures, config.points) == (
        state,
        tokens,
        pictures,
        points,
    )


def test_pictures_alone_hide_the_tokens_that_a_preset_asks_for() -> None:
    seen = load_config(Path("small"), ["encoder.observe=pixels"]).encoder
    assert seen.entities
    assert not seen.sees_tokens


def test_what_has_no_sense_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="a multiple of 8, found 20"):
        load_config(overrides=["encoder.picture_width=20"])
    with pytest.raises(ConfigurationError, match="does not fit"):
        load_config(overrides=["encoder.observe=smell"])
