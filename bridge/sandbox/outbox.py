"""What a game has to tell the agent: bounded, between the game's loop and the thread that sends."""

from __future__ import annotations

import threading
from collections import deque

import msgspec

from bridge.events import InputEvent
from bridge.protocol.messages import Heartbeat, InputMessage, TickMessage
from bridge.protocol.pace import HEARTBEAT_NS
from bridge.state import GameState

MAX_MESSAGES = 8
"""Messages that wait at most; the oldest is dropped for the ninth."""


class Outbox:
    """Numbers the messages, keeps the newest ones, and tells the agent how many were lost. Nothing here waits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._messages: deque[TickMessage | InputMessage] = deque()
        self._next_seq = 0
        self._put_ns: int | None = None
        self._beat_ns: int | None = None
        self._sent = 0
        self._dropped = 0
        self._untold = 0

    @property
    def sent(self) -> int:
        """Numbered messages that were taken and not lost, since the beginning."""
        with self._lock:
            return self._sent

    @property
    def dropped(self) -> int:
        """Messages that were never sent, since the beginning."""
        with self._lock:
            return self._dropped

    def put_state(self, state: GameState, now_ns: int) -> None:
        """Add a tick's state, collected now."""
        with self._lock:
            self._put(TickMessage(self._next_seq, now_ns, 0, state))

    def put_events(self, events: tuple[InputEvent, ...], now_ns: int) -> None:
        """Add input events, at least one, in order of `at_ns`."""
        with self._lock:
            self._put(InputMessage(self._next_seq, now_ns, 0, events))

    def beat(self, now_ns: int) -> bool:
        """Ask for a heartbeat where nothing was put in for `HEARTBEAT_NS`; whether one was asked for."""
        with self._lock:
            is_due = self._put_ns is None or now_ns - self._put_ns >= HEARTBEAT_NS
            if is_due:
                self._put_ns = self._beat_ns = now_ns
            return is_due

    def take(self) -> TickMessage | InputMessage | Heartbeat | None:
        """The next message to send, or None; it tells how many were dropped since the last one."""
        with self._lock:
            beat_ns, self._beat_ns = self._beat_ns, None
            if self._messages:
                message = msgspec.structs.replace(self._messages.popleft(), dropped=self._untold)
                self._untold = 0
                self._sent += 1
                return message
            return None if beat_ns is None else Heartbeat(beat_ns)

    def lose(self, message: TickMessage | InputMessage) -> None:
        """Count a message that was taken but could not be sent, and with it what it would have told."""
        with self._lock:
            self._sent -= 1
            self._dropped += 1
            self._untold += 1 + message.dropped

    def drop_before(self, start_ns: int) -> None:
        """Drop what was put in before `start_ns`: after a long disconnection it would pass for news."""
        with self._lock:
            while self._messages and self._messages[0].mono_ns < start_ns:
                self._drop_oldest()

    def drop_waiting(self) -> None:
        """Drop what was put in and will never be sent, since the game was closed."""
        with self._lock:
            while self._messages:
                self._drop_oldest()

    def _put(self, message: TickMessage | InputMessage) -> None:
        self._next_seq += 1
        self._put_ns = message.mono_ns
        if len(self._messages) == MAX_MESSAGES:
            self._drop_oldest()
        self._messages.append(message)

    def _drop_oldest(self) -> None:
        self._messages.popleft()
        self._dropped += 1
        self._untold += 1
