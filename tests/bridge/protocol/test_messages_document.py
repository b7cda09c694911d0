"""docs/protocol.md names every message, field, state, code and limit that the code knows."""

import re
import typing

import msgspec
import pytest

from bridge import state
from bridge.events import InputEvent
from bridge.game_events import GameEvent
from bridge.link.address import DEFAULT_PORT, DEFAULT_TOKEN_FILE
from bridge.protocol.messages import MAX_EVENTS, MAX_FRAME_BYTES, Message
from bridge.protocol.pace import MESSAGES_PER_S
from bridge.protocol.refusal import ErrorCode
from bridge.protocol.transitions import message_name
from tests.golden.regenerate_protocol import DOCUMENT

TEXT = DOCUMENT.read_text(encoding="utf-8")
STATE_KINDS = [kind for kind in vars(state).values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
MESSAGES = typing.get_args(Message)
EVENTS = (*typing.get_args(InputEvent), *typing.get_args(GameEvent))


def rows_of(name: str) -> str:
    """The table rows that describe one message: from its own to the next that names a message."""
    found = re.search(rf"^\| `{name}` \|.*\n(?:\| \|.*\n)*", TEXT, re.MULTILINE)
    assert found is not None, f"no table row for {name}"
    return found.group()


@pytest.mark.parametrize("kind", MESSAGES, ids=message_name)
def test_every_field_of_a_message_is_described(kind):
    described = re.findall(r"^\|[^|]*\| `(\w+)` \|", rows_of(message_name(kind)), re.MULTILINE)
    assert described == list(kind.__struct_fields__)


@pytest.mark.parametrize("kind", [*STATE_KINDS, *EVENTS], ids=lambda kind: kind.__name__)
def test_every_field_of_a_state_or_an_event_is_named(kind):
    assert [field for field in kind.__struct_fields__ if f"`{field}`" not in TEXT] == []


def test_every_error_code_is_described():
    assert re.findall(r"^\| `(\w+)` \| [^|]+ \|$", TEXT.split("## Errors")[1], re.MULTILINE) == list(ErrorCode)


def test_the_numbers_are_those_of_the_code():
    assert f"port {DEFAULT_PORT}" in TEXT
    assert f"`{DEFAULT_TOKEN_FILE}`" in TEXT
    assert f"1 to {MAX_FRAME_BYTES}" in TEXT
    assert f"| {MESSAGES_PER_S} within a second |" in TEXT
    assert f"{MAX_EVENTS} maps |" in rows_of("input")
