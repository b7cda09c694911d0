"""A whole session that presses every key, and what it leaves behind in the server's maps."""

from __future__ import annotations

from agent.desktop.sendable import NAMELESS_KEYS
from agent.desktop.x11 import Connection, open_connection
from agent.limits import Limits
from agent.plan import Plan
from agent.reports import Sent
from bridge.clock import MILLISECOND_NS, SystemClock
from bridge.events import KEYS, Author, KeyPress, KeyRelease
from tests.agent.desktop.handling import opened_hands
from tests.agent.desktop.plain_window import PlainWindow

CLOCK = SystemClock()
_HOLD_NS = 4 * MILLISECOND_NS
_KEYS = tuple(key for key in KEYS if key not in NAMELESS_KEYS and key != "f12")
_AT_ONCE = 40


def maps(connection: Connection) -> tuple[tuple[int, ...], ...]:
    """The keyboard's symbols, its modifiers, and the pointer's buttons, as the server has them."""
    least, most = connection.setup.min_keycode, connection.setup.max_keycode
    symbols = connection.core.GetKeyboardMapping(least, most - least + 1).reply().keysyms
    modifiers = connection.core.GetModifierMapping().reply().keycodes
    return tuple(symbols), tuple(modifiers), tuple(connection.core.GetPointerMapping().reply().map)


def press_every_key(plain: PlainWindow, rounds: int) -> str:
    """Press and release each key so often in a session; gives how many presses left.

    Raises:
        AssertionError: a map of the server is another one afterwards.
    """
    connection = open_connection()
    before, sent = maps(connection), 0
    limits = Limits(765, 503, max_events_per_s=1_000_000, max_presses_per_s=1_000_000)
    with opened_hands(plain, yields=False, limits=limits) as hands:
        for start in range(0, rounds * len(_KEYS), _AT_ONCE):
            keys = [_KEYS[index % len(_KEYS)] for index in range(start, min(start + _AT_ONCE, rounds * len(_KEYS)))]
            first_ns = CLOCK.now_ns() + 20 * MILLISECOND_NS
            events = [
                kind(first_ns + (2 * index + offset) * _HOLD_NS, key, Author.AGENT)
                for index, key in enumerate(keys)
                for offset, kind in enumerate((KeyPress, KeyRelease))
            ]
            hands.plan(Plan(first_ns, tuple(events)))
            CLOCK.sleep_until_ns(first_ns + (2 * len(keys) + 8) * _HOLD_NS)
            sent += sum(isinstance(report, Sent) and isinstance(report.event, KeyPress) for report in hands.reports())
    assert maps(connection) == before, "the session changed a map of the server"
    connection.disconnect()
    return f"{sent} of {rounds * len(_KEYS)} key presses sent, keyboard, modifier and pointer map unchanged"
