from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import msgspec
import pytest
import torch

from model.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from model.config import DecoderConfig, DecoderKind, config_of
from model.decoders.choice import make_decoder
from model.errors import ConfigurationError
from model.timed_action_model import TimedActionModel
from model.vocabulary import Vocabulary
from tests.model.decoders.compared import compared_model, every_kind
from tests.model.network_batches import LAYOUT, TINY

KINDS = get_args(DecoderKind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_decoder_and_a_checkpoint_keeps_it(kind: DecoderKind, tmp_path: Path) -> None:
    config = replace(TINY, decoder=DecoderConfig(kind))
    model = TimedActionModel(config, LAYOUT)
    save_checkpoint(tmp_path, Checkpoint(model, Vocabulary(), 0, {}))
    loaded = load_checkpoint(tmp_path, torch.device("cpu"), LAYOUT).model
    assert type(loaded.decoder) is type(model.decoder)
    assert loaded.config == config


def test_the_kinds_are_different_models() -> None:
    names = {kind: frozenset(make_decoder(DecoderConfig(kind), 16, LAYOUT, 3).state_dict()) for kind in KINDS}
    assert len(set(names.values())) == len(KINDS)


def test_only_the_point_process_has_a_likelihood_of_time() -> None:
    batch = every_kind()
    losses = {kind: compared_model(DecoderConfig(kind)).loss(batch) for kind in KINDS}
    assert [kind for kind, loss in losses.items() if loss.is_likelihood] == ["point_process"]


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"kind": "parallel", "multi_scale": True}, "decoder.multi_scale is for"),
        ({"kind": "point_process", "multi_scale": True}, "decoder.multi_scale is for"),
        ({"kind": "sequential", "as_written": True, "multi_scale": True}, "as mended"),
        ({"kind": "attention", "context_aware": True}, "decoder.context_aware is for"),
        ({"kind": "attention", "clock": "mixture"}, "decoder.clock belongs to the kind 'point_process'"),
    ],
)
def test_an_option_of_another_decoder_is_refused(option: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        config_of({"decoder": option})


def test_the_decoder_is_a_part_of_the_configuration() -> None:
    config = config_of({"decoder": {"kind": "parallel", "timing": {"overrun": 0.5}}})
    assert config_of(msgspec.to_builtins(config)) == config
    assert config.decoder.timing.is_used


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kind": "paralel"}, "Invalid enum value 'paralel'"),
        ({"timing": {"overrun": 0.5}}, "belongs to the kind 'parallel'"),
        ({"kind": "parallel", "timing": {"length": -1.0}}, r"decoder\.timing\.length lies in \[0, "),
    ],
)
def test_a_decoder_that_does_not_exist_is_refused(values: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        config_of({"decoder": values})
