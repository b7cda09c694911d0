"""A hand gives out only possible events, in order, each once."""

from __future__ import annotations

from statistics import median

import numpy as np

from bridge.clock import MILLISECOND_NS
from bridge.events import (
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.geometry import Point, Rect
from bridge.held import HeldInput
from bridge.sandbox.tasks.hand import Hand
from bridge.sandbox.tasks.motion import Habits

CANVAS = Rect(0, 0, 765, 503)
TREE = Rect(300, 120, 26, 34)
TICK_NS = 600_000_000


def hand(seed: int = 1) -> Hand:
    return Hand(np.random.default_rng(seed), CANVAS, Habits())


def ticks_of(hand: Hand, count: int) -> list[InputEvent]:
    return [event for index in range(count) for event in hand.due(index * TICK_NS, (index + 1) * TICK_NS)]


def test_a_click_moves_then_presses_and_releases_at_one_place() -> None:
    subject = hand()
    aim = subject.click(TREE, 0)
    *moves, press, release = ticks_of(subject, 5)
    assert all(isinstance(move, PointerMove) for move in moves)
    assert isinstance(press, ButtonPress)
    assert isinstance(release, ButtonRelease)
    assert (press.at_ns, release.at_ns, Point(press.x, press.y)) == (aim.press_ns, aim.release_ns, aim.place)
    assert (release.x, release.y) == (press.x, press.y)


def test_presses_hold_60_to_120_ms() -> None:
    subject = hand()
    aims = [subject.click(TREE, 0) for _ in range(300)]
    holds_ms = [(aim.release_ns - aim.press_ns) / MILLISECOND_NS for aim in aims]
    assert min(holds_ms) >= 60.0
    assert max(holds_ms) <= 120.0


def test_motions_continue_over_the_end_of_a_tick() -> None:
    subject = hand()
    subject.click(TREE, 500 * MILLISECOND_NS)
    first, second = subject.due(0, TICK_NS), subject.due(TICK_NS, 2 * TICK_NS)
    assert first
    assert second
    assert first[-1].at_ns < TICK_NS <= second[0].at_ns


def test_almost_every_press_is_inside_its_target() -> None:
    subject = hand()
    aims = [subject.click(Rect(100 + 7 * index % 500, 50 + index % 300, 20, 20), 0) for index in range(3000)]
    hits = [
        Rect(100 + 7 * index % 500, 50 + index % 300, 20, 20).contains(aim.place.x, aim.place.y)
        for index, aim in enumerate(aims)
    ]
    assert 0.985 <= sum(hits) / len(hits) < 1.0


def test_events_are_in_order_and_possible() -> None:
    subject, held = hand(), HeldInput()
    generator = np.random.default_rng(3)
    for index in range(60):
        at_ns = index * 200 * MILLISECOND_NS
        subject.click(Rect(*(10 + generator.integers(0, 400, 2)).tolist(), 20, 20), at_ns)
        subject.hold_key("left", at_ns, 150 * MILLISECOND_NS)
        subject.scroll(Rect(4, 4, 512, 334), 2, at_ns)
    events = ticks_of(subject, 400)
    for event in events:
        assert held.allows(event)
        held = held.after(event)
    assert [event.at_ns for event in events] == sorted(event.at_ns for event in events)
    assert not held.buttons
    assert not held.keys


def test_a_stopped_hand_still_lets_go_of_its_button() -> None:
    subject = hand()
    aim = subject.click(TREE, 0)
    subject.stop_pointer(aim.press_ns)
    events = ticks_of(subject, 5)
    assert isinstance(events[-1], ButtonRelease)


def test_a_stopped_hand_forgets_what_it_planned_and_stays_where_it_is() -> None:
    subject = hand()
    subject.click(TREE, 0)
    before = subject.due(0, 200 * MILLISECOND_NS)
    subject.stop_pointer(200 * MILLISECOND_NS)
    assert ticks_of(subject, 5) == []
    subject.click(TREE, 700 * MILLISECOND_NS)
    after = subject.due(TICK_NS, 2 * TICK_NS)[0]
    assert abs(after.x - before[-1].x) < 30
    assert after.at_ns >= 700 * MILLISECOND_NS


def test_keys_and_pointer_move_at_the_same_time() -> None:
    subject = hand()
    subject.hold_key("left", 0, 300 * MILLISECOND_NS)
    subject.click(TREE, 0)
    kinds = [type(event) for event in subject.due(0, TICK_NS)]
    assert kinds.index(KeyPress) < kinds.index(PointerMove) < kinds.index(KeyRelease)


def test_the_wheel_turns_notch_by_notch_over_its_area() -> None:
    subject = hand()
    area = Rect(600, 300, 60, 60)
    subject.scroll(area, -3, 0)
    scrolls = [event for event in ticks_of(subject, 5) if isinstance(event, WheelScroll)]
    assert [event.notches for event in scrolls] == [-1, -1, -1]
    assert all(area.contains(event.x, event.y) for event in scrolls)


def test_late_events_are_due_at_once() -> None:
    subject = hand()
    subject.tap_key("escape", 0)
    assert [event.at_ns for event in subject.due(5 * TICK_NS, 6 * TICK_NS)] == [5 * TICK_NS, 5 * TICK_NS]


def test_the_pointer_stays_on_the_canvas() -> None:
    subject = hand(11)
    for index in range(200):
        subject.click(Rect(0 if index % 2 else 745, 0 if index % 3 else 483, 20, 20), 0)
    moves = ticks_of(subject, 2000)
    assert all(CANVAS.contains(move.x, move.y) for move in moves if isinstance(move, PointerMove))


def test_an_idle_hand_starts_where_the_pointer_was_seen() -> None:
    subject = hand()
    subject.see(HeldInput(Point(310, 130)), 0)
    subject.click(TREE, 0)
    first = subject.due(0, TICK_NS)[0]
    assert abs(first.x - 310) + abs(first.y - 130) < 30


def test_a_button_whose_release_was_lost_is_let_go_at_once() -> None:
    subject = hand()
    subject.see(HeldInput(Point(310, 130), frozenset({MouseButton.LEFT})), 5)
    (release,) = subject.due(5, TICK_NS)
    assert isinstance(release, ButtonRelease)
    assert release.at_ns == 5


def test_a_key_whose_release_was_lost_is_let_go_at_once() -> None:
    subject = hand()
    subject.see(HeldInput(keys=frozenset({"left"})), 5)
    assert [type(event) for event in subject.due(5, TICK_NS)] == [KeyRelease]


def test_the_release_of_a_lost_press_is_dropped() -> None:
    subject = hand()
    aim = subject.click(TREE, 0)
    subject.hold_key("left", 0, aim.release_ns)
    subject.due(0, aim.press_ns + 1)
    subject.see(HeldInput(aim.place), aim.press_ns + 1)
    assert ticks_of(subject, 5) == []


def test_what_is_rightly_down_stays_down_until_its_time() -> None:
    subject, held = hand(), HeldInput()
    aim = subject.click(TREE, 0)
    for event in subject.due(0, aim.press_ns + 1):
        held = held.after(event)
    subject.see(held, aim.press_ns + 1)
    assert [event.at_ns for event in ticks_of(subject, 5)] == [aim.release_ns]


def test_reactions_have_a_median_of_280_ms() -> None:
    subject = hand()
    assert 0.27 < median(subject.react_ns(0) for _ in range(2000)) / 1e9 < 0.29


def test_the_same_seed_gives_the_same_events() -> None:
    one, other = hand(5), hand(5)
    one.click(TREE, 0)
    other.click(TREE, 0)
    assert ticks_of(one, 5) == ticks_of(other, 5)
