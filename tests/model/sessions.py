"""Sessions that the data tests share: small hand-made ones, and one that the sandbox's expert really played."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from agent.history_buffer import HistoryBuffer
from bridge.clock import MILLISECOND_NS, VirtualClock
from bridge.events import (
    KEYS,
    Author,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.held import HeldInput
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.tasks import task_named
from bridge.state import GameState
from model.actions import ActionKind
from model.event_table import AUTHORS, BUTTONS, EventTable, table_of
from model.history import History
from model.session_columns import CutSession, cut_session
from model.shard import Shard, label_of, open_shard, write_shard

START_NS = 7_000_000_123
HUMAN = Author.HUMAN


def at(ms: float) -> int:
    """A moment of a session, in ms since its first tick."""
    return START_NS + round(ms * MILLISECOND_NS)


def move(ms: float, x: int = 10, y: int = 20) -> PointerMove:
    return PointerMove(at(ms), x, y, HUMAN)


def press(ms: float, x: int = 10, y: int = 20, button: MouseButton = MouseButton.LEFT) -> ButtonPress:
    return ButtonPress(at(ms), x, y, button, HUMAN)


def release(ms: float, x: int = 10, y: int = 20, button: MouseButton = MouseButton.LEFT) -> ButtonRelease:
    return ButtonRelease(at(ms), x, y, button, HUMAN)


def scroll(ms: float, notches: int = 1, x: int = 10, y: int = 20) -> WheelScroll:
    return WheelScroll(at(ms), x, y, notches, HUMAN)


def key_press(ms: float, key: str = "a") -> KeyPress:
    return KeyPress(at(ms), key, HUMAN)


def key_release(ms: float, key: str = "a") -> KeyRelease:
    return KeyRelease(at(ms), key, HUMAN)


def ticks_at(*ms: float) -> np.ndarray:
    return np.array([at(one) for one in ms], np.int64)


def events_of(table: EventTable) -> tuple[InputEvent, ...]:
    """The events that a table was made from: nothing is lost in it."""
    columns = (getattr(table, field.name).tolist() for field in fields(table))
    return tuple(_event(*row) for row in zip(*columns, strict=True))


def _event(at_ns: int, kind: int, x: int, y: int, button: int, key: int, scroll: int, author: int) -> InputEvent:
    by = AUTHORS[author]
    match ActionKind(kind):
        case ActionKind.MOVE:
            return PointerMove(at_ns, x, y, by)
        case ActionKind.PRESS:
            return ButtonPress(at_ns, x, y, BUTTONS[button - 1], by)
        case ActionKind.RELEASE:
            return ButtonRelease(at_ns, x, y, BUTTONS[button - 1], by)
        case ActionKind.SCROLL:
            return WheelScroll(at_ns, x, y, scroll, by)
        case ActionKind.KEY_PRESS:
            return KeyPress(at_ns, KEYS[key - 1], by)
        case ActionKind.KEY_RELEASE:
            return KeyRelease(at_ns, KEYS[key - 1], by)


def cut(events: list[InputEvent], *tick_ms: float) -> CutSession:
    """A session without states, cut at ticks."""
    return cut_session(table_of(events), ticks_at(*tick_ms), [None] * len(tick_ms))


def target(session: CutSession, window: int) -> list[list[int]]:
    """The action rows of one target window."""
    offsets = session.columns.target_offsets
    return session.columns.targets[offsets[window] : offsets[window + 1]].tolist()


def shard_of(session: CutSession, folder: Path, name: str = "one") -> Shard:
    path = folder / f"{name}.safetensors"
    write_shard(path, session, label_of(session, name, f"{name}.mcap", "0" * 64))
    return open_shard(path)


@dataclass(frozen=True)
class Played:
    """What the expert's play left behind: every state and event, and the live history at each tick."""

    states: tuple[GameState, ...]
    events: tuple[InputEvent, ...]
    histories: tuple[History, ...]

    def cut(self) -> CutSession:
        ticks_ns = np.array([state.tick.received_ns for state in self.states])
        return cut_session(table_of(self.events), ticks_ns, self.states)


@cache
def played(seed: int, ticks: int = 150, task: str = "woodcutting") -> Played:
    game, player, buffer = (
        SandboxGame(task, seed, VirtualClock(START_NS)),
        task_named(task).expert(seed),
        HistoryBuffer(),
    )
    states: list[GameState] = []
    events: list[InputEvent] = []
    histories: list[History] = []
    for _ in range(ticks):
        state = game.receive(0.0)
        assert state is not None
        buffer = buffer.ticked(state.tick.received_ns, state)
        states.append(state)
        histories.append(buffer.snapshot())
        for event in player.act(state, game.held()):
            game.send(event)
        heard = game.drain()
        events.extend(heard)
        buffer = buffer.heard(heard)
    return Played(tuple(states), tuple(events), tuple(histories))


def live_histories(events: list[InputEvent], ticks_ns: np.ndarray) -> list[History]:
    """What the agent's history buffer holds at each tick of a session without states."""
    buffer, histories, heard = HistoryBuffer(), [], 0
    for tick_ns in ticks_ns.tolist():
        ready = [event for event in events if event.at_ns < tick_ns]
        buffer = buffer.heard(ready[heard:]).ticked(tick_ns, None)
        heard = len(ready)
        histories.append(buffer.snapshot())
    return histories


def held_before(events: list[InputEvent], moment_ns: int) -> HeldInput:
    """The slow, obvious way to what is held."""
    held = HeldInput()
    for event in events:
        if event.at_ns < moment_ns:
            held = held.after(event)
    return held


_places = {"x": st.integers(-50, 900), "y": st.integers(-50, 900), "author": st.sampled_from(list(Author))}
_buttons = {"button": st.sampled_from(list(MouseButton))}
_keys = {"key": st.sampled_from(KEYS), "author": st.sampled_from(list(Author))}


def event_lists(times_ns: st.SearchStrategy[int], max_size: int = 60) -> st.SearchStrategy[list[InputEvent]]:
    """Lists of any events in order of time, possible or not, ties included."""
    event = st.one_of(
        st.builds(PointerMove, times_ns, **_places),
        st.builds(PointerMove, times_ns, **_places),
        st.builds(ButtonPress, times_ns, **_places, **_buttons),
        st.builds(ButtonRelease, times_ns, **_places, **_buttons),
        st.builds(WheelScroll, times_ns, **_places, notches=st.sampled_from([-7, -1, 1, 2])),
        st.builds(KeyPress, times_ns, **_keys),
        st.builds(KeyRelease, times_ns, **_keys),
    )
    return st.lists(event, max_size=max_size).map(lambda events: sorted(events, key=lambda event: event.at_ns))
