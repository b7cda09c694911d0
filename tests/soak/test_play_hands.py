"""The trials of the hands in small numbers; `make soak SOAK=play_hands` runs the full ones.

Times are looked at only where the idle control beside them was on time: other tests may run on this machine.
"""

import pytest

from tests.agent.desktop.plain_window import plain_window
from tests.soak.play_endings import FAULTS, RELEASED_MS, is_void, releases_after, releases_at_the_next_start
from tests.soak.play_hostile import hostile_outputs
from tests.soak.play_keyboard import press_every_key
from tests.soak.play_popups import click_under_a_popup
from tests.soak.play_shift import NEXT_START, shifts_kept
from tests.soak.play_takeovers import take_over
from tests.soak.play_virtual import heavy_tailed_ticks


@pytest.fixture
def plain(display):
    with plain_window() as window:
        window.warp(400, 300)
        window.focus_follows_pointer()
        yield window


@pytest.mark.parametrize("fault", FAULTS)
def test_everything_comes_up_whatever_ends_it(display, fault):
    found = releases_after(fault, 1, seed=3)
    assert max(found.times_ms) <= RELEASED_MS or is_void(found.control), str(found)


def test_the_next_start_releases_what_the_killed_left(display):
    found = releases_at_the_next_start(1, 3, "panic")
    assert len(found.times_ms) == 1  # its time: docs/results/playing.md


@pytest.mark.parametrize("ending", ["kill -9", NEXT_START])
def test_a_persons_shift_stays_down(display, ending):
    assert shifts_kept(ending, 1, seed=3) == 1


def test_nothing_is_sent_after_a_takeover_at_a_random_moment(display):
    found = take_over(6, seed=3)
    assert len(found.latched_ms) == 6
    assert found.reported_after == 0


def test_no_press_hits_a_flickering_popup(display):
    found = click_under_a_popup(150, 30, seed=3)
    assert found.sent >= 150
    assert found.on_popup == 0


def test_heavy_tailed_inference_sends_nothing_late_in_a_burst_or_twice():
    found = heavy_tailed_ticks(500, seed=3)
    assert found.sent > 2_000
    assert (found.late, found.early, found.bursts, found.doubled, found.unaccounted) == (0, 0, 0, 0, 0)


def test_hostile_outputs_let_no_bad_event_out():
    found = hostile_outputs(5_000, seed=3)
    assert found.sent > 50
    assert found.bad == 0


def test_a_session_that_presses_every_key_leaves_the_keyboard_map_alone(plain):
    assert "map unchanged" in press_every_key(plain, 1)
