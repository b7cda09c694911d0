"""Frames: a u32 big-endian length, then that many bytes of payload (docs/protocol.md, "Frames")."""

from __future__ import annotations

from bridge.errors import LocalProtocolError
from bridge.protocol.refusal import ErrorCode, Refusal

HEADER_BYTES = 4


def encode_frame(payload: bytes, max_frame_bytes: int) -> bytes:
    """The bytes of one frame.

    Args:
        payload: one encoded message.
        max_frame_bytes: the longest payload that the reader accepts.

    Raises:
        LocalProtocolError: the payload is empty or too long.
    """
    if not 0 < len(payload) <= max_frame_bytes:
        raise LocalProtocolError(f"a frame holds 1 to {max_frame_bytes} bytes, found {len(payload)}")
    return len(payload).to_bytes(HEADER_BYTES, "big") + payload


class FrameBuffer:
    """Cuts a stream of bytes into payloads; how the stream was split makes no difference.

    Args:
        max_frame_bytes: the longest payload to accept. HTTP and TLS announce far more with their first four bytes, so
            they are refused before a payload byte is looked at.
    """

    def __init__(self, max_frame_bytes: int) -> None:
        self._max_frame_bytes = max_frame_bytes
        self._bytes = bytearray()

    @property
    def has_partial(self) -> bool:
        """Whether bytes of an unfinished frame wait for the rest."""
        return bool(self._bytes)

    def feed(self, data: bytes) -> None:
        """Take in bytes as they came."""
        self._bytes += data

    def next_payload(self) -> bytes | None:
        """The next whole payload, or None where more bytes are needed.

        Raises:
            Refusal: the length announced is 0 or above the limit.
        """
        if len(self._bytes) < HEADER_BYTES:
            return None
        size = int.from_bytes(self._bytes[:HEADER_BYTES], "big")
        if not 0 < size <= self._max_frame_bytes:
            raise Refusal(ErrorCode.BAD_FRAME, f"a frame holds 1 to {self._max_frame_bytes} bytes, found {size}")
        end = HEADER_BYTES + size
        if len(self._bytes) < end:
            return None
        payload = bytes(self._bytes[HEADER_BYTES:end])
        del self._bytes[:end]
        return payload
