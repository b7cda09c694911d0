"""When an event happened, also where this process came late to read it."""

from __future__ import annotations

from bridge.clock import MILLISECOND_NS

_WRAP_MS = 1 << 32
_HALF_MS = MILLISECOND_NS // 2
LATE_NS = MILLISECOND_NS


class EventTime:
    """Stamps events with our clock, corrected by the server's stamp of whole milliseconds.

    The smallest difference seen between reading an event and the server's stamp of it is the two clocks' offset, to
    within a millisecond: both are the machine's monotonic clock. A reading later than that by more than `LATE_NS`
    waited for this process, so the middle of the server's millisecond is the better time.
    """

    def __init__(self) -> None:
        self._offset_ns: int | None = None
        self._last_ns = 0
        self._last_ms = 0
        self._wrapped_ms = 0

    def stamp(self, read_ns: int, server_ms: int) -> int:
        """The time of an event on our clock; never before the one stamped last.

        Args:
            read_ns: when it was read.
            server_ms: the server's 32-bit stamp.
        """
        server_ns = self._unwrap(server_ms) * MILLISECOND_NS
        late_ns = read_ns - server_ns
        if self._offset_ns is None or late_ns < self._offset_ns:
            self._offset_ns = late_ns
        if late_ns - self._offset_ns > LATE_NS:
            read_ns = server_ns + self._offset_ns + _HALF_MS
        self._last_ns = max(self._last_ns, read_ns)
        return self._last_ns

    def _unwrap(self, server_ms: int) -> int:
        if self._last_ms - server_ms > _WRAP_MS // 2:
            self._wrapped_ms += _WRAP_MS
        self._last_ms = server_ms
        return server_ms + self._wrapped_ms
