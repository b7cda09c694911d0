"""What the hands hold down, in a few bytes that outlive them: whoever comes after a crash knows what to release.

The file is shared memory of the injector (the one who writes what is held) and the guardian. While a session lives its
processes share a lock on it, so that a later start can tell the leftovers of a dead session from a living one's.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import stat
from collections.abc import Iterable

from agent.desktop.device_state import set_bits
from agent.errors import DesktopError

LEDGER_BYTES = 128
_KEYS_END = 32
_BUTTONS_END = 36
_STOP = 36
_SERVER = 37
_PRESSED = 64
"""Where the same bits begin again: what may be down."""
_BITS = 8


class HeldLedger:
    """Keycodes and physical buttons that are down, as bits; one process writes them, others read.

    A release that left may never be done: a server that has not read it yet drops it where its sender is killed, and so
    the second half of a wheel's notch. What was pressed may be down, therefore, until an answer of the server proves
    that it did all that came before.

    Args:
        memory: `LEDGER_BYTES` of shared memory.
    """

    def __init__(self, memory: bytearray | mmap.mmap) -> None:
        self._memory = memory

    @property
    def keys(self) -> tuple[int, ...]:
        """The keycodes that are down."""
        return set_bits(self._memory[:_KEYS_END])

    @property
    def buttons(self) -> tuple[int, ...]:
        """The physical buttons that are down."""
        return set_bits(self._memory[_KEYS_END:_BUTTONS_END])

    @property
    def is_anything_held(self) -> bool:
        """Whether a key or a button is down."""
        return any(self._memory[:_BUTTONS_END])

    @property
    def keys_left(self) -> tuple[int, ...]:
        """The keycodes that may be down."""
        return set_bits(self._memory[_PRESSED : _PRESSED + _KEYS_END])

    @property
    def buttons_left(self) -> tuple[int, ...]:
        """The physical buttons that may be down."""
        return set_bits(self._memory[_PRESSED + _KEYS_END : _PRESSED + _BUTTONS_END])

    @property
    def is_anything_left(self) -> bool:
        """Whether a key or a button may be down."""
        return any(self._memory[_PRESSED : _PRESSED + _BUTTONS_END])

    @property
    def is_server_held(self) -> bool:
        """Whether nobody else gets an answer of the display's server meanwhile."""
        return bool(self._memory[_SERVER])

    @property
    def is_critical(self) -> bool:
        """Whether the one who writes this must not hang now."""
        return self.is_anything_held or self.is_server_held

    @property
    def is_stopped(self) -> bool:
        """Whether somebody asked the session to end."""
        return bool(self._memory[_STOP])

    def stop(self) -> None:
        """Ask the session that holds this to end; for any process."""
        self._memory[_STOP] = 1

    def press_key(self, keycode: int) -> None:
        """A key goes down; written before it leaves."""
        for begin in (_PRESSED, 0):
            self._set(begin, keycode)

    def release_key(self, keycode: int) -> None:
        """A key came up; written after it left."""
        self._clear(0, keycode)

    def press_button(self, physical: int) -> None:
        """A button goes down; written before it leaves."""
        for begin in (_PRESSED, 0):
            self._set(begin + _KEYS_END, physical)

    def release_button(self, physical: int) -> None:
        """A button came up; written after it left."""
        self._clear(_KEYS_END, physical)

    def turn_wheel(self, physical: int) -> None:
        """A button goes down and comes up at once; written before that leaves."""
        self._set(_PRESSED + _KEYS_END, physical)

    def settle(self) -> None:
        """The server proved that it did all that left: nothing else is down than what is held."""
        self._memory[_PRESSED : _PRESSED + _BUTTONS_END] = self._memory[:_BUTTONS_END]

    def hold_server(self) -> None:
        """The server is held from now on; written before that is asked."""
        self._memory[_SERVER] = 1

    def free_server(self) -> None:
        """The server is free again; written after that was asked."""
        self._memory[_SERVER] = 0

    def forget(self, keys: Iterable[int], buttons: Iterable[int]) -> None:
        """These are certainly not down any more."""
        for number in (*keys, *(_KEYS_END * _BITS + physical for physical in buttons)):
            self._clear(0, number)
            self._clear(_PRESSED, number)

    def begin(self) -> None:
        """A new session: nothing is held, and nobody asked to end."""
        self._memory[:LEDGER_BYTES] = bytes(LEDGER_BYTES)

    def _set(self, begin: int, number: int) -> None:
        self._memory[begin + number // _BITS] |= 1 << number % _BITS

    def _clear(self, begin: int, number: int) -> None:
        self._memory[begin + number // _BITS] &= ~(1 << number % _BITS)


def ledger_path(display: str) -> str:
    """Where the ledger of a display lies: in the user's own runtime folder.

    Raises:
        DesktopError: the folder belongs to somebody else.
    """
    base = os.environ.get("XDG_RUNTIME_DIR") or os.environ.get("TMPDIR") or "/tmp"  # noqa: S108  # checked below
    folder = f"{base}/osrs-agent-{os.getuid()}"
    os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103  # loading pathlib takes as long as releasing
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise DesktopError(f"{folder} belongs to somebody else; remove it, or set XDG_RUNTIME_DIR")
    plain = "".join(character if character.isalnum() else "_" for character in display)
    return f"{folder}/held{plain}"


def open_ledger_file(path: str) -> int:
    """A descriptor of a ledger's file, which is made where it is not there."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    os.ftruncate(descriptor, LEDGER_BYTES)
    return descriptor


def lock_ledger(descriptor: int) -> bool:
    """Whether no living session holds this ledger; then this process does, and whoever inherits the descriptor."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def unlock_ledger(descriptor: int) -> None:
    """Give the lock back, whoever else still has the descriptor."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)


def mapped_ledger(descriptor: int) -> HeldLedger:
    """The ledger in a descriptor's file."""
    return HeldLedger(mmap.mmap(descriptor, LEDGER_BYTES))
