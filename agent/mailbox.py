"""A slot for one value between two threads: the newest wins, nobody waits to put."""

from __future__ import annotations

from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holds the newest value until it is taken; `close` wakes whoever waits."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._value: T | None = None
        self._is_closed = False

    def put(self, value: T) -> None:
        """Leave a value; one that was not taken is replaced."""
        with self._condition:
            self._value = value
            self._condition.notify()

    def take(self) -> T | None:
        """Wait for a value and take it; None once closed."""
        with self._condition:
            self._condition.wait_for(lambda: self._value is not None or self._is_closed)
            value, self._value = self._value, None
            return None if self._is_closed else value

    def close(self) -> None:
        """Wake the taker; nothing more is given."""
        with self._condition:
            self._is_closed = True
            self._condition.notify_all()
