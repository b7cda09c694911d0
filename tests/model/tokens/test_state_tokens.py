"""What a state shows, as rows of numbers."""

from __future__ import annotations

import numpy as np
import pytest

from bridge.geometry import Rect
from bridge.state import Button, Dialogue, Interface
from model.tokens.state_tokens import MOST_HIDDEN, MOST_OF_WORLD, state_tokens
from model.tokens.token import F_TOKEN, TokenField
from tests.model.feature_groups.scenes import MINIMAP, VOCABULARY, entity
from tests.model.sessions import played
from tests.model.tokens.shown import tokens

BOX = Rect(290, 90, 21, 30)


def test_without_a_state_there_are_no_tokens():
    found = state_tokens(None, VOCABULARY)
    assert (found.rows.shape, found.rows.dtype, found.keys) == ((0, F_TOKEN), np.float32, ())


def test_tokens_with_a_place_come_first_and_what_is_too_much_is_counted():
    trees = tuple(entity("Tree", 1 + number, 0, Rect(100, 100, 20, 20)) for number in range(MOST_OF_WORLD + 1))
    answers = tuple(f"answer {number}" for number in range(MOST_HIDDEN + 2))
    buttons = (MINIMAP, Button("far away", Rect(2_000, 0, 10, 10)))
    found = tokens(entities=trees, interface=Interface(("make",), buttons=buttons, dialogue=Dialogue("", "", answers)))
    is_placed = ~np.isnan(found.rows[:, TokenField.X])
    assert is_placed.tolist() == [True] * (MOST_OF_WORLD + 1) + [False] * MOST_HIDDEN
    assert found.dropped == 2 + 1  # two answers, the button beside the canvas; the farthest tree is none of the nearest
    assert trees[-1].key not in found.keys


@pytest.mark.parametrize("player", [None])
def test_without_a_player_only_what_lies_over_the_world_has_tokens(player):
    assert tokens(player=player, entities=(entity("Tree", 1, 0, BOX),)).keys == ("button:minimap",)


def test_everything_that_a_sandbox_shows_has_a_token():
    for history in played(3).histories[::7]:
        state = history.now.state
        assert state is not None
        shown = {one.key for one in state.entities or () if one.bounds and one.bounds.width >= 30 <= one.bounds.height}
        viewport = state.view.viewport
        inside = {
            one.key
            for one in state.entities or ()
            if one.key in shown and one.bounds and one.bounds.intersection(viewport) == one.bounds
        }
        assert inside <= {*state_tokens(state, VOCABULARY).keys}
