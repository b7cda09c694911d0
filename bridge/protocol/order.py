"""The order of what the game sends: sequence numbers and ticks grow, gaps are counted (docs/protocol.md, "Order")."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from bridge.protocol.messages import InputMessage, TickMessage
from bridge.protocol.refusal import ErrorCode, Refusal

GAP_LIMIT = 5
"""Up to this many missing messages are only marked; more is a re-synchronisation: what was before is stale."""


@dataclass(frozen=True, slots=True)
class MessageOrder:
    """The last sequence number and tick index of a session; None before the first."""

    seq: int | None = None
    tick_index: int | None = None

    def missing_before(self, message: TickMessage | InputMessage) -> int:
        """How many messages are missing between the last one and this one; 0 before the first.

        Raises:
            Refusal: the sequence number, the tick index or the events' times do not grow.
        """
        _check_grows("sequence number", self.seq, message.seq)
        match message:
            case TickMessage():
                _check_grows("tick index", self.tick_index, message.state.tick.index)
            case InputMessage():
                _check_sorted(message)
        return 0 if self.seq is None else message.seq - self.seq - 1

    def after(self, message: TickMessage | InputMessage) -> MessageOrder:
        """The order once `message` came."""
        match message:
            case TickMessage():
                return MessageOrder(message.seq, message.state.tick.index)
            case InputMessage():
                return MessageOrder(message.seq, self.tick_index)


def _check_grows(what: str, last: int | None, found: int) -> None:
    if last is not None and found <= last:
        raise Refusal(ErrorCode.OUT_OF_ORDER, f"expected a {what} above {last}, found {found}")


def _check_sorted(message: InputMessage) -> None:
    if any(earlier.at_ns > later.at_ns for earlier, later in pairwise(message.events)):
        raise Refusal(ErrorCode.OUT_OF_ORDER, "expected input events in order of at_ns")
