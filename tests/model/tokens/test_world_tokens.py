"""What stands in the world as tokens."""

from __future__ import annotations

import msgspec

from bridge.geometry import Rect
from bridge.state import EntityKind
from model.tokens.token import TokenField, TokenKind
from tests.model.feature_groups.scenes import MINIMAP, QUIET, VOCABULARY, entity
from tests.model.tokens.shown import row_of, tokens

BOX = Rect(290, 90, 21, 30)


def test_an_entity_says_what_it_is_where_it_shows_and_how_far_it_is():
    goblin = msgspec.structs.replace(
        entity("Tree", 3, -2, BOX, EntityKind.NPC), health=0.25, interacting="player:0", quantity=7
    )
    player = msgspec.structs.replace(QUIET.player, interacting=goblin.key)
    row = row_of(tokens(entities=(goblin,), player=player), goblin.key)
    assert (row[TokenField.KIND], row[TokenField.NAME]) == (TokenKind.NPC, VOCABULARY.id_of("Tree"))
    assert [row[field] for field in (TokenField.X, TokenField.Y, TokenField.WIDTH, TokenField.HEIGHT)] == [
        *(290, 90),
        *(21, 30),
    ]
    assert (row[TokenField.STEPS], row[TokenField.RIGHT], row[TokenField.FORWARD]) == (3, 3, -2)
    assert (row[TokenField.HEALTH], row[TokenField.QUANTITY]) == (0.25, 7)
    assert (row[TokenField.IS_PARTNER], row[TokenField.IS_TURNED]) == (1, 1)


def test_only_the_part_on_the_viewport_has_a_place():
    chest = entity("Bank chest", 3, 0, Rect(500, 100, 40, 20))
    row = row_of(tokens(entities=(chest,)), chest.key)
    assert (row[TokenField.X], row[TokenField.WIDTH]) == (500, 16)


def test_what_stands_before_a_thing_covers_it():
    behind, before = entity("Tree", 3, 0, Rect(100, 100, 20, 20)), entity("Oak tree", 3, 1, Rect(110, 100, 20, 40))
    found = tokens(entities=(behind, before))
    assert row_of(found, behind.key)[TokenField.COVERED] == 0.5
    assert row_of(found, before.key)[TokenField.COVERED] == 0.0


def test_to_what_does_not_show_there_is_a_way_on_the_minimap_and_one_on_the_ground():
    tree = entity("Tree", 9, 0)
    found = tokens(entities=(tree,))
    assert tree.key not in found.keys
    on_minimap, on_ground = (row_of(found, f"{way}:{tree.key}") for way in ("minimap", "ground"))
    assert on_minimap[TokenField.X] + on_minimap[TokenField.WIDTH] // 2 == MINIMAP.bounds.centre.x + 36
    assert on_ground[TokenField.X] + on_ground[TokenField.WIDTH] // 2 == 4 + 512 - 30  # the view ends there
    assert on_ground[TokenField.NAME] == VOCABULARY.id_of("Tree")
