"""Windows of actions as plain lists, and the arrays that the metrics read of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from bridge.events import KEYS
from model.actions import ActionKind
from model.event_table import BUTTONS
from model.metrics.sequences import THINGS, ActionWindows

MOVE, PRESS, RELEASE, SCROLL, KEY_PRESS, KEY_RELEASE = ActionKind
LEFT = 0
A_KEY = len(BUTTONS) + KEYS.index("a")


@dataclass(frozen=True)
class Act:
    at_ms: float
    kind: ActionKind = MOVE
    x: float = 0.0
    y: float = 0.0
    thing: int = -1


@dataclass(frozen=True)
class Window:
    acts: tuple[Act, ...] = ()
    start: tuple[float, float] = (0.0, 0.0)
    held: frozenset[int] = frozenset()


def window(*acts: Act, start: tuple[float, float] = (0.0, 0.0), held: tuple[int, ...] = ()) -> Window:
    return Window(acts, start, frozenset(held))


def at(*times_ms: float) -> Window:
    """A window of moves on the spot."""
    return Window(tuple(Act(time) for time in times_ms))


def arrays(*windows: Window) -> ActionWindows:
    acts = [act for one in windows for act in one.acts]
    return ActionWindows(
        offsets=np.concatenate(([0], np.cumsum([len(one.acts) for one in windows]))).astype(np.int64),
        at_ms=np.array([act.at_ms for act in acts], np.float64),
        kind=np.array([act.kind for act in acts], np.int64),
        place=np.array([(act.x, act.y) for act in acts], np.float64).reshape(-1, 2),
        thing=np.array([act.thing for act in acts], np.int64),
        start=np.array([one.start for one in windows], np.float64).reshape(-1, 2),
        held=np.array([[thing in one.held for thing in range(THINGS)] for one in windows], np.bool_).reshape(
            -1, THINGS
        ),
    )


def _act(at_ms: int, what: int, x: int, y: int) -> Act:
    kind, thing = [(MOVE, -1), (PRESS, 0), (RELEASE, 0), (PRESS, 2), (RELEASE, 2), (SCROLL, -1), (KEY_PRESS, A_KEY)][
        what
    ]
    return Act(float(at_ms), kind, float(x), float(y), thing)


_acts = st.builds(_act, st.integers(0, 599), st.integers(0, 6), st.integers(-5, 9), st.integers(0, 9))


def plain_windows(size: int, most: int = 6) -> st.SearchStrategy[tuple[Window, ...]]:
    """`size` windows of any actions, in no order of time."""
    acts = st.lists(_acts, max_size=most).map(tuple)
    held = st.frozensets(st.sampled_from([0, 2, A_KEY]))
    start = st.tuples(st.integers(0, 9).map(float), st.integers(0, 9).map(float))
    return st.lists(st.builds(Window, acts, start, held), min_size=size, max_size=size).map(tuple)
