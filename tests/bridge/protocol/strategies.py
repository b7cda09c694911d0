"""Values of the wire's types for property tests, drawn from the schema itself: a new field is covered at once."""

from __future__ import annotations

from typing import Any  # a strategy's type is known only when it runs

import msgspec.inspect
from hypothesis import strategies as st

from bridge.events import KEYS, KeyPress, KeyRelease, WheelScroll
from bridge.geometry import Rect
from bridge.protocol.messages import Challenge, Hello, Message
from bridge.protocol.version import PROTOCOL_MAJOR
from bridge.state import GameState

INT64 = 1 << 63
MOST_ELEMENTS = 3

integers = st.integers(-INT64, INT64 - 1)
naturals = st.integers(0, INT64 - 1)
texts = st.text(max_size=12)
scalars = st.one_of(st.none(), st.booleans(), integers, st.floats(allow_nan=False, allow_infinity=False), texts)
bodies = st.dictionaries(
    st.one_of(texts, st.sampled_from(["type", "mono_ns", "reason", "state"])),
    st.recursive(
        st.one_of(scalars, st.sampled_from(["heartbeat", "bye", "tick"])),
        lambda inner: st.one_of(st.lists(inner, max_size=MOST_ELEMENTS), st.dictionaries(texts, inner, max_size=2)),
        max_leaves=6,
    ),
    max_size=5,
)
"""Trees that are sometimes a message and mostly not."""


def values_of(kind: msgspec.inspect.Type) -> st.SearchStrategy[Any]:
    """Every value of a type of the schema."""
    match kind:
        case msgspec.inspect.StructType(cls=cls):
            return _structs(kind, cls)
        case msgspec.inspect.UnionType(types=types):
            return st.one_of([values_of(part) for part in types])
        case msgspec.inspect.VarTupleType(item_type=item, min_length=least):
            return st.lists(values_of(item), min_size=least or 0, max_size=MOST_ELEMENTS).map(tuple)
        case msgspec.inspect.EnumType(cls=cls):
            return st.sampled_from(list(cls))
        case msgspec.inspect.LiteralType(values=values):
            return st.sampled_from(list(values))
        case msgspec.inspect.StrType(pattern=str() as pattern):
            return st.from_regex(pattern)
        case msgspec.inspect.StrType():
            return texts
        case msgspec.inspect.BytesType(min_length=least, max_length=most):
            return st.binary(min_size=least or 0, max_size=most)
        case _:
            return _numbers(kind)


def _numbers(kind: msgspec.inspect.Type) -> st.SearchStrategy[Any]:
    match kind:
        case msgspec.inspect.IntType(ge=least, le=most):
            return st.integers(-INT64 if least is None else least, INT64 - 1 if most is None else most)
        case msgspec.inspect.FloatType(ge=least, le=most):
            return st.floats(least, most, allow_nan=False, allow_infinity=False)
        case msgspec.inspect.BoolType():
            return st.booleans()
        case msgspec.inspect.NoneType():
            return st.none()
        case _:
            raise TypeError(f"the schema has a type that no strategy is known for: {kind}")


def _structs(kind: msgspec.inspect.StructType, cls: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """All fields by their types; where a type asks more than its fields tell, that too."""
    fields = {field.name: values_of(field.type) for field in kind.fields}
    if cls is Rect:
        fields |= {"width": naturals, "height": naturals}
    elif cls is WheelScroll:
        fields["notches"] = integers.filter(bool)
    elif cls in (KeyPress, KeyRelease):
        fields["key"] = st.sampled_from(KEYS)
    elif cls in (Hello, Challenge):
        fields["protocol_major"] = st.just(PROTOCOL_MAJOR)
    return st.builds(cls, **fields)


messages: st.SearchStrategy[Any] = values_of(msgspec.inspect.type_info(Message))
states: st.SearchStrategy[Any] = values_of(msgspec.inspect.type_info(GameState))
