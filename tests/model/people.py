"""Sessions of people whose pointer wanders and clicks, as shards: small stand-ins for imported logs."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bridge.events import Author, ButtonPress, ButtonRelease, InputEvent, MouseButton, PointerMove
from model.event_table import table_of
from model.session_columns import cut_session
from model.shard import Shard
from model.windows import grid_ticks_ns
from tests.model.sessions import shard_of

MS = 1_000_000


def wandering(seed: int, seconds: float = 20.0) -> list[InputEvent]:
    """Bursts of moves with a click now and then, and pauses of up to ten seconds."""
    generator, events = np.random.default_rng(seed), []
    now_ms, x, y = 0, 400, 300
    while now_ms < 1000 * seconds:
        for _ in range(int(generator.integers(1, 30))):
            now_ms += int(generator.choice([0, 15, 16, 31]))
            x, y = (int(value) for value in np.clip(np.array((x, y)) + generator.integers(-9, 10, 2), 0, 700))
            events.append(PointerMove(now_ms * MS, x, y, Author.HUMAN))
        if generator.random() < 0.4:
            events.append(ButtonPress((now_ms + 20) * MS, x, y, MouseButton.LEFT, Author.HUMAN))
            events.append(ButtonRelease((now_ms + 90) * MS, x, y, MouseButton.LEFT, Author.HUMAN))
            now_ms += 90
        now_ms += int(generator.choice([200, 900, 9_000], p=[0.5, 0.4, 0.1]))
    return events


def session_of(folder: Path, name: str, seed: int, seconds: float = 20.0) -> Shard:
    table = table_of(wandering(seed, seconds))
    ticks_ns = grid_ticks_ns(table)
    return shard_of(cut_session(table, ticks_ns, (None,) * len(ticks_ns)), folder, name)


def people(folder: Path, **sessions: int) -> list[Shard]:
    """So many sessions of each person, with ids "<person>/<number>"."""
    return [
        session_of(folder, f"{person}/{number}", seed=100 * index + number)
        for index, (person, count) in enumerate(sessions.items())
        for number in range(count)
    ]
