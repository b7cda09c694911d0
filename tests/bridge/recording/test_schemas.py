from __future__ import annotations

import json

import msgspec

from bridge.events import InputEvent
from bridge.recording.messages import PlannedInput, StateView
from bridge.recording.schemas import schema_digest, viewer_schema


class Small(msgspec.Struct):
    """A word."""

    number: int
    text: str | None
    pair: tuple[int, ...] = (0, 0)


class SmallAgain(msgspec.Struct, tag="again"):
    """Another word."""

    number: int


def test_a_schema_is_one_object_with_plain_types() -> None:
    assert json.loads(viewer_schema(Small, "x.Small")) == {
        "title": "x.Small",
        "type": "object",
        "properties": {
            "number": {"type": "integer"},
            "text": {"type": "string"},
            "pair": {"type": "array", "items": {"type": "integer"}},
        },
        "required": ["number"],
    }


def test_a_union_becomes_one_object_with_the_fields_of_all() -> None:
    schema = json.loads(viewer_schema(InputEvent, "x"))
    assert set(schema["properties"]) == {"type", "at_ns", "x", "y", "author", "button", "notches", "key"}
    assert schema["required"] == ["type", "at_ns", "author"]
    assert "pointer_move" in schema["properties"]["type"]["enum"]
    assert "key_release" in schema["properties"]["type"]["enum"]


def test_nothing_stands_behind_a_reference_or_an_alternative() -> None:
    for kind in (InputEvent, StateView, PlannedInput):
        text = viewer_schema(kind, "x")
        assert b"$ref" not in text
        assert b"anyOf" not in text


def test_the_digest_changes_with_the_words_and_not_with_their_prose() -> None:
    renamed = msgspec.defstruct("Small", [("number", int), ("text", str | None), ("pair", tuple[int, ...], (0, 0))])
    assert schema_digest(renamed) == schema_digest(Small)
    wider = msgspec.defstruct("Small", [("number", float), ("text", str | None), ("pair", tuple[int, ...], (0, 0))])
    assert schema_digest(wider) != schema_digest(Small)
    assert schema_digest(SmallAgain) != schema_digest(Small)
