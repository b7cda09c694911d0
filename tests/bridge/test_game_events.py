"""What happened in the game crosses a wire and a file as itself, and nothing happens in the future."""

import typing

import msgspec
import pytest

from bridge.game_events import AnimationStarted, Died, ExperienceGained, GameEvent, HitTaken, OptionChosen

EVENTS = [
    ExperienceGained(1, "woodcutting", 37),
    HitTaken(2, "npc:3", 0),
    Died(3, "player:0"),
    AnimationStarted(4, "player:0", -1),
    OptionChosen(5, "Chop down", "Oak tree"),
]


def test_every_kind_comes_back_as_itself():
    assert {type(event) for event in EVENTS} == set(typing.get_args(GameEvent))
    for codec in (msgspec.json, msgspec.msgpack):
        assert codec.decode(codec.encode(EVENTS), type=list[GameEvent]) == EVENTS


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_what_happens_after_the_state_was_collected_is_refused(event):
    early = msgspec.json.encode(msgspec.structs.replace(event, age_ns=-1))
    with pytest.raises(msgspec.ValidationError, match="age_ns"):
        msgspec.json.decode(early, type=GameEvent)
