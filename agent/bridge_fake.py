"""A recorded session that speaks as a game client: for trying the agent's end without a game."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from bridge.clock import MILLISECOND_NS, Clock
from bridge.events import InputEvent
from bridge.protocol.messages import MAX_EVENTS
from bridge.recording.reader import Recording
from bridge.sandbox.client import GameClient
from bridge.state import GameState

_TURN_NS = 50 * MILLISECOND_NS


@dataclass(frozen=True, slots=True)
class FakeOptions:
    """How a session is spoken.

    Args:
        speed: times as fast as it was.
        has_inputs: whether the input events are sent too.
        world_host: in the place of the recorded one; None: the recorded one.
    """

    speed: float = 1.0
    has_inputs: bool = False
    world_host: str | None = None

    def __post_init__(self) -> None:
        if self.speed <= 0.0:
            raise ValueError(f"a speed is above 0, found {self.speed}")


def speak(
    recording: Recording, client: GameClient, clock: Clock, options: FakeOptions, should_stop: Callable[[], bool]
) -> int:
    """Send a session, each message at its time counted from now.

    Args:
        recording: what is sent; its pictures are not.
        client: connected, or about to be.
        clock: the client's.
        options: how.
        should_stop: asked at each turn.

    Returns:
        The ticks that were sent.
    """
    ticks = 0
    waiting: list[InputEvent] = []
    for item in retimed(recording, clock.now_ns(), options):
        if isinstance(item, GameState):
            if not _wait(client, clock, item.tick.received_ns, should_stop):
                break
            _send(client, waiting)
            client.send_state(item)
            ticks += 1
        else:
            waiting.append(item)
    return ticks


def retimed(recording: Recording, start_ns: int, options: FakeOptions) -> Iterator[GameState | InputEvent]:
    """The session's states and, if asked for, its input events, as if it began at `start_ns`."""
    items = recording.timeline() if options.has_inputs else recording.states()
    first_ns: int | None = None
    for item in items:
        match item:
            case GameState(tick=tick):
                first_ns = tick.received_ns if first_ns is None else first_ns
                at_ns = start_ns + round((tick.received_ns - first_ns) / options.speed)
                host = item.world_host if options.world_host is None else options.world_host
                moved = msgspec.structs.replace(tick, received_ns=at_ns)
                yield msgspec.structs.replace(item, tick=moved, world_host=host)
            case _ if first_ns is not None and isinstance(item, InputEvent):
                yield msgspec.structs.replace(item, at_ns=start_ns + round((item.at_ns - first_ns) / options.speed))
            case _:
                continue  # before the first state, or a picture


def _wait(client: GameClient, clock: Clock, until_ns: int, should_stop: Callable[[], bool]) -> bool:
    """Keep the heart beating until a moment; whether nobody stopped it."""
    while not should_stop():
        client.beat()
        if clock.now_ns() >= until_ns:
            return True
        clock.sleep_until_ns(min(until_ns, clock.now_ns() + _TURN_NS))
    return False


def _send(client: GameClient, waiting: list[InputEvent]) -> None:
    for start in range(0, len(waiting), MAX_EVENTS):
        client.send_events(tuple(waiting[start : start + MAX_EVENTS]))
    waiting.clear()
