"""What a recorder is told while the loop runs; the silent tape keeps nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bridge.events import InputEvent
from bridge.frame import Frame
from bridge.recording.messages import Marker, PlannedInput, SentInput
from bridge.state import GameState


class Tape(Protocol):
    """Takes everything that crosses, from any thread, without blocking."""

    def keep_state(self, state: GameState) -> None:
        """A tick arrived."""
        ...

    def keep_inputs(self, events: Sequence[InputEvent]) -> None:
        """Input was observed."""
        ...

    def keep_frame(self, frame: Frame | None) -> None:
        """A frame was asked for; None where it could not be had."""
        ...

    def keep_plan(self, plan: PlannedInput) -> None:
        """A plan was made."""
        ...

    def keep_sent(self, sent: SentInput) -> None:
        """An event left."""
        ...

    def keep_marker(self, marker: Marker) -> None:
        """Something is worth finding again."""
        ...


class SilentTape:
    """Keeps nothing."""

    def keep_state(self, state: GameState) -> None:
        """See `Tape.keep_state`."""

    def keep_inputs(self, events: Sequence[InputEvent]) -> None:
        """See `Tape.keep_inputs`."""

    def keep_frame(self, frame: Frame | None) -> None:
        """See `Tape.keep_frame`."""

    def keep_plan(self, plan: PlannedInput) -> None:
        """See `Tape.keep_plan`."""

    def keep_sent(self, sent: SentInput) -> None:
        """See `Tape.keep_sent`."""

    def keep_marker(self, marker: Marker) -> None:
        """See `Tape.keep_marker`."""


class Tapes:
    """Hands everything on to several tapes.

    Args:
        tapes: in this order.
    """

    def __init__(self, *tapes: Tape) -> None:
        self._tapes = tapes

    def keep_state(self, state: GameState) -> None:
        """See `Tape.keep_state`."""
        for tape in self._tapes:
            tape.keep_state(state)

    def keep_inputs(self, events: Sequence[InputEvent]) -> None:
        """See `Tape.keep_inputs`."""
        for tape in self._tapes:
            tape.keep_inputs(events)

    def keep_frame(self, frame: Frame | None) -> None:
        """See `Tape.keep_frame`."""
        for tape in self._tapes:
            tape.keep_frame(frame)

    def keep_plan(self, plan: PlannedInput) -> None:
        """See `Tape.keep_plan`."""
        for tape in self._tapes:
            tape.keep_plan(plan)

    def keep_sent(self, sent: SentInput) -> None:
        """See `Tape.keep_sent`."""
        for tape in self._tapes:
            tape.keep_sent(sent)

    def keep_marker(self, marker: Marker) -> None:
        """See `Tape.keep_marker`."""
        for tape in self._tapes:
            tape.keep_marker(marker)
