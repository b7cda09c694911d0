"""Who holds which keys and buttons: XTest, whoever used it, or a person's own devices."""

from __future__ import annotations

from dataclasses import dataclass

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
        return self._down(self._xtest)

    def people(self) -> Down:
        """What a person holds. The server lifts a key for everybody when one device lets it go."""
        return self._down(self._people)

    def _down(self, devices: list[int]) -> Down:
        keys, buttons = set[int](), set[int]()
        for asked in [self._xinput.QueryDeviceState(number) for number in devices]:
            for state in asked.reply().classes:
                if state.class_id == _KEYS:
                    keys |= _set_bits(state.keys)
                elif state.class_id == _BUTTONS:
                    buttons |= _set_bits(state.buttons)
        return Down(frozenset(keys), frozenset(buttons))


def _set_bits(bitmap: list[int]) -> set[int]:
    return {8 * index + bit for index, byte in enumerate(bitmap) for bit in range(8) if byte >> bit & 1}
