"""How slow and how fast the other side may be; time comes in as an argument."""

from __future__ import annotations

from dataclasses import dataclass

from bridge.clock import MILLISECOND_NS, SECOND_NS
from bridge.protocol.refusal import ErrorCode, Refusal

HANDSHAKE_NS = 2 * SECOND_NS
"""From the connection to the open session."""

FRAME_NS = SECOND_NS
"""From the first byte of a frame to its last."""

AGENT_SILENCE_NS = 5 * SECOND_NS
"""Without any message the game takes the agent for dead and dials again."""

PING_NS = SECOND_NS
"""The agent pings this often."""

HEARTBEAT_NS = 300 * MILLISECOND_NS
"""The game's loop sends a heartbeat this long after its last message."""

GAME_SILENCE_NS = 900 * MILLISECOND_NS
"""Without any message the agent takes the game for silent and goes neutral; the connection stays."""

MESSAGES_PER_S = 400
"""Messages within one second at most; a faster side is cut off, so that a flood cannot keep the reader busy."""


@dataclass(frozen=True, slots=True)
class MessageRate:
    """Messages counted since the running second began."""

    since_ns: int
    count: int = 0

    def after(self, now_ns: int) -> MessageRate:
        """The rate once one more message came.

        Raises:
            Refusal: more than `MESSAGES_PER_S` within one second.
        """
        if now_ns - self.since_ns >= SECOND_NS:
            return MessageRate(now_ns, 1)
        if self.count == MESSAGES_PER_S:
            raise Refusal(ErrorCode.TOO_MANY, f"found more than {MESSAGES_PER_S} messages within a second")
        return MessageRate(self.since_ns, self.count + 1)
