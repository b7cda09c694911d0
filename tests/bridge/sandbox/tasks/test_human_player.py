"""A human player answers late, keeps to its plan while it serves, and turns to what changed."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import pytest

from bridge.clock import MILLISECOND_NS
from bridge.events import ButtonPress, InputEvent, KeyPress, KeyRelease, MouseButton, PointerMove, WheelScroll
from bridge.geometry import Rect
from bridge.held import HeldInput
from bridge.sandbox.tasks.errand import ClickOn, Errand, HoldKey, MoveOff, Rest, TurnWheel, TypeKeys
from bridge.sandbox.tasks.human_player import HumanPlayer
from bridge.sandbox.tasks.motion import Habits
from bridge.state import TICK_NS, GameState
from tests.bridge.sandbox.tasks.scenes import scene

HABITS = Habits(wrong_button_share=0.0, blind_press_share=0.0)
TARGET = Rect(300, 120, 26, 34)
AREA = Rect(100, 200, 60, 60)


class Script:
    """A policy that wants an errand a tick, the last one from then on."""

    def __init__(self, *errands: Errand) -> None:
        self._errands = errands

    def want(self, state: GameState) -> Errand:
        return self._errands[min(state.tick.index, len(self._errands) - 1)]


def played(*errands: Errand, seed: int = 1, ticks: int = 6, habits: Habits = HABITS) -> list[InputEvent]:
    player, held = HumanPlayer(Script(*errands), seed, habits), HeldInput()
    events: list[InputEvent] = []
    for tick in range(ticks):
        for event in player.act(scene(tick=tick), held):
            assert tick * TICK_NS <= event.at_ns < (tick + 1) * TICK_NS
            assert held.allows(event)
            held = held.after(event)
            events.append(event)
    return events


def presses(events: list[InputEvent]) -> list[ButtonPress]:
    return [event for event in events if isinstance(event, ButtonPress)]


def test_the_first_answer_comes_after_a_reaction_time_of_280_ms_in_the_median() -> None:
    waits_ms = [played(ClickOn("use", TARGET), seed=seed, ticks=3)[0].at_ns / MILLISECOND_NS for seed in range(400)]
    # The first sample of a slow start leaves its pixel some ms after the motion begins.
    assert median(waits_ms) == pytest.approx(310, abs=25)


def test_a_click_that_is_wanted_once_is_done_once() -> None:
    wants = (ClickOn("use", TARGET),) * 2
    (press,) = presses(played(*wants, Rest(), ticks=12))
    assert TARGET.contains(press.x, press.y)


def test_a_click_without_effect_is_tried_again() -> None:
    assert len(presses(played(ClickOn("use", TARGET), ticks=12))) >= 3


def test_a_motion_stops_when_nothing_is_to_do_any_more() -> None:
    far = ClickOn("use", Rect(10, 480, 14, 14))
    endings = [played(far, Rest(), seed=seed, ticks=8) for seed in range(40)]
    assert sum(not presses(events) for events in endings) > 20


def test_a_target_that_moved_is_followed() -> None:
    wants = [ClickOn("use", Rect(300 - 40 * tick, 120, 26, 30)) for tick in range(4)]
    for seed in range(40):
        last = presses(played(*wants, seed=seed, ticks=8))[-1]
        assert wants[-1].target.contains(last.x, last.y)


def test_a_key_is_held_as_long_as_asked() -> None:
    press, release = played(HoldKey("turn", "left", 700 * MILLISECOND_NS), Rest())
    assert isinstance(press, KeyPress)
    assert isinstance(release, KeyRelease)
    assert release.at_ns - press.at_ns == 700 * MILLISECOND_NS


def test_a_tap_holds_60_to_120_ms() -> None:
    press, release = played(HoldKey("close", "escape"), Rest())
    assert 60 <= (release.at_ns - press.at_ns) / MILLISECOND_NS <= 120


def test_keys_are_typed_in_order() -> None:
    events = played(TypeKeys("log in", ("a", "tab", "b", "enter")), Rest())
    assert [event.key for event in events if isinstance(event, KeyPress)] == ["a", "tab", "b", "enter"]


def test_the_wheel_turns_over_its_area() -> None:
    wants = (TurnWheel("zoom", AREA, -3),) * 4
    turns = [event for event in played(*wants, Rest()) if isinstance(event, WheelScroll)]
    assert [turn.notches for turn in turns[:3]] == [-1, -1, -1]
    assert all(AREA.contains(turn.x, turn.y) for turn in turns)


def test_moving_off_presses_nothing() -> None:
    events = played(MoveOff("leave", AREA), Rest())
    assert all(isinstance(event, PointerMove) for event in events)
    assert AREA.contains(events[-1].x, events[-1].y)


def test_slips_press_the_right_button() -> None:
    events = played(ClickOn("use", TARGET), ticks=3000, habits=Habits(wrong_button_share=0.05))
    buttons = [press.button for press in presses(events)]
    assert 0.02 < buttons.count(MouseButton.RIGHT) / len(buttons) < 0.09


def test_now_and_then_there_is_a_pause() -> None:
    times_s = [press.at_ns / 1e9 for press in presses(played(ClickOn("use", TARGET), ticks=2000))]
    gaps_s = [after - before for before, after in pairwise(times_s)]
    pauses = sum(gap_s > 2.0 for gap_s in gaps_s)
    assert times_s[-1] / 60 <= pauses <= times_s[-1] / 25


def test_the_same_seed_gives_the_same_events() -> None:
    wants = (ClickOn("use", TARGET),)
    assert played(*wants, seed=5, ticks=50) == played(*wants, seed=5, ticks=50)
    assert played(*wants, seed=5, ticks=50) != played(*wants, seed=6, ticks=50)


def test_the_right_button_is_pressed_where_it_is_wanted() -> None:
    (press,) = presses(played(*(ClickOn("use", TARGET, MouseButton.RIGHT),) * 2, Rest(), ticks=12))
    assert press.button is MouseButton.RIGHT


def test_who_looked_on_starts_with_a_hand_that_has_begun_nothing():
    player, held = HumanPlayer(Script(ClickOn("a", TARGET)), 1, HABITS), HeldInput()
    player.act(scene(tick=0), held)
    player.watch(scene(tick=1))
    taken_over = [event for tick in (2, 3, 4) for event in player.act(scene(tick=tick), held)]
    assert taken_over[0].at_ns > 2 * TICK_NS
    assert presses(taken_over)


def test_a_hand_found_in_motion_is_led_on_at_once():
    player, held = HumanPlayer(Script(ClickOn("a", TARGET)), 1, HABITS), HeldInput()
    player.watch(scene(tick=0))
    player.take_over(in_motion=True)
    assert player.act(scene(tick=1), held)[0].at_ns < TICK_NS + 100 * MILLISECOND_NS
