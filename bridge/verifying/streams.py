"""The checks of one stream, message by message; each keeps what it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bridge.clock import MILLISECOND_NS
from bridge.events import ButtonPress, ButtonRelease, InputEvent, KeyPress, KeyRelease
from bridge.recording.parts import SessionPart
from bridge.state import GameState
from bridge.verifying.findings import Finding, Kind, StreamVerdict, covered_ms

_MOST_FINDINGS = 1000


@dataclass(slots=True)
class StreamCheck:
    """Counts a stream, its holes, and what runs backwards.

    Args:
        topic: its name.
        spacing_ns: how far apart messages should lie; 0 where they come as they come.
    """

    topic: str
    spacing_ns: int = 0
    count: int = 0
    expected: int = 0
    holes_ns: set[tuple[int | None, int | None]] = field(default_factory=set)
    last_ns: int | None = None
    lost_ns: list[tuple[int, int]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def verdict(self) -> StreamVerdict:
        """What is known of the stream."""
        return StreamVerdict(self.count, len(self.holes_ns), covered_ms(self.lost_ns))

    def take(self, at_ns: int, sequence: int) -> None:
        """A message at its log time, with its number."""
        if sequence > self.expected:
            self.lose(sequence - self.expected, self.last_ns, at_ns, "messages are missing")
        elif sequence < self.expected:
            self.tell(Kind.BACKWARDS, at_ns, at_ns, f"number {sequence} comes where {self.expected} was expected")
        if self.last_ns is not None and at_ns < self.last_ns:
            back_ms = (self.last_ns - at_ns) / MILLISECOND_NS
            self.tell(Kind.BACKWARDS, at_ns, self.last_ns, f"a message lies {back_ms:.3f} ms before the one before it")
        self.expected = sequence + 1
        self.last_ns = at_ns
        self.count += 1

    def lose(
        self, count: int, from_ns: int | None, until_ns: int | None, what: str, kind: Kind = Kind.SEQUENCE
    ) -> None:
        """Note a hole: `count` messages between two that are there."""
        span_ns = (from_ns, until_ns)
        lost_ms = 0.0
        if from_ns is not None and until_ns is not None:
            self.lost_ns.append((min(until_ns, from_ns + self.spacing_ns), until_ns))
            lost_ms = covered_ms(self.lost_ns[-1:])
        self.holes_ns.add(span_ns)
        text = f"{count} {what}" if count != 1 else f"1 {what.replace('s are', ' is', 1)}"
        self.note(Finding(self.topic, kind, True, count, *span_ns, lost_ms, text))

    def tell(
        self, kind: Kind, from_ns: int | None, until_ns: int | None, text: str, *, is_fault: bool = True, count: int = 1
    ) -> None:
        """Note something else."""
        self.note(Finding(self.topic, kind, is_fault, count, from_ns, until_ns, 0.0, text))

    def note(self, finding: Finding) -> None:
        """Keep a finding; of very many the first are enough."""
        if len(self.findings) < _MOST_FINDINGS:
            self.findings.append(finding)


class InputCheck:
    """Presses and releases that cannot follow each other, and events that came late.

    Args:
        stream: where findings go.
        parts: of the recording; each begins with what was held there.
    """

    def __init__(self, stream: StreamCheck, parts: Sequence[SessionPart]) -> None:
        self._stream = stream
        self._held = parts[0].held
        self._later = list(parts[1:])
        self._seen: set[str] = set()
        self._late = 0
        self._latest_ms = 0.0

    def take(self, event: InputEvent, at_ns: int) -> None:
        """An event, and the log time of its message."""
        while self._later and at_ns >= self._later[0].from_ns:
            self._held, self._seen = self._later.pop(0).held, set()
        if event.at_ns != at_ns:
            self._late += 1
            self._latest_ms = max(self._latest_ms, (at_ns - event.at_ns) / MILLISECOND_NS)
        if event.at_ns > at_ns:
            self._stream.tell(Kind.BACKWARDS, at_ns, event.at_ns, "an event lies behind the time of its own message")
        if not self._held.allows(event):
            self._tell_impossible(event, at_ns)
        self._held = self._held.after(event)
        self._seen.add(_name(event))

    def end(self) -> None:
        """The stream is over."""
        if self._late:
            text = f"{self._late} events stand behind a later one, by {self._latest_ms:.3f} ms at most"
            self._stream.tell(Kind.LATE, None, None, text, is_fault=False, count=self._late)
        down = (*sorted(self._held.buttons), *sorted(self._held.keys))
        if down:
            last_ns = self._stream.last_ns
            text = f"pressed and not released before the end: {', '.join(down)}"
            self._stream.tell(Kind.HELD, last_ns, last_ns, text, is_fault=False, count=len(down))

    def _tell_impossible(self, event: InputEvent, at_ns: int) -> None:
        name = _name(event)
        if isinstance(event, ButtonRelease | KeyRelease):
            if name not in self._seen:
                text = f"{name} was released, so it was down before the recording began"
                self._stream.tell(Kind.HELD, at_ns, at_ns, text, is_fault=False)
                return
            self._stream.tell(Kind.IMPOSSIBLE, at_ns, at_ns, f"{name} was released without a press")
            return
        self._stream.tell(Kind.IMPOSSIBLE, at_ns, at_ns, f"{name} was pressed twice without a release")


class TickCheck:
    """Ticks that are missing between states; where the file says so itself, they are not.

    Args:
        stream: where findings go.
        known_ns: spans and moments at which ticks may be missing: what was redacted, and where parts begin.
    """

    def __init__(self, stream: StreamCheck, known_ns: Sequence[tuple[int, int]]) -> None:
        self._stream = stream
        self._known_ns = known_ns
        self._last: GameState | None = None

    def take(self, state: GameState) -> None:
        """The next state."""
        last, self._last = self._last, state
        if last is None:
            return
        from_ns, until_ns = last.tick.received_ns, state.tick.received_ns
        if any(start <= until_ns and end > from_ns for start, end in self._known_ns):
            return
        missing = state.tick.index - last.tick.index - 1
        if missing > 0:
            self._stream.lose(missing, from_ns, until_ns, "ticks are missing", Kind.TICKS)
        elif missing < 0:
            text = f"tick {state.tick.index} follows tick {last.tick.index}"
            self._stream.tell(Kind.BACKWARDS, from_ns, until_ns, text)


def _name(event: InputEvent) -> str:
    match event:
        case ButtonPress() | ButtonRelease():
            return f"button {event.button}"
        case KeyPress() | KeyRelease():
            return f"key {event.key}"
        case _:
            return ""
