"""Whether a silent process hangs, or whether a core that it needs is kept from it, by a host or by other programs.

On a virtual machine the host may keep one core for some tens of milliseconds while the others run. Whoever has work or
a timer there is silent meanwhile and not to blame. So each core is asked, one after the other, by a thread that may run
nowhere else: it moves one byte from one pipe to another, in the kernel, without Python's lock.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress

from agent.desktop.punctual import run_before_others
from bridge.clock import MILLISECOND_NS

GRACE_NS = 3 * MILLISECOND_NS
"""Once all cores answered, whoever lives is heard within this."""
LONGEST_NS = 60 * MILLISECOND_NS
"""Whoever is still silent so long after the roll call began is taken to hang, whatever the cores do."""

_BYTE = b"."


class RollCall:
    """Asks all cores that this process may use.

    Args:
        priority: the thread's, as in `agent.desktop.punctual.run_before_others`.
    """

    def __init__(self, priority: int) -> None:
        self._ask_reads, self._asks = os.pipe()
        self._answers, self._answer_writes = os.pipe()
        os.set_blocking(self._answers, False)
        self._cores = sorted(os.sched_getaffinity(0))
        self._next = 0
        self._left = 0
        self._is_asked = False
        self._begun_ns: int | None = None
        self._complete_ns: int | None = None
        thread = threading.Thread(target=self._answer, daemon=True)
        thread.start()
        self._thread = thread.native_id or 0
        run_before_others(self._thread, priority)

    @property
    def answers(self) -> int:
        """A descriptor that can be read once a core has answered."""
        return self._answers

    @property
    def is_on(self) -> bool:
        """Whether one is under way."""
        return self._begun_ns is not None

    def stop(self) -> None:
        """There was a sign of life: what is under way is forgotten."""
        self._begun_ns = self._complete_ns = None

    def is_hung(self, now_ns: int) -> bool:
        """Whether the silent process had its chance; the first question begins the roll call. To be asked often.

        Args:
            now_ns: the time now.
        """
        has_answer = self._has_answer()
        if self._begun_ns is None:
            self._begun_ns, self._left = now_ns, len(self._cores)
            self._ask()
        elif has_answer and self._left:
            self._left -= 1
            if self._left:
                self._ask()
            else:
                self._complete_ns = now_ns
        if self._complete_ns is not None:
            return now_ns - self._complete_ns >= GRACE_NS
        return now_ns - self._begun_ns >= LONGEST_NS

    def _has_answer(self) -> bool:
        try:
            os.read(self._answers, 1)
        except BlockingIOError:
            return False
        self._is_asked = False
        self._next = (self._next + 1) % len(self._cores)
        return True

    def _ask(self) -> None:
        if self._is_asked:
            return  # this core has not answered the roll call before: it will
        self._is_asked = True
        with suppress(OSError):  # a core that is gone keeps nobody waiting
            os.sched_setaffinity(self._thread, {self._cores[self._next]})
        os.write(self._asks, _BYTE)

    def _answer(self) -> None:
        while True:
            os.splice(self._ask_reads, self._answer_writes, 1)
