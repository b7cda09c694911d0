"""The compiled set encoder beside the set encoder."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from model.batch import HistoryBatch
from model.encoders.entities import EntityEncoder, token_kinds
from model.runtimes.compiling import load_kernels
from model.runtimes.entities import CompiledEntities, entity_weights
from model.runtimes.structs import array_of
from model.runtimes.token_arrays import token_arrays
from model.tokens.token import F_TOKEN, TokenField
from tests.model.encoders.test_entities import model
from tests.model.network_batches import random_history, random_tokens, row_of


def encoder() -> EntityEncoder:
    entities = model().encoder.entities
    assert entities is not None
    return entities


@torch.inference_mode()
def assert_sees_alike(history: HistoryBatch) -> None:
    """Every row of the histories by itself, from a fused vector of its own."""
    entities = encoder()
    compiled = CompiledEntities(entities, load_kernels())
    pointer = torch.where(history.pointer.isnan(), 0.0, history.pointer)
    for row in range(history.size):
        one, here = row_of(history, row), pointer[row : row + 1]
        known = torch.randn(2, 16, generator=torch.Generator().manual_seed(row))  # with what was before, and without
        expected = entities.read(one.tokens, one.token_mask, here, one.canvas)
        found = array_of(known[0]), array_of(known[1])
        seen = compiled.see(
            array_of(one.tokens[0][one.token_mask[0]]), array_of(here[0]), array_of(one.canvas[0]), *found
        )
        embedded = expected.embedded, expected.apart
        for before, tokens, after in zip(known, embedded, found, strict=True):
            fused = entities.fuse(before.unsqueeze(0), tokens, one.token_mask, token_kinds(one.tokens))[0].numpy()
            assert np.abs(after - fused).max() < 1e-5
        for name, value in token_arrays(expected)._asdict().items():
            assert np.abs(getattr(seen, name).astype(np.float32) - value).max(initial=0.0) < 1e-5, name


def test_tokens_are_read_and_found_as_the_set_encoder_does() -> None:
    assert_sees_alike(random_history(8))


def test_many_tokens_with_unknown_fields_are_seen_alike() -> None:
    tokens, mask = random_tokens(4, most=90)
    unknown = torch.rand(tokens.shape, generator=torch.Generator().manual_seed(1)) < 0.3
    unknown[..., TokenField.X : TokenField.HEIGHT + 1] = False
    history = replace(random_history(4), tokens=tokens.masked_fill(unknown, torch.nan), token_mask=mask)
    assert_sees_alike(history)


def test_without_tokens_nothing_is_found() -> None:
    none = torch.zeros(2, 1, dtype=torch.bool)
    assert_sees_alike(replace(random_history(2), tokens=torch.full((2, 1, F_TOKEN), torch.nan), token_mask=none))


def test_the_rows_of_a_name_are_what_the_layer_makes_of_its_embedding() -> None:
    entities = encoder()
    first = entities.rows[0]
    assert isinstance(first, torch.nn.Linear)
    whole = torch.zeros(first.in_features)
    whole[8 : 8 + 24] = entities.name.weight[3]
    np.testing.assert_allclose(
        entity_weights(entities).name[3], (first(whole) - first.bias).detach().numpy(), atol=1e-6
    )
