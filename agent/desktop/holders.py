"""Who holds which keys and buttons: XTest, whoever used it, or a person's own devices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

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
        names = {int(info.deviceid): info.name.to_string() for info in infos if info.type in _SLAVES}
        for number in names:
            self._xinput.OpenDevice(number).reply()
        self._xtest = [number for number, name in names.items() if "XTEST" in name]
        self._people = [number for number in names if number not in self._xtest]

    def xtest(self) -> Down:
        """What XTest holds."""
        return _down(self._ask(self._xtest))

    def people(self) -> Down:
        """What a person holds. The server lifts a key for everybody when one device lets it go."""
        return self.ask_people()()

    def ask_people(self) -> Callable[[], Down]:
        """As `people`, without waiting: gives what waits for the answer."""
        return partial(_down, self._ask(self._people))

    def _ask(self, devices: list[int]) -> list[Any]:
        return [self._xinput.QueryDeviceState(number) for number in devices]


def _down(asked: list[Any]) -> Down:
    keys, buttons = set[int](), set[int]()
    for state in [state for each in asked for state in each.reply().classes]:
        if state.class_id == _KEYS:
            keys |= _set_bits(state.keys)
        elif state.class_id == _BUTTONS:
            buttons |= _set_bits(state.buttons)
    return Down(frozenset(keys), frozenset(buttons))


def _set_bits(bitmap: list[int]) -> set[int]:
    return {8 * index + bit for index, byte in enumerate(bitmap) for bit in range(8) if byte >> bit & 1}
