"""Releasing what a session's hands hold, from outside of them: only what its ledger names and XTest really holds."""

from __future__ import annotations

import os
from contextlib import suppress

from agent.desktop.failures import desktop_errors
from agent.desktop.holders import Holders
from agent.desktop.ledger import HeldLedger, ledger_path, lock_ledger, mapped_ledger, open_ledger_file
from agent.desktop.x11 import Connection, extension, open_connection, root_window
from agent.errors import DesktopError
from bridge.clock import MILLISECOND_NS, Clock

_KEY_RELEASE, _BUTTON_RELEASE = 3, 5
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

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._holders = Holders(connection)
        self._xtest = extension(connection, "xtest")

    def release(self, ledger: HeldLedger) -> int:
        """Release what the ledger names, XTest holds and no person does; gives how much that was."""
        held, people = self._holders.xtest(), self._holders.people()
        ours = [(_BUTTON_RELEASE, button) for button in ledger.buttons if button in held.buttons - people.buttons]
        ours += [(_KEY_RELEASE, key) for key in ledger.keys if key in held.keys - people.keys]
        for kind, detail in ours:
            self._xtest.FakeInput(kind, detail, 0, root_window(self._connection), 0, 0, 0)
        self._connection.flush()
        return len(ours)

    def release_until_quiet(self, ledger: HeldLedger, clock: Clock) -> int:
        """Release until nothing more comes down; then the ledger names only what a person holds too."""
        released, quiet = 0, 0
        while quiet < _QUIET_ROUNDS and ledger.is_anything_held:
            count = self.release(ledger)
            released += count
            quiet = 0 if count else quiet + 1
            clock.sleep_until_ns(clock.now_ns() + _ROUND_NS)
        held = self._holders.xtest()
        ledger.forget(set(ledger.keys) - held.keys, set(ledger.buttons) - held.buttons)
        return released


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
    if not path.exists():
        return 0
    descriptor = open_ledger_file(path)
    try:
        ledger = mapped_ledger(descriptor)
        if not (even_of_the_living or ledger.is_anything_held):
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
    if not ledger.is_anything_held:
        return 0
    connection = open_connection()
    try:
        with desktop_errors("releasing what is held"):
            return Releaser(connection).release_until_quiet(ledger, clock)
    finally:
        with suppress(DesktopError):
            connection.disconnect()
