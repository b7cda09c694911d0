"""What the hands report: what left with its three times, what did not and why, and their end."""

from __future__ import annotations

import msgspec

from bridge.events import InputEvent


class Sent(msgspec.Struct, frozen=True, tag="sent"):
    """An event left.

    Args:
        event: `at_ns` is when it was due.
        sent_ns: when it was handed to the desktop.
        seen_ns: when the desktop reported it back; None: it did not, or in lockstep, where sending is being seen.
    """

    event: InputEvent
    sent_ns: int
    seen_ns: int | None


class NotSent(msgspec.Struct, frozen=True, tag="not_sent"):
    """An event did not leave.

    Args:
        event: what was planned.
        reason: `LATE`, `SUPERSEDED`, or a refusal in one word.
    """

    event: InputEvent
    reason: str


class Halted(msgspec.Struct, frozen=True, tag="halted"):
    """The hands are neutral for good: they hold nothing and send nothing more.

    Args:
        at_ns: since when.
        reason: why, in a few words.
    """

    at_ns: int
    reason: str


WINDOW_GONE = "the game's window vanished"
"""Why hands halt where the game was closed; its link closes a moment later."""
TAKEN_OVER = "a person took over"
"""Why hands halt where anybody else acted; the person may play on."""
LATE = "late"
SUPERSEDED = "superseded"

Report = Sent | NotSent | Halted
