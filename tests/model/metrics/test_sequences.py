from __future__ import annotations

import numpy as np
import pytest
import torch

from bridge.events import MouseButton
from model.actions import ActionKind, ActionSequence, TimedAction
from model.metrics.sequences import ActionWindows, joined, produced_windows, true_windows
from tests.model.metrics.plain_windows import A_KEY, LEFT, PRESS, Act, arrays, at, window
from tests.model.network_batches import random_history, target_of

SEQUENCES = [
    ActionSequence(
        (
            TimedAction(0.016, ActionKind.MOVE, 10, 20),
            TimedAction(0.0, ActionKind.PRESS, 10, 20, button=MouseButton.LEFT),
            TimedAction(0.1, ActionKind.KEY_PRESS, 10, 20, key="a"),
        )
    ),
    ActionSequence(()),
    ActionSequence((TimedAction(0.5, ActionKind.SCROLL, 300, 4, scroll=-2),)),
]


def equal(one: ActionWindows, other: ActionWindows) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ActionWindows.__slots__)


def test_a_sequence_is_laid_out_with_its_times_since_the_windows_start() -> None:
    windows = produced_windows(SEQUENCES, random_history(3))
    assert windows.offsets.tolist() == [0, 3, 3, 4]
    assert windows.at_ms.tolist() == [16.0, 16.0, 116.0, 500.0]
    assert windows.kind.tolist() == [0, 1, 4, 3]
    assert windows.thing.tolist() == [-1, LEFT, A_KEY, -1]
    assert windows.place.tolist() == [[10, 20], [10, 20], [10, 20], [300, 4]]


def test_the_same_sequence_is_the_same_whether_it_was_produced_or_done() -> None:
    history = random_history(3, seed=5)
    assert equal(produced_windows(SEQUENCES, history), true_windows(target_of(SEQUENCES, history), history))


def test_what_is_held_at_the_start_comes_from_the_history() -> None:
    history = random_history(3, seed=2)
    windows = produced_windows(SEQUENCES, history)
    assert windows.held[:, :3].tolist() == history.held_buttons.tolist()
    assert windows.held[:, 3:].tolist() == history.held_keys.tolist()


def test_a_pointer_that_was_not_seen_starts_in_the_middle() -> None:
    history = random_history(3)
    history.pointer[1] = torch.nan
    assert produced_windows(SEQUENCES, history).start[1].tolist() == [382.0, 251.0]


def test_a_sequence_beyond_the_horizon_keeps_its_times() -> None:
    late = ActionSequence((TimedAction(0.7, ActionKind.MOVE, 1, 1),), horizon_s=float("inf"))
    assert produced_windows([late], random_history(1)).at_ms.tolist() == [700.0]


def test_sequences_and_histories_go_together() -> None:
    with pytest.raises(ValueError, match="3 sequences of 2 histories"):
        produced_windows(SEQUENCES, random_history(2))


def test_joined_windows_follow_each_other() -> None:
    one, two, three = at(1.0, 2.0), at(), window(Act(5.0, PRESS, 3.0, 4.0, LEFT), start=(1.0, 2.0), held=(2,))
    assert equal(joined([arrays(one, two), arrays(three)]), arrays(one, two, three))


def test_chosen_windows_keep_their_actions() -> None:
    one, two, three = at(1.0, 2.0), at(), at(3.0)
    assert equal(arrays(one, two, three).chosen(np.array([2, 0])), arrays(three, one))
    assert equal(arrays(one, two, three).chosen(np.arange(3)), arrays(one, two, three))
    assert arrays(one, two).chosen(np.array([], np.int64)).size == 0


def test_columns_that_do_not_fit_together_are_refused() -> None:
    good = arrays(at(1.0))
    with pytest.raises(ValueError, match=r"kind: expected shape \(1,\), found \(2,\)"):
        ActionWindows(good.offsets, good.at_ms, np.zeros(2, np.int64), good.place, good.thing, good.start, good.held)
    with pytest.raises(ValueError, match="offsets grow"):
        ActionWindows(np.array([0, 2]), good.at_ms, good.kind, good.place, good.thing, good.start, good.held)
