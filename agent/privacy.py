"""What a recording of a client must not hold: which keys and pictures are private, decided by the ticks around them.

A tick is public where the player is logged in and neither types into a text field nor stands at the bank's PIN; what
the client does not say counts as private. Between ticks nobody knows, so that whatever happens is public only where
the two ticks before it and the two ticks after it are (a guard band of two ticks), and none of them is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from bridge.events import InputEvent, KeyPress, KeyRelease
from bridge.state import TICK_NS, GamePhase, GameState

GUARD_TICKS = 2
MAX_SPACING_NS = GUARD_TICKS * TICK_NS
"""Ticks further apart than this have something unknown between them: a client at its login screen sends none."""

_PRIVATE_INTERFACES = frozenset({"bank_pin", "login"})
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment at which it is known whether the client shows something private."""

    at_ns: int
    is_public: bool


def mark_of(state: GameState) -> Mark:
    """What a tick says."""
    interface = state.interface
    is_open = _PRIVATE_INTERFACES.intersection(interface.open or ())
    is_public = state.phase is GamePhase.LOGGED_IN and interface.is_text_field_active is False and not is_open
    return Mark(state.tick.received_ns, is_public)


def with_gap(marks: Sequence[Mark], now_ns: int) -> tuple[Mark, ...]:
    """The marks, and one more where the next tick is overdue at `now_ns`: from there on it is private."""
    if marks and marks[-1].is_public and now_ns - marks[-1].at_ns > MAX_SPACING_NS:
        return (*marks, Mark(marks[-1].at_ns + MAX_SPACING_NS, False))
    return tuple(marks)


def is_public(at_ns: int, marks: Sequence[Mark]) -> bool | None:
    """Whether a moment is public; None where later ticks have to tell.

    Args:
        at_ns: the moment; a tick at that very time counts as before it.
        marks: what is known, in order of time, the last two before `at_ns` among them.
    """
    before = [mark for mark in marks if mark.at_ns <= at_ns][-GUARD_TICKS:]
    after = [mark for mark in marks if mark.at_ns > at_ns][:GUARD_TICKS]
    if len(before) < GUARD_TICKS or not all(mark.is_public for mark in (*before, *after)):
        return False
    if any(later.at_ns - earlier.at_ns > MAX_SPACING_NS for earlier, later in pairwise((*before, *after))):
        return False
    return True if len(after) == GUARD_TICKS else None


@dataclass(frozen=True, slots=True)
class KeyFilter:
    """What is left of the keys; a value.

    Args:
        hides_letters: whether a letter is kept as the class "letter".
        down: the kept keys that are down now, by their own names.
    """

    hides_letters: bool
    down: frozenset[str] = frozenset()

    def passed(self, event: InputEvent, *, may_pass: bool) -> tuple[KeyFilter, InputEvent | None]:
        """What becomes of an event.

        A release goes with its press, whenever it comes. Letters that overlap are one: down with the first, up with
        the last.

        Args:
            event: any event, in order.
            may_pass: whether it happened at a public moment.

        Returns:
            The filter after it, and the event as it is kept; None: it is dropped.
        """
        match event:
            case KeyPress(key=key):
                if not may_pass or key in self.down:
                    return self, None
                is_first = self._kept_name(key) not in self._kept_names()
                after = KeyFilter(self.hides_letters, self.down | {key})
                return after, self._renamed(event) if is_first else None
            case KeyRelease(key=key):
                if key not in self.down:
                    return self, None
                after = KeyFilter(self.hides_letters, self.down - {key})
                is_last = self._kept_name(key) not in after._kept_names()
                return after, self._renamed(event) if is_last else None
            case _:
                return self, event

    def _kept_name(self, key: str) -> str:
        return "letter" if self.hides_letters and key in _LETTERS else key

    def _kept_names(self) -> Iterable[str]:
        return {self._kept_name(key) for key in self.down}

    def _renamed(self, event: KeyPress | KeyRelease) -> InputEvent:
        return msgspec.structs.replace(event, key=self._kept_name(event.key))
