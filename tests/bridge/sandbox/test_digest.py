"""The fingerprint of a world."""

from __future__ import annotations

import hashlib

import msgspec
import pytest

from bridge.clock import VirtualClock
from bridge.held import HeldInput
from bridge.sandbox.demonstrations import play_scripted
from bridge.sandbox.digest import world_digest
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.tasks.woodcutting import woodcutting_expert, woodcutting_score
from bridge.sandbox.terrain import Tile
from tests.bridge.sandbox.small_worlds import OPEN_FIELD, world_of


def test_equal_worlds_have_equal_digests_of_32_digits() -> None:
    assert world_digest(world_of(OPEN_FIELD)) == world_digest(world_of(OPEN_FIELD))
    assert len(world_digest(world_of(OPEN_FIELD))) == 32


def test_a_change_anywhere_changes_the_digest() -> None:
    world = world_of(OPEN_FIELD)
    moved = msgspec.structs.replace(world, hero=msgspec.structs.replace(world.hero, tile=Tile(0, 0)))
    other_map = world_of(OPEN_FIELD.replace(".", ",", 1))
    later = msgspec.structs.replace(world, tick=1)
    assert len({world_digest(each) for each in (world, moved, other_map, later)}) == 4


def test_the_order_in_a_set_does_not_change_the_digest() -> None:
    one = HeldInput(keys=frozenset(["left", "shift", "a", "b"]))
    other = HeldInput(keys=frozenset(["b", "a", "shift", "left"]))
    assert world_digest(world_of(OPEN_FIELD, held=one)) == world_digest(world_of(OPEN_FIELD, held=other))


def test_looking_at_the_map_does_not_change_the_digest() -> None:
    world = world_of(OPEN_FIELD)
    digest = world_digest(world)
    assert world.scenery.map_texture.shape == (44, 44, 3)
    assert world_digest(world) == digest


@pytest.mark.parametrize(
    ("seed", "score", "at_start", "at_end", "pixels"),
    [
        (
            1,
            31.5,
            "b796191116bf86761494a2e57f12b85c",
            "77812a4c62328fe29588782e78703307",
            "95401ad2c250a0739051a3da248a3e87",
        ),
        (
            2,
            35.0,
            "10f283fa61a011f3e3fa3838d92b5482",
            "7b6cf611cc8c884746cdff33a03df6b2",
            "a3a427924c6bb37a3634bb91aea9dc41",
        ),
        (
            900_000,
            33.5,
            "046d1dd552ed9991d9aa6694d3aaf4db",
            "ca75377fa9ee47c2da57179f7095e2fb",
            "507c4583eaf0506e273613723f42a6ad",
        ),
    ],
)
def test_the_first_card_of_woodcutting_is_played_as_ever(
    seed: int, score: float, at_start: str, at_end: str, pixels: str
) -> None:
    game = SandboxGame("woodcutting", seed, VirtualClock())
    assert world_digest(game.world) == at_start
    play_scripted(game, woodcutting_expert(seed), 200)
    assert (woodcutting_score(game.world), world_digest(game.world)) == (score, at_end)
    assert hashlib.sha256(game.grab().pixels).hexdigest()[:32] == pixels
