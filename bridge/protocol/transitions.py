"""The session's state machine as a table, the same for both sides; the diagram in docs/protocol.md is drawn from it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bridge.protocol.messages import (
    Auth,
    Bye,
    Challenge,
    ErrorMessage,
    Heartbeat,
    Hello,
    InputMessage,
    Message,
    Ping,
    TickMessage,
    Welcome,
)


class Role(StrEnum):
    """The two sides of the wire: the game dials, the agent listens."""

    GAME = "game"
    AGENT = "agent"

    @property
    def other(self) -> Role:
        """The side across."""
        return Role.AGENT if self is Role.GAME else Role.GAME


class SessionState(StrEnum):
    """How far a session is; both sides pass through the same states."""

    NEW = "new"
    GREETED = "greeted"
    CHALLENGED = "challenged"
    PROVEN = "proven"
    OPEN = "open"
    CLOSED = "closed"


Transitions = Mapping[SessionState, Mapping[tuple[Role, type[Message]], SessionState]]

TRANSITIONS: Transitions = MappingProxyType(
    {
        SessionState.NEW: MappingProxyType(
            {
                (Role.GAME, Hello): SessionState.GREETED,
                (Role.AGENT, ErrorMessage): SessionState.CLOSED,
            }
        ),
        SessionState.GREETED: MappingProxyType(
            {
                (Role.AGENT, Challenge): SessionState.CHALLENGED,
                (Role.AGENT, ErrorMessage): SessionState.CLOSED,
            }
        ),
        SessionState.CHALLENGED: MappingProxyType(
            {
                (Role.GAME, Auth): SessionState.PROVEN,
                (Role.AGENT, ErrorMessage): SessionState.CLOSED,
            }
        ),
        SessionState.PROVEN: MappingProxyType(
            {
                (Role.AGENT, Welcome): SessionState.OPEN,
                (Role.AGENT, ErrorMessage): SessionState.CLOSED,
            }
        ),
        SessionState.OPEN: MappingProxyType(
            {
                (Role.GAME, TickMessage): SessionState.OPEN,
                (Role.GAME, InputMessage): SessionState.OPEN,
                (Role.GAME, Heartbeat): SessionState.OPEN,
                (Role.GAME, Bye): SessionState.CLOSED,
                (Role.AGENT, Ping): SessionState.OPEN,
                (Role.AGENT, ErrorMessage): SessionState.CLOSED,
            }
        ),
        SessionState.CLOSED: MappingProxyType({}),
    }
)
"""What may be sent: state -> (sender, message) -> next state. Everything that is not here is refused."""


def state_after(state: SessionState, sender: Role, message: Message) -> SessionState | None:
    """The state once `sender` has sent `message`; None where that is not allowed."""
    return TRANSITIONS[state].get((sender, type(message)))


def message_name(kind: type[Message]) -> str:
    """The name of a kind of message on the wire, its `type`."""
    return str(kind.__struct_config__.tag)


def diagram() -> str:
    """The table as a Mermaid state diagram, line by line in the table's order."""
    arrows = [
        f"    {state} --> {after}: {sender} sends {message_name(kind)}"
        for state, moves in TRANSITIONS.items()
        for (sender, kind), after in moves.items()
    ]
    return "\n".join(
        ["stateDiagram-v2", f"    [*] --> {SessionState.NEW}", *arrows, f"    {SessionState.CLOSED} --> [*]"]
    )
