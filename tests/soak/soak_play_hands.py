"""The hands in every ending: released within 50 ms, never on the wrong window, never after a person took over."""

from __future__ import annotations

from agent.desktop.display import private_display
from tests.agent.desktop.plain_window import plain_window
from tests.soak.play_endings import (
    FAULTS,
    RELEASED_MS,
    STARTED_MS,
    Releases,
    is_void,
    releases_after,
    releases_at_the_next_start,
)
from tests.soak.play_hostile import hostile_outputs
from tests.soak.play_keyboard import press_every_key
from tests.soak.play_popups import click_under_a_popup
from tests.soak.play_shift import ENDINGS, shifts_kept
from tests.soak.play_takeovers import take_over
from tests.soak.play_virtual import heavy_tailed_ticks

SEED = 6
_LATCH_MS = 20.0


def soak_50_endings_by_the_stop_key() -> str:
    """Released within 50 ms, each time."""
    return _endings("stop key")


def soak_50_endings_by_a_lost_focus() -> str:
    """Released within 50 ms, each time."""
    return _endings("focus loss")


def soak_50_endings_by_an_exception() -> str:
    """Released within 50 ms, each time."""
    return _endings("exception")


def soak_50_endings_by_sigterm() -> str:
    """Released within 50 ms, each time."""
    return _endings("SIGTERM")


def soak_50_endings_by_sigint() -> str:
    """Released within 50 ms, each time."""
    return _endings("SIGINT")


def soak_50_endings_by_sighup() -> str:
    """Released within 50 ms, each time."""
    return _endings("SIGHUP")


def soak_50_endings_by_the_death_of_the_parent() -> str:
    """Released within 50 ms, each time."""
    return _endings("parent death")


def soak_50_endings_by_kill_9() -> str:
    """Released within 50 ms, each time."""
    return _endings("kill -9")


def soak_50_endings_by_a_hang() -> str:
    """Released within 50 ms, each time."""
    return _endings("hang")


def soak_50_endings_by_a_frozen_worker() -> str:
    """Released within 50 ms, each time."""
    return _endings("frozen worker")


def soak_50_next_starts_release_what_the_killed_left() -> str:
    """Within 100 ms of the start of the program's process."""
    assert len(FAULTS) == 10, "a fault has no trial here"
    with private_display():
        return _judged(releases_at_the_next_start(50, SEED, "play", "no-run"), STARTED_MS)


def soak_50_panics_release_what_the_killed_left() -> str:
    """Within 100 ms of the program's first line."""
    with private_display():
        return _judged(releases_at_the_next_start(50, SEED, "panic"), STARTED_MS)


def soak_50_of_each_ending_leave_a_persons_shift_down() -> str:
    """A Shift that a person held from before."""
    with private_display():
        return ", ".join(f"{ending}: {shifts_kept(ending, 50, SEED)}" for ending in ENDINGS)


def soak_1000_takeovers_are_latched_within_20_ms() -> str:
    """The 99th percentile; nothing is sent afterwards."""
    with private_display():
        found = take_over(1_000, SEED)
    assert found.reported_after == 0, str(found)
    assert found.p99_ms <= _LATCH_MS or is_void(found.control), str(found)
    return str(found)


def soak_10000_presses_beside_a_flickering_popup_never_hit_it() -> str:
    """A look followed by a press, without holding the server, does."""
    with private_display():
        found = click_under_a_popup(10_000, 1_000, SEED)
    assert found.on_popup == 0, str(found)
    assert found.unguarded_on_popup > 0, f"the popup was never in the way: {found}"
    return str(found)


def soak_100000_ticks_with_heavy_tailed_inference_send_nothing_late_or_twice() -> str:
    """Nothing late, in a burst or twice, and every planned event is accounted for."""
    found = heavy_tailed_ticks(100_000, SEED)
    assert (found.late, found.early, found.bursts, found.doubled, found.unaccounted) == (0, 0, 0, 0, 0), str(found)
    return str(found)


def soak_a_million_hostile_outputs_let_no_bad_event_out() -> str:
    """NaN, infinity, places beside the canvas, unknown buttons and keys, forbidden places."""
    found = hostile_outputs(1_000_000, SEED)
    assert found.bad == 0, str(found)
    assert found.sent > 0, "nothing got through at all"
    return str(found)


def soak_a_session_that_presses_every_key_leaves_the_keyboard_map_alone() -> str:
    """Twenty times each."""
    with private_display(), plain_window() as plain:
        plain.warp(400, 300)
        plain.focus_follows_pointer()
        return press_every_key(plain, 20)


def _endings(fault: str) -> str:
    with private_display():
        return _judged(releases_after(fault, 50, SEED), RELEASED_MS)


def _judged(found: Releases, limit_ms: float) -> str:
    assert max(found.times_ms) <= limit_ms or is_void(found.control), str(found)
    return str(found)
