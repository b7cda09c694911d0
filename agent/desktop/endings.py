"""Every ending but SIGKILL as an exception, so that each `with` releases what it holds."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_ENDINGS = ("SIGTERM", "SIGHUP", "SIGINT")


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


@contextmanager
def endings_raise() -> Iterator[None]:
    """While entered, SIGTERM and SIGHUP raise `Terminated` and SIGINT raises `KeyboardInterrupt`, in the main thread.

    Only the first does: later ones must not interrupt the releasing that it starts. To be entered on the main thread
    before anything is held.
    """
    numbers = [getattr(signal, name) for name in _ENDINGS if hasattr(signal, name)]

    def end(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001  # the signature of a handler
        for other in numbers:
            signal.signal(other, signal.SIG_IGN)
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise Terminated(number)

    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
