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
from bridge.sandbox.tasks import task_named
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
    ("task", "seed", "score", "at_start", "at_end", "pixels"),
    [
        (
            "woodcutting",
            1,
            31.5,
            "b796191116bf86761494a2e57f12b85c",
            "77812a4c62328fe29588782e78703307",
            "95401ad2c250a0739051a3da248a3e87",
        ),
        (
            "woodcutting",
            900000,
            33.5,
            "046d1dd552ed9991d9aa6694d3aaf4db",
            "ca75377fa9ee47c2da57179f7095e2fb",
            "507c4583eaf0506e273613723f42a6ad",
        ),
        (
            "combat",
            1,
            39.5,
            "1f38e56146720beaa0198861d450923a",
            "bc14e05ab7c6438c6a9eaf4528564ab1",
            "c40bfac0646d9d7a38022f19d54fa713",
        ),
        (
            "combat",
            900000,
            57.0,
            "912d2a4aa83256306a49d7075f208bad",
            "d2f6d6d211a6376ce788a0c4525854d7",
            "ef90fc63d7f8c5f3f5d4407a3db55826",
        ),
        (
            "jewellery",
            1,
            31.0,
            "c638d85904e3f3b6b63bcacb6fe46ae4",
            "04a38e0e3248328f083bb857fdb561cd",
            "4fd678efa041967555b2655261924037",
        ),
        (
            "jewellery",
            900000,
            30.0,
            "757c82f964994d25257e6fb6eace79d2",
            "e341a0b9d4d62494b4e25833e369157a",
            "25e542c552e89b576f68e4e0f7948aaa",
        ),
    ],
)
def test_the_first_version_of_each_card_is_played_as_ever(
    task: str, seed: int, score: float, at_start: str, at_end: str, pixels: str
) -> None:
    card, game = task_named(task), SandboxGame(task, seed, VirtualClock())
    assert (card.version, world_digest(game.world)) == (1, at_start)
    play_scripted(game, card.expert(seed), 200)
    assert (card.score(game.world), world_digest(game.world)) == (score, at_end)
    assert hashlib.sha256(game.grab().pixels).hexdigest()[:32] == pixels
