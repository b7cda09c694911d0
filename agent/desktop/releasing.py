"""Releasing what a session's hands hold, from outside of them: only what its ledger names and XTest really holds."""

from __future__ import annotations

import os
import struct
import sys

from agent.desktop.device_state import held_codes
from agent.desktop.ledger import HeldLedger, ledger_path, lock_ledger, mapped_ledger, open_ledger_file
from agent.desktop.quick_x11 import QuickConnection
from bridge.clock import MILLISECOND_NS, Clock

_XINPUT, _XTEST = b"XInputExtension", b"XTEST"
_QUERY_DEVICES, _OPEN_DEVICE, _QUERY_STATE, _FAKE_INPUT = 48, 3, 30, 2
_ALL_DEVICES = 0
_SLAVES = frozenset({3, 4, 5})
_XTEST_MARK = b"XTEST"
_KEY_RELEASE, _BUTTON_RELEASE = 3, 5
_COUNT_AT, _BODY_AT = 8, 32
_DEVICE = struct.Struct("=HHHHHBx")  # number, use, attachment, classes, length of the name, whether enabled
_CLASS_WORDS = struct.Struct("=2xH")
_ROUND_NS = 2 * MILLISECOND_NS
_QUIET_ROUNDS = 8
"""The bytes of a client that was killed are still read by the server: only after several quiet looks is it over."""


class Releaser:
    """Releases through XTest what a ledger names.

    The server is asked first: a release of what XTest does not hold would lift the person's own key, and so would the
    release of what both hold. What a person holds too stays in the ledger until they let go of it.

    Args:
        connection: used by nobody else.
    """

    def __init__(self, connection: QuickConnection) -> None:
        self._connection = connection
        devices = _devices(connection)
        for number in devices:
            connection.ask(_XINPUT, _OPEN_DEVICE, bytes((number, 0, 0, 0)))
        self._xtest = [number for number, name in devices.items() if _XTEST_MARK in name]
        self._people = [number for number in devices if number not in self._xtest]

    def release(self, ledger: HeldLedger) -> int:
        """Release what may be down by the ledger, XTest holds and no person does; gives how much that was."""
        ours, people = self._down(self._xtest), self._down(self._people)
        buttons, keys = ledger.buttons_left, ledger.keys_left
        named = {(_BUTTON_RELEASE, button) for button in buttons} | {(_KEY_RELEASE, key) for key in keys}
        held = sorted((named & ours) - people, reverse=True)  # buttons first
        for kind, detail in held:
            self._connection.tell(_XTEST, _FAKE_INPUT, bytes((kind, detail)) + bytes(30))
        self._connection.flush()
        return len(held)

    def release_until_quiet(self, ledger: HeldLedger, clock: Clock) -> int:
        """Release until nothing more comes down; then the ledger names only what a person holds too."""
        released, quiet = 0, 0
        while quiet < _QUIET_ROUNDS and ledger.is_anything_left:
            count = self.release(ledger)
            released += count
            quiet = 0 if count else quiet + 1
            clock.sleep_until_ns(clock.now_ns() + _ROUND_NS)
        held = self._down(self._xtest)
        ledger.forget(
            (key for key in ledger.keys_left if (_KEY_RELEASE, key) not in held),
            (button for button in ledger.buttons_left if (_BUTTON_RELEASE, button) not in held),
        )
        return released

    def _down(self, devices: list[int]) -> set[tuple[int, int]]:
        """What these devices hold, as the releases that would lift it."""
        down = set[tuple[int, int]]()
        for number in devices:
            state = self._connection.ask(_XINPUT, _QUERY_STATE, bytes((number, 0, 0, 0)))
            keys, buttons = held_codes(state)
            down |= {(_KEY_RELEASE, key) for key in keys} | {(_BUTTON_RELEASE, button) for button in buttons}
        return down


def release_left_over(clock: Clock, *, even_of_the_living: bool) -> int:
    """Release what a session on this display held when it was killed; gives how many keys and buttons that were.

    Args:
        clock: for the pauses between looks.
        even_of_the_living: whether a session that still lives is told to end, and its keys and buttons are released;
            otherwise it is left alone.

    Raises:
        DesktopError: the display is gone.
    """
    path = ledger_path(os.environ.get("DISPLAY", ""))
    if not os.path.exists(path):  # noqa: PTH110  # loading pathlib takes as long as releasing
        return 0
    descriptor = open_ledger_file(path)
    try:
        ledger = mapped_ledger(descriptor)
        if not (even_of_the_living or ledger.is_anything_left):
            return 0  # not even the lock is touched, which a session that starts now may want
        if not lock_ledger(descriptor):
            if not even_of_the_living:
                return 0
            ledger.stop()
        return release_held(ledger, clock)
    finally:
        os.close(descriptor)


def release_held(ledger: HeldLedger, clock: Clock) -> int:
    """Release what a ledger names, where it names anything; gives how much was down.

    Raises:
        DesktopError: the display is gone.
    """
    if not ledger.is_anything_left:
        return 0
    connection = QuickConnection()
    try:
        return Releaser(connection).release_until_quiet(ledger, clock)
    finally:
        connection.close()


def _devices(connection: QuickConnection) -> dict[int, bytes]:
    """The devices that are no masters, by number, with their names."""
    reply = connection.ask(_XINPUT, _QUERY_DEVICES, struct.pack("=HH", _ALL_DEVICES, 0))
    devices, at = dict[int, bytes](), _BODY_AT
    for _ in range(int.from_bytes(reply[_COUNT_AT : _COUNT_AT + 2], sys.byteorder)):
        number, use, _, classes, name_bytes, _ = _DEVICE.unpack_from(reply, at)
        at += _DEVICE.size
        if use in _SLAVES:
            devices[number] = reply[at : at + name_bytes]
        at += name_bytes + -name_bytes % 4
        for _ in range(classes):
            at += 4 * _CLASS_WORDS.unpack_from(reply, at)[0]
    return devices
