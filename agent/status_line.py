"""The line in the terminal while a model plays: tick, plan, lateness, mode, and why."""

from __future__ import annotations

from agent.loop import PlayLoop
from agent.plan import Plan
from bridge.clock import MILLISECOND_NS
from bridge.events import ButtonPress, KeyPress, PointerMove, WheelScroll

_RECENT = 50


def status_line(loop: PlayLoop, stop_key: str) -> str:
    """The line.

    Args:
        loop: what plays.
        stop_key: ends it.
    """
    counts = loop.statistics
    parts = [
        f"tick {counts.ticks}"
        + (f" decided in {counts.decision_ns[-1] / MILLISECOND_NS:.1f} ms" if counts.decision_ns else ""),
        f"plan: {_told(loop.plan)}",
        f"{counts.sent} of {counts.planned} sent{_lateness(counts.dispatch_error_ns)}",
        f"{counts.dropped_late} late, {sum(counts.refused.values())} refused",
        f"{loop.mode}: {loop.neutral_reason}" if loop.neutral_reason else str(loop.mode).replace("_", " "),
        f"{stop_key} or Ctrl-C ends it",
    ]
    return "   ".join(parts)


def _told(plan: Plan | None) -> str:
    """A plan in a few words: its moves by their number, all else by name."""
    if plan is None or not plan.events:
        return "nothing"
    moves = sum(isinstance(event, PointerMove) for event in plan.events)
    words = [f"{moves} moves"] if moves else []
    for event in plan.events:
        match event:
            case ButtonPress():
                words.append(f"{event.button} at {event.x}, {event.y}")
            case KeyPress():
                words.append(event.key)
            case WheelScroll():
                words.append(f"wheel {event.notches:+d}")
            case _:
                continue
    return ", ".join(words)


def _lateness(errors_ns: list[int]) -> str:
    recent = errors_ns[-_RECENT:]
    return f", {max(recent) / MILLISECOND_NS:.1f} ms late at most" if recent else ""
