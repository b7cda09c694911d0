from __future__ import annotations

import pytest

from model.compared_models import BASELINE, DEFAULT, MODELS, chosen_names, compared_configs
from model.config import load_config
from model.errors import ConfigurationError


def test_all_are_all_main_are_those_without_options_and_each_name_counts_once() -> None:
    assert chosen_names("all") == tuple(MODELS)
    assert chosen_names("main") == tuple(name for name in MODELS if MODELS[name].option_of is None)
    assert chosen_names("point_process, parallel,point_process") == ("point_process", "parallel")
    assert chosen_names("main,point_process_mixture")[-1] == "point_process_mixture"


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match="no model 'paralel' to compare; there are parallel, "):
        chosen_names("parallel,paralel")


@pytest.mark.parametrize("name", MODELS)
def test_models_differ_in_nothing_but_their_decoder_and_learning_rate(name: str) -> None:
    base = load_config(None, ["encoder.hidden=32", "decoder.mixture=3", "training.seed=4"])
    for config in compared_configs(name, base):
        assert (config.encoder, config.training.seed) == (base.encoder, 4)
        assert config.decoder.mixture == 3


def test_the_baseline_alone_is_decoded_and_alone_has_two_rates_to_choose_from() -> None:
    base = load_config()
    assert [name for name, row in MODELS.items() if row.is_decoded] == [BASELINE]
    rates = {name: [config.training.learning_rate for config in compared_configs(name, base)] for name in MODELS}
    assert [name for name, each in rates.items() if len(each) > 1] == [BASELINE, "parallel_drawn"]
    assert rates[DEFAULT] == [base.training.learning_rate] == rates[BASELINE][:1]


def test_the_drawn_baseline_is_the_baseline() -> None:
    base = load_config()
    assert compared_configs("parallel_drawn", base) == compared_configs(BASELINE, base)
    others = [row.decoder for name, row in MODELS.items() if name != "parallel_drawn"]
    assert len(set(others)) == len(others)


def test_every_option_is_of_a_row_before_it() -> None:
    names = list(MODELS)
    pairs = [(name, row.option_of) for name, row in MODELS.items() if row.option_of is not None]
    assert len(pairs) == 6
    assert all(names.index(base) < names.index(name) for name, base in pairs)
