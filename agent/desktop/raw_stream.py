"""The server's raw events in bursts, each with one look at the pointer that the server took right after it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from agent.desktop.raw_input import RAW_MASK, RawInput, raw_input
from agent.desktop.x11 import Connection, event_sequence, extension, make_event_mask, root_window, waiting_events
from agent.errors import DesktopError
from bridge.clock import Clock
from bridge.geometry import Point

_ALL_DEVICES = 0
_XINPUT = "XInputExtension"
_XTEST_MARK = "XTEST"


class Heard(msgspec.Struct, frozen=True, gc=False):
    """One event, read at `at_ns`; `raw` is None for an event that no device made."""

    event: bytes
    at_ns: int
    raw: RawInput | None


@dataclass(frozen=True, slots=True)
class Burst:
    """Events in order, and what the server saw after the last of them and before any other.

    Args:
        heard: at least one event, or none where the look came before those that wait.
        pointer: the desktop pixel under the pointer.
        branch: the child of the root window there; 0: the bare desktop.
    """

    heard: tuple[Heard, ...]
    pointer: Point
    branch: int


class RawStream:
    """The raw events of all devices, whoever has the focus, on one connection and one thread.

    Args:
        connection: its events are taken by nobody else.
        clock: stamps events as they are read.
        extension_opcode: the major opcode of XInput on this server.
    """

    def __init__(self, connection: Connection, clock: Clock, extension_opcode: int) -> None:
        self._connection = connection
        self._root = root_window(connection)
        self._clock = clock
        self._opcode = extension_opcode
        self._waiting: list[Heard] = []

    def raw_of(self, event: bytes) -> RawInput | None:
        """What a device did, where the event says that one did something."""
        return raw_input(event, self._opcode)

    def next_burst(self) -> Burst | None:
        """What came since the last call; None where nothing came."""
        self._read()
        if not self._waiting:
            return None
        asked = self._connection.core.QueryPointer(self._root)
        seen = asked.reply()
        self._read()
        # what the server made before it looked carries a request number below the look's
        done = sum(event_sequence(heard.event) < asked.sequence for heard in self._waiting)
        burst, self._waiting = self._waiting[:done], self._waiting[done:]
        return Burst(tuple(burst), Point(seen.root_x, seen.root_y), int(seen.child))

    def without_a_look(self) -> tuple[Heard, ...]:
        """What came since the last call, without asking the server, which somebody may hold."""
        self._read()
        heard, self._waiting = tuple(self._waiting), []
        return heard

    def _read(self) -> None:
        for event in waiting_events(self._connection):
            self._waiting.append(Heard(event, self._clock.now_ns(), raw_input(event, self._opcode)))


def select_raw_input(connection: Connection, clock: Clock) -> RawStream:
    """Ask the server for every raw event from now on.

    Raises:
        DesktopError: the server has no XInput 2.1.
    """
    xinput = extension(connection, "xinput")
    version = xinput.XIQueryVersion(2, 2).reply()
    if (version.major_version, version.minor_version) < (2, 1):
        raise DesktopError("this X server has no XInput 2.1 raw events; use the pynput listener")
    opcode = int(connection.core.QueryExtension(len(_XINPUT), _XINPUT).reply().major_opcode)
    xinput.XISelectEventsChecked(root_window(connection), 1, [make_event_mask(RAW_MASK)]).check()
    return RawStream(connection, clock, opcode)


def injecting_devices(connection: Connection) -> frozenset[int]:
    """The numbers of the devices through which XTest injects."""
    infos = extension(connection, "xinput").XIQueryDevice(_ALL_DEVICES).reply().infos
    return frozenset(int(info.deviceid) for info in infos if _XTEST_MARK in info.name.to_string())
