from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from model.actions import ActionKind
from model.batch import HistoryBatch
from model.encoders.hand_motion import last_hand_motion
from tests.model.network_batches import random_history

Row = tuple[int, float, ActionKind, float, float]
"""Window, seconds since its start, kind, x and y."""


def history_of(*rows: Row, pointer: tuple[float, float] = (0.0, 0.0)) -> HistoryBatch:
    """One history of ten whole windows of 600 ms in which little is done."""
    history = random_history(1, slots=4)
    actions, mask = torch.zeros_like(history.actions), torch.zeros_like(history.action_mask)
    for window, offset_s, kind, x, y in rows:
        slot = int(mask[0, window].sum())
        actions[0, window, slot, :4] = torch.tensor([offset_s, float(kind), x, y])
        mask[0, window, slot] = True
    return replace(
        history,
        actions=actions,
        action_mask=mask,
        window_mask=torch.ones_like(history.window_mask),
        pointer=torch.tensor([pointer]),
        since_last_s=torch.zeros(1),
    )


def test_the_motion_is_that_between_the_last_two_places_wherever_they_lie() -> None:
    # 0.01 s to the end of its window, one whole window between, 0.01 s into the newest
    motion = last_hand_motion(history_of((7, 0.59, ActionKind.MOVE, 100, 50), (9, 0.01, ActionKind.MOVE, 700, 50)))
    torch.testing.assert_close(motion.velocity, torch.tensor([[600 / 620, 0.0]]))
    assert motion.way_px.tolist() == [[600.0, 0.0]]
    assert motion.rest_ms.item() == pytest.approx(590.0, abs=0.01)


def test_two_places_at_once_have_a_finite_velocity() -> None:
    motion = last_hand_motion(history_of((9, 0.0, ActionKind.MOVE, 0, 0), (9, 0.0, ActionKind.MOVE, 8, 0)))
    assert motion.velocity.tolist() == [[8.0, 0.0]]


def test_the_hand_rests_where_it_was_when_the_wheel_is_logged_elsewhere() -> None:
    rows = [(9, 0.1, ActionKind.MOVE, 100.0, 50.0), (9, 0.2, ActionKind.PRESS, 103.0, 50.0)]
    motion = last_hand_motion(history_of(*rows, (9, 0.5, ActionKind.SCROLL, 0.0, 0.0)))
    assert motion.away_px.tolist() == [[103.0, 50.0]]
    assert motion.way_px.tolist() == [[3.0, 0.0]]
    assert motion.rest_ms.item() == pytest.approx(400.0, abs=0.01)


def test_of_one_place_no_motion_is_known() -> None:
    motion = last_hand_motion(history_of((9, 0.1, ActionKind.MOVE, 100.0, 50.0)))
    assert motion.away_px.tolist() == [[100.0, 50.0]]
    assert not motion.velocity.any()
    assert not motion.way_px.any()


@pytest.mark.parametrize("slots", [0, 4])
def test_of_nothing_the_hand_is_at_the_pointer_and_has_rested_since_the_last_action(slots: int) -> None:
    history = replace(random_history(2, slots=slots), since_last_s=torch.tensor([1.5, 60.0]))
    motion = last_hand_motion(replace(history, action_mask=torch.zeros_like(history.action_mask)))
    assert not motion.away_px.any()
    assert not motion.velocity.any()
    assert motion.rest_ms.tolist() == [1500.0, 60000.0]
