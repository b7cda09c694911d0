"""What a recording's channels carry beside input events, game states and pictures."""

from __future__ import annotations

import msgspec

from bridge.events import InputEvent
from bridge.geometry import Point
from bridge.state import GamePhase, GameState, ItemContainer, WorldPoint


class PlannedInput(msgspec.Struct, frozen=True):
    """A plan of the agent, as it was made.

    Args:
        made_from_ns: the tick whose history it was made from.
        ready_ns: when it was ready, None where planning takes no time.
        events: what it means to do; `at_ns` of each is its absolute deadline.
    """

    made_from_ns: int
    ready_ns: int | None
    events: tuple[InputEvent, ...]


class SentInput(msgspec.Struct, frozen=True):
    """An event that the agent sent, with its three times.

    Args:
        at_ns: when it went out.
        event: `event.at_ns` is when it was due.
        seen_ns: when the desktop reported it back; None: it did not, or nobody looked.
    """

    at_ns: int
    event: InputEvent
    seen_ns: int | None = None


TAKEOVER, HANDBACK = "takeover", "handback"
"""Names of markers: from here on a person, or a corrector in one's place, plays, and not the agent; it plays again."""


REPORT = "report"
"""Name of the marker at the end of an agent's play; its note is JSON: what was planned, sent and dropped, how late."""


class Marker(msgspec.Struct, frozen=True):
    """Something worth finding again: a pause, a takeover, a disarm. `name` is a short word, `note` a sentence or ""."""

    at_ns: int
    name: str
    note: str


class Health(msgspec.Struct, frozen=True):
    """How the recorder is doing: counts since the session's start, and what waits for the writer now."""

    at_ns: int
    inputs_seen: int
    inputs_dropped: int
    frames_asked: int
    frames_blank: int
    frames_dropped: int
    states_seen: int
    states_dropped: int
    queued: int


class StateView(msgspec.Struct, frozen=True):
    """The part of a game state that is worth a plot; None is unknown."""

    at_ns: int
    tick: int
    phase: GamePhase
    position: WorldPoint | None
    animation: int | None
    is_moving: bool | None
    run_energy: float | None
    hitpoints: int | None
    entities: int | None
    inventory_filled: int | None
    bank_filled: int | None
    open_interfaces: tuple[str, ...] | None
    is_menu_open: bool
    mouse: Point | None


def view_of(state: GameState) -> StateView:
    """The plottable part of `state`."""
    player = state.player
    return StateView(
        at_ns=state.tick.received_ns,
        tick=state.tick.index,
        phase=state.phase,
        position=None if player is None else player.position,
        animation=None if player is None else player.animation,
        is_moving=None if player is None else player.is_moving,
        run_energy=None if player is None else player.run_energy,
        hitpoints=None if player is None else player.hitpoints,
        entities=None if state.entities is None else len(state.entities),
        inventory_filled=_filled(state.inventory),
        bank_filled=_filled(state.bank),
        open_interfaces=state.interface.open,
        is_menu_open=state.interface.menu is not None,
        mouse=state.mouse,
    )


def _filled(container: ItemContainer | None) -> int | None:
    return None if container is None else len(container.items)
