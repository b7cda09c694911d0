from __future__ import annotations

import pytest

from model.compared_models import BASELINE, DECODERS, chosen_names, compared_config
from model.config import load_config
from model.errors import ConfigurationError


def test_all_are_all_and_each_name_counts_once() -> None:
    assert chosen_names("all") == tuple(DECODERS)
    assert chosen_names("point_process, parallel,point_process") == ("point_process", "parallel")
    assert BASELINE in DECODERS


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match="no model 'paralel' to compare; there are parallel, "):
        chosen_names("parallel,paralel")


@pytest.mark.parametrize("name", DECODERS)
def test_models_differ_in_nothing_but_their_decoder(name: str) -> None:
    base = load_config(None, ["encoder.hidden=32", "decoder.mixture=3", "training.seed=4"])
    config = compared_config(name, base)
    assert (config.encoder, config.training) == (base.encoder, base.training)
    assert config.decoder.mixture == 3


def test_no_two_models_are_the_same() -> None:
    assert len(set(DECODERS.values())) == len(DECODERS)
    assert len(set(DECODERS)) == len(DECODERS)
