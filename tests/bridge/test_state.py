"""A game state crosses a wire unchanged, and unknown stays apart from empty."""

import msgspec
import pytest

from bridge.geometry import Rect
from bridge.state import GamePhase, GameState, Interface, ItemContainer, Player, Tick, View, WorldPoint

VIEW = View(765, 503, Rect(4, 4, 512, 334))


def test_unknown_and_empty_are_told_apart():
    unknown = GameState(Tick(1, 2), GamePhase.LOGGED_IN, VIEW)
    empty = GameState(Tick(1, 2), GamePhase.LOGGED_IN, VIEW, Interface(open=()), inventory=ItemContainer(28, ()))
    for state in (unknown, empty):
        assert msgspec.json.decode(msgspec.json.encode(state), type=GameState) == state
    assert unknown != empty


def test_a_share_beyond_one_is_refused():
    raw = msgspec.json.encode(Player(WorldPoint(1, 2), run_energy=1.5))
    with pytest.raises(msgspec.ValidationError, match="run_energy"):
        msgspec.json.decode(raw, type=Player)
