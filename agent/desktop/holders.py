"""Which keys and buttons people hold, on devices of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from agent.desktop.device_state import held_codes
from agent.desktop.packed import Packed
from agent.desktop.x11 import Connection, extension, extension_key

_ALL_DEVICES = 0
_SLAVES = frozenset({3, 4, 5})
_QUERY_DEVICE_STATE = 30


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
        xinput = extension(connection, "xinput")
        infos = xinput.XIQueryDevice(_ALL_DEVICES).reply().infos
        slaves = [info for info in infos if info.type in _SLAVES]
        people = [int(info.deviceid) for info in slaves if "XTEST" not in info.name.to_string()]
        for number in people:
            xinput.OpenDevice(number).reply()
        key = extension_key("xinput")
        self._states = [Packed(connection, _QUERY_DEVICE_STATE, bytes((number, 0, 0, 0)), key) for number in people]

    def people(self) -> Down:
        """What a person holds. The server lifts a key for everybody when one device lets it go."""
        return self.ask_people()()

    def ask_people(self) -> Callable[[], Down]:
        """As `people`, without waiting: gives what waits for the answer."""
        return partial(_down, [state.ask() for state in self._states])


def _down(answers: list[Callable[[], bytes]]) -> Down:
    keys, buttons = set[int](), set[int]()
    for answer in answers:
        its_keys, its_buttons = held_codes(answer())
        keys |= its_keys
        buttons |= its_buttons
    return Down(frozenset(keys), frozenset(buttons))
