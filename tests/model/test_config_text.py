from __future__ import annotations

import tomllib

from model.config import ModelConfig, config_of, load_config
from model.config_text import config_text, differences, flat


def test_the_text_reads_back_as_the_configuration() -> None:
    config = load_config(None, ["encoder.hidden=64", "decoder.kind='parallel'", "decoder.timing.overrun=0.1"])
    assert config_of(tomllib.loads(config_text(config))) == config


def test_differences_are_told_by_dotted_name() -> None:
    config = load_config(None, ["decoder.kind='parallel'", "decoder.timing.overrun=0.1"])
    assert differences(config) == {"decoder.kind": "parallel", "decoder.timing.overrun": 0.1}
    assert differences(config, config) == {}


def test_every_value_has_a_dotted_name() -> None:
    assert flat(ModelConfig())["decoder.timing.as_written"] is False
