"""The hand of one history beside that of the network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from model.actions import ActionKind
from model.encoders.context import pointer_px
from model.encoders.hand_motion import last_hand_motion
from model.runtimes.hand_motion import MovedHand, moved_hand
from model.runtimes.structs import Floats
from tests.model.network_batches import random_history

NOWHERE, NOW = np.zeros(2, np.float32), np.zeros(1, np.float32)


def rows(*actions: tuple[float, int, int], kind: ActionKind = ActionKind.MOVE) -> Floats:
    return np.array([(offset_s, kind, x, y, 0, 0, 0) for offset_s, x, y in actions], np.float32).reshape(-1, 7)


def hand(*windows: Floats) -> MovedHand:
    return moved_hand([(window, 0.6) for window in windows], NOWHERE, NOW)


def test_it_moves_between_the_last_two_places_of_a_window() -> None:
    moved = hand(rows((0.1, 0, 0), (0.2, 10, 10), (0.25, 60, 0)))
    assert moved.velocity.tolist() == pytest.approx([1.0, -0.2], rel=1e-5)
    assert moved.way_px.tolist() == [50.0, -10.0]
    assert moved.rest_ms.tolist() == pytest.approx([350.0], rel=1e-5)


def test_the_place_before_may_lie_in_an_earlier_window() -> None:
    assert hand(rows((0.5, 0, 0)), rows(), rows((0.1, 80, 0))).velocity.tolist() == pytest.approx([0.1, 0.0], rel=1e-5)


@pytest.mark.parametrize("window", [rows(), rows((0.1, 5, 5))])
def test_without_two_places_there_is_no_motion(window: Floats) -> None:
    assert hand(window).velocity.tolist() == [0.0, 0.0]


def test_a_turn_of_the_wheel_is_no_place_of_the_hand() -> None:
    turned = hand(rows((0.1, 5, 5)), rows((0.1, 0, 0), kind=ActionKind.SCROLL))
    assert turned.away_px.tolist() == [5.0, 5.0]
    assert turned.velocity.tolist() == [0.0, 0.0]


def test_two_places_at_once_count_as_a_millisecond_apart() -> None:
    assert hand(rows((0.1, 0, 0), (0.1, 3, 4))).velocity.tolist() == [3.0, 4.0]


def test_it_is_what_the_network_is_told() -> None:
    history = random_history(20)
    history = replace(history, pointer=history.pointer.roll(1, dims=0))  # as where a wheel is logged elsewhere
    told, pointers = last_hand_motion(history), pointer_px(history).numpy()
    for row in range(20):
        windows = [
            (history.actions[row, t][history.action_mask[row, t]].numpy(), float(history.window_s[row, t]))
            for t in range(10)
            if history.window_mask[row, t]
        ]
        padded = [(rows(), 0.0)] * (10 - len(windows)) + windows
        found = moved_hand(padded, pointers[row], 1000.0 * history.since_last_s[row : row + 1].numpy())
        for name in ("away_px", "way_px", "velocity", "rest_ms"):
            expected = getattr(told, name)[row].reshape(-1)
            torch.testing.assert_close(torch.from_numpy(getattr(found, name)), expected, rtol=1e-6, atol=1e-3)
