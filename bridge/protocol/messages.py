"""The messages of the wire, as typed values; docs/protocol.md describes each field."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from bridge.events import InputEvent
from bridge.numeric import Natural
from bridge.protocol.version import PROTOCOL_MAJOR, PROTOCOL_MINOR
from bridge.state import GameState, Name

MAX_FRAME_BYTES = 65_536
"""The longest message in bytes; a side may ask for less when it greets."""

NONCE_BYTES = 32
PROOF_BYTES = 32
MAX_EVENTS = 256
"""Input events in one message at most."""

Nonce = Annotated[bytes, msgspec.Meta(min_length=NONCE_BYTES, max_length=NONCE_BYTES)]
Proof = Annotated[bytes, msgspec.Meta(min_length=PROOF_BYTES, max_length=PROOF_BYTES)]
SessionId = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]
ShortText = Annotated[str, msgspec.Meta(max_length=256)]
FrameLimit = Annotated[int, msgspec.Meta(ge=1_024, le=MAX_FRAME_BYTES)]


class Units(msgspec.Struct, frozen=True):
    """The units that the game sends; a game that counts otherwise converts before it sends."""

    time: Literal["ns"] = "ns"
    place: Literal["canvas_px"] = "canvas_px"
    position: Literal["tile"] = "tile"
    angle: Literal["rad"] = "rad"
    energy: Literal["share"] = "share"


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """The game greets.

    Args:
        nonce: 32 fresh random bytes of the game.
        session: names this run of the game client; the same after a reconnection.
        client: the game's name and version, for people to read.
        skill_names: every skill the game knows, in its own order, so that a new skill cannot shift features.
        max_frame_bytes: the longest message that the game accepts.
    """

    nonce: Nonce
    session: SessionId
    client: Name
    skill_names: Annotated[tuple[Name, ...], msgspec.Meta(max_length=64)]
    units: Units = Units()
    max_frame_bytes: FrameLimit = MAX_FRAME_BYTES
    protocol_major: Natural = PROTOCOL_MAJOR
    protocol_minor: Natural = PROTOCOL_MINOR


class Challenge(msgspec.Struct, frozen=True, tag="challenge"):
    """The agent answers with its own nonce and proves that it holds the token."""

    nonce: Nonce
    proof: Proof
    protocol_major: Natural = PROTOCOL_MAJOR
    protocol_minor: Natural = PROTOCOL_MINOR


class Auth(msgspec.Struct, frozen=True, tag="auth"):
    """The game proves that it holds the token."""

    proof: Proof


class Welcome(msgspec.Struct, frozen=True, tag="welcome"):
    """The agent opens the session; `max_frame_bytes` is the longest message that it accepts."""

    max_frame_bytes: FrameLimit = MAX_FRAME_BYTES


class TickMessage(msgspec.Struct, frozen=True, tag="tick"):
    """The state of one game tick.

    Args:
        seq: grows by one with every tick or input message that the game makes, sent or dropped.
        mono_ns: when the state was collected, on the game's monotonic clock.
        dropped: tick and input messages that the game threw away since the last one it sent.
        state: `state.tick.received_ns` is written over by the receiver.
    """

    seq: Natural
    mono_ns: Natural
    dropped: Natural
    state: GameState


class InputMessage(msgspec.Struct, frozen=True, tag="input"):
    """What a person did in the game's window, in order; `at_ns` is on the same clock as `mono_ns`."""

    seq: Natural
    mono_ns: Natural
    dropped: Natural
    events: Annotated[tuple[InputEvent, ...], msgspec.Meta(min_length=1, max_length=MAX_EVENTS)]


class Heartbeat(msgspec.Struct, frozen=True, tag="heartbeat"):
    """The game's loop is alive though no tick came; sent after 300 ms without another message."""

    mono_ns: Natural


class Bye(msgspec.Struct, frozen=True, tag="bye"):
    """The game ends the session."""

    reason: ShortText


class ErrorMessage(msgspec.Struct, frozen=True, tag="error"):
    """The agent refuses what it got and closes; `code` may be one that this version does not know."""

    code: ShortText
    text: ShortText


class Ping(msgspec.Struct, frozen=True, tag="ping"):
    """The agent is alive; sent once a second and not answered."""

    mono_ns: Natural


Message = Hello | Auth | TickMessage | InputMessage | Heartbeat | Bye | Challenge | Welcome | ErrorMessage | Ping
