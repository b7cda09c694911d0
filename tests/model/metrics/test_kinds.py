from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from bridge.events import MouseButton
from model.metrics.kinds import impossible_share, is_impossible, kind_f1, kind_figures, kind_table
from tests.model.metrics.plain_windows import (
    A_KEY,
    KEY_PRESS,
    KEY_RELEASE,
    LEFT,
    MOVE,
    PRESS,
    RELEASE,
    SCROLL,
    Act,
    Window,
    arrays,
    at,
    plain_windows,
    window,
)

CLICK = (Act(1.0, PRESS, thing=LEFT), Act(2.0, RELEASE, thing=LEFT))


@given(plain_windows(3))
def test_impossible_is_what_a_walk_through_each_window_finds(windows: tuple[Window, ...]) -> None:
    found = []
    for one in windows:
        down = set(one.held)
        for act in one.acts:
            if act.thing < 0:
                found.append(False)
            elif act.kind in (PRESS, KEY_PRESS):
                found.append(act.thing in down)
                down.add(act.thing)
            else:
                found.append(act.thing not in down)
                down.discard(act.thing)
    assert is_impossible(arrays(*windows)).tolist() == found


def test_a_release_of_what_was_held_before_the_window_is_possible() -> None:
    let_go = Act(1.0, RELEASE, thing=LEFT)
    assert is_impossible(arrays(window(let_go, held=(LEFT,)), window(let_go))).tolist() == [False, True]


def test_keys_and_buttons_are_judged_alike() -> None:
    twice = window(
        Act(1.0, KEY_PRESS, thing=A_KEY), Act(2.0, KEY_PRESS, thing=A_KEY), Act(3.0, KEY_RELEASE, thing=A_KEY)
    )
    assert impossible_share([arrays(twice)]) == pytest.approx(1 / 3)


def test_without_presses_nothing_is_impossible() -> None:
    assert impossible_share([arrays(at(1.0))]) == 0.0


@given(plain_windows(4))
def test_the_table_counts_kinds_by_window(windows: tuple[Window, ...]) -> None:
    counted = [Counter(act.kind for act in one.acts) for one in windows]
    kinds = (MOVE, PRESS, RELEASE, SCROLL, KEY_PRESS, KEY_RELEASE)
    assert kind_table(arrays(*windows)).tolist() == [[one[kind] for kind in kinds] for one in counted]


def test_presses_are_counted_in_a_hundred_windows() -> None:
    right = Act(1.0, PRESS, thing=list(MouseButton).index(MouseButton.RIGHT))
    true = arrays(window(*CLICK), window(right, Act(2.0, KEY_PRESS, thing=A_KEY)), at(), at())
    figures = kind_figures([arrays(at(), at(), at(), at()), true], true)
    assert (figures["presses_per_100"], figures["presses_per_100_true"]) == (25.0, 50.0)
    assert (figures["left_presses_per_100"], figures["left_presses_per_100_true"]) == (12.5, 25.0)


def test_kinds_that_are_the_truths_have_f1_one() -> None:
    true = arrays(window(*CLICK), at(1.0))
    figures = kind_figures([true], true)
    assert (figures["kind_tv"], figures["kind_f1"]) == (0.0, 1.0)


def test_f1_is_the_mean_over_the_kinds_that_occur() -> None:
    true, drawn = arrays(window(*CLICK), at(1.0, 2.0)), arrays(at(1.0), at(1.0))
    # moves: one hit, two produced, two true; presses and releases: never produced
    assert kind_f1([kind_table(drawn)], kind_table(true)) == pytest.approx((2 * 1 / 4 + 0 + 0) / 3)
