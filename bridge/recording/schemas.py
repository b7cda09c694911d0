"""JSON Schemas in the plain form that viewers read: one object, nothing behind a reference, no alternatives."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

Schema = dict[str, Any]  # a JSON document: its values are of any JSON type


def viewer_schema(kind: Any, title: str) -> bytes:
    """A JSON Schema of the messages of type `kind` (a struct or a union of structs).

    References are written out, "or null" is left away, and a union of structs becomes one object with the fields of
    all; Foxglove accepts nothing else. It describes; decoding never depends on it.
    """
    schema = msgspec.json.schema(kind)
    return msgspec.json.encode({"title": title} | _plain(schema, schema.get("$defs", {})))


def schema_digest(kind: Any) -> str:
    """SHA-256 (hex) of the exact JSON Schema of `kind`: two digests differ where the words differ."""
    return hashlib.sha256(
        msgspec.json.encode(_undescribed(msgspec.json.schema(kind)), order="deterministic")
    ).hexdigest()


def _undescribed(node: Any) -> Any:
    """The schema without its prose, which may be rewritten at any time."""
    if isinstance(node, dict):
        return {
            key: _undescribed(value)
            for key, value in node.items()
            if not (key == "description" and isinstance(value, str))
        }
    return [_undescribed(value) for value in node] if isinstance(node, list) else node


def _plain(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    if "$ref" in schema:
        return _plain(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
    if "anyOf" in schema:
        choices = [_plain(choice, definitions) for choice in schema["anyOf"] if choice != {"type": "null"}]
        return choices[0] if len(choices) == 1 else _united(choices)
    if schema.get("type") == "object":
        given = schema.get("properties", {})
        fields = {name: _plain(field, definitions) for name, field in given.items()}
        required = [name for name in schema.get("required", []) if {"type": "null"} not in given[name].get("anyOf", [])]
        return {"type": "object", "properties": fields, "required": required}
    if schema.get("type") == "array":
        return {"type": "array", "items": _plain(schema["items"], definitions)}
    if "enum" in schema:
        return {"type": "string", "enum": schema["enum"]}
    return {"type": schema["type"]}


def _united(objects: list[Schema]) -> Schema:
    """One object schema with the fields of all; required is what all require."""
    fields: dict[str, Schema] = {}
    for schema in objects:
        for name, field in schema["properties"].items():
            known = fields.get(name)
            if known is not None and "enum" in field:
                field = field | {"enum": sorted({*known["enum"], *field["enum"]})}
            fields[name] = field
    required = [name for name in fields if all(name in schema["required"] for schema in objects)]
    return {"type": "object", "properties": fields, "required": required}
