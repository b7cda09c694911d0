"""Every ending but SIGKILL as an exception, so that each `with` releases what it holds."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_ENDINGS = ("SIGTERM", "SIGHUP", "SIGINT")
_LEFT_ALONE = 2


class Terminated(SystemExit):
    """A signal asked this process to end. Uncaught, it exits with the shell's code, 128 + the signal's number."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.signal_name = signal.Signals(number).name

    def __str__(self) -> str:
        return f"ended by {self.signal_name}"


def ending_name(ending: KeyboardInterrupt | Terminated) -> str:
    """What ended this process, in a word: "Ctrl-C", "SIGTERM" or "SIGHUP"."""
    return ending.signal_name if isinstance(ending, Terminated) else "Ctrl-C"


class Endings:
    """Which signals came. For what cannot rely on the exception alone: see `endings_raise`."""

    def __init__(self) -> None:
        self._count = 0
        self._first = 0

    @property
    def asked_by(self) -> str:
        """The first signal that asked this process to end, in a word as in `ending_name`; empty while none did."""
        return _name(self._first) if self._first else ""

    def raise_lost(self) -> None:
        """Raise for a signal that came already, whose exception got lost if this is reached.

        Raises:
            KeyboardInterrupt: for SIGINT.
            Terminated: for the others.
        """
        if self._first:
            _raise(self._first)

    def take(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # the signature of a handler
        """Handle a signal.

        Raises:
            KeyboardInterrupt: at the first SIGINT, and from the third signal on.
            Terminated: the same for the other signals.
        """
        self._count += 1
        self._first = self._first or number
        if self._count != _LEFT_ALONE:
            _raise(number)


def _name(number: int) -> str:
    return "Ctrl-C" if number == signal.SIGINT else signal.Signals(number).name


def _raise(number: int) -> NoReturn:
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise Terminated(number)


def _in_force() -> Endings | None:
    """Whose handler this process has now."""
    taker = getattr(signal.getsignal(signal.SIGINT), "__self__", None)
    return taker if isinstance(taker, Endings) else None


@contextmanager
def endings_raise() -> Iterator[Endings]:
    """While entered, SIGTERM and SIGHUP raise `Terminated` and SIGINT raises `KeyboardInterrupt`, in the main thread.

    A second signal raises nothing, so that it does not interrupt the releasing that the first one started; a third one
    does again. An exception that a signal raises inside a callback of the interpreter (an import has some) or of a C
    library gets lost there: a loop that must end asks `Endings.asked_by` as well, and what lasts begins with
    `Endings.raise_lost`. Entered again inside, it hands out the same `Endings`, and raises for what got lost before.
    To be entered on the main thread before anything is held.

    Raises:
        KeyboardInterrupt: entered again, for a SIGINT that came already.
        Terminated: the same for the other signals.
    """
    if (outer := _in_force()) is not None:
        outer.raise_lost()
        yield outer
        return
    endings = Endings()
    numbers = [getattr(signal, name) for name in _ENDINGS if hasattr(signal, name)]
    before = {number: signal.signal(number, endings.take) for number in numbers}
    try:
        yield endings
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
