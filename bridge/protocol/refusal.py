"""Why the other side's bytes are refused: the error codes of docs/protocol.md and the error that carries one."""

from __future__ import annotations

from enum import StrEnum

from bridge.errors import PeerProtocolError

TEXT_LIMIT = 200
"""Characters of explanation that an error message carries at most."""


class ErrorCode(StrEnum):
    """The codes that this version sends; a reader must accept codes that it does not know."""

    BAD_FRAME = "bad_frame"
    BAD_MESSAGE = "bad_message"
    VERSION = "version"
    UNAUTHENTICATED = "unauthenticated"
    UNEXPECTED = "unexpected"
    OUT_OF_ORDER = "out_of_order"
    TOO_SLOW = "too_slow"
    TOO_MANY = "too_many"


class Refusal(PeerProtocolError):
    """The other side broke the protocol in a way that has a code; its text holds printable ASCII only."""

    def __init__(self, code: ErrorCode, text: str) -> None:
        super().__init__(printable(text))
        self.code = code

    @property
    def text(self) -> str:
        """What was found and what was expected."""
        return str(self.args[0])


def printable(text: str) -> str:
    """`text` as ASCII without control characters and of bounded length, fit for a log whoever wrote it."""
    return ascii(text[:TEXT_LIMIT])[1:-1][:TEXT_LIMIT]
