"""An hour of the agent's own play: nothing takes its own input for a person's."""

from __future__ import annotations

from tests.soak.play_alone import play_alone

SEED = 6
MINUTES = 60.0


def soak_an_hour_of_own_play_is_never_stopped_by_mistake() -> str:
    """The real window, injected input, takeover and focus watched; it ends when its time is over."""
    report = play_alone(MINUTES, SEED, lambda line: print(line, flush=True))  # noqa: T201 - progress of a command
    assert report.ended_by == "time", str(report)
    assert report.statistics.sent > 100 * MINUTES, f"that was hardly play: {report}"
    return str(report)
