"""A game's and an agent's session joined without sockets, in virtual time."""

from __future__ import annotations

import msgspec

from bridge.protocol.messages import Message, TickMessage
from bridge.protocol.session import Arrival, Session
from bridge.protocol.token import Token
from bridge.protocol.transitions import Role
from bridge.state import Tick
from tests.bridge.protocol.examples import AGENT_NONCE, GAME_NONCE, SPARSE_STATE, START_NS, TOKEN


def game_session(token: Token = TOKEN, max_frame_bytes: int = 65_536) -> Session:
    return Session(Role.GAME, token, GAME_NONCE, START_NS, max_frame_bytes)


def agent_session(token: Token = TOKEN, max_frame_bytes: int = 65_536) -> Session:
    return Session(Role.AGENT, token, AGENT_NONCE, START_NS, max_frame_bytes)


def greeting(game: Session) -> bytes:
    return game.greet("session-1", "test game", ("Attack",))


def deliver(data: bytes, session: Session, now_ns: int = START_NS) -> list[Arrival]:
    """Feed bytes and take everything that comes of them."""
    session.feed(data, now_ns)
    return list(iter(session.next_arrival, None))


def heard(data: bytes, session: Session, now_ns: int = START_NS) -> list[Message]:
    return [arrival.message for arrival in deliver(data, session, now_ns)]


def shake_hands(game: Session, agent: Session) -> None:
    """Bring two new sessions to the open state."""
    heard(greeting(game), agent)
    heard(agent.take_replies(), game)
    heard(game.take_replies(), agent)
    heard(agent.take_replies(), game)


def open_pair() -> tuple[Session, Session]:
    """An open game's and agent's session."""
    game, agent = game_session(), agent_session()
    shake_hands(game, agent)
    return game, agent


def tick(seq: int, index: int | None = None, dropped: int = 0) -> TickMessage:
    """A small tick message whose index is its number unless told otherwise."""
    state = msgspec.structs.replace(SPARSE_STATE, tick=Tick(seq if index is None else index, START_NS))
    return TickMessage(seq, START_NS, dropped, state)
