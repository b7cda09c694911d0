"""A seeded run of input that a hand could make."""

from __future__ import annotations

import random

from agent.desktop.sendable import NAMELESS_KEYS
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

AGENT = Author.AGENT
_NAMES = tuple(key for key in KEYS if key not in NAMELESS_KEYS)


def script(count: int, seed: int) -> list[InputEvent]:
    """At least `count` events at time 0, all of buttons, keys and the wheel, moves among them; nothing stays held."""
    rng, events = random.Random(seed), list[InputEvent]()
    while len(events) < count:
        x, y, button, key = rng.randrange(765), rng.randrange(503), rng.choice(list(MouseButton)), rng.choice(_NAMES)
        match rng.randrange(4):
            case 0:
                events.append(PointerMove(0, x, y, AGENT))
            case 1:
                events.append(ButtonPress(0, x, y, button, AGENT))
                x, y = min(x + rng.randrange(3), 764), y
                events.append(ButtonRelease(0, x, y, button, AGENT))
            case 2:
                events.append(WheelScroll(0, x, y, rng.choice([-1, 1]), AGENT))
            case _:
                events += [KeyPress(0, key, AGENT), KeyRelease(0, key, AGENT)]
    return events
