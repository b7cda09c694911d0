"""Which keys and buttons people hold, on devices of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from agent.desktop.ledger import set_bits
from agent.desktop.x11 import Connection, extension

_ALL_DEVICES = 0
_SLAVES = frozenset({3, 4, 5})
_KEYS, _BUTTONS = 0, 1


@dataclass(frozen=True, slots=True)
class Down:
    """Keycodes and physical buttons that are down."""

    keys: frozenset[int] = frozenset()
    buttons: frozenset[int] = frozenset()


class Holders:
    """Asks the server about single devices; the state of all of them together would not say whose a key is.

    Args:
        connection: used on one thread.
    """

    def __init__(self, connection: Connection) -> None:
        self._xinput = extension(connection, "xinput")
        infos = self._xinput.XIQueryDevice(_ALL_DEVICES).reply().infos
        slaves = [info for info in infos if info.type in _SLAVES]
        self._people = [int(info.deviceid) for info in slaves if "XTEST" not in info.name.to_string()]
        for number in self._people:
            self._xinput.OpenDevice(number).reply()

    def people(self) -> Down:
        """What a person holds. The server lifts a key for everybody when one device lets it go."""
        return self.ask_people()()

    def ask_people(self) -> Callable[[], Down]:
        """As `people`, without waiting: gives what waits for the answer."""
        return partial(_down, [self._xinput.QueryDeviceState(number) for number in self._people])


def _down(asked: list[Any]) -> Down:
    keys, buttons = set[int](), set[int]()
    for state in [state for each in asked for state in each.reply().classes]:
        if state.class_id == _KEYS:
            keys |= set(set_bits(bytes(state.keys)))
        elif state.class_id == _BUTTONS:
            buttons |= set(set_bits(bytes(state.buttons)))
    return Down(frozenset(keys), frozenset(buttons))
