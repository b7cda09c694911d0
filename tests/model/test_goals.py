from __future__ import annotations

from pathlib import Path

import numpy as np

from bridge.events import ButtonPress
from bridge.recording.reader import open_recording
from model.dataset import dataset_of, vocabulary_of
from model.goals import GOAL_WINDOWS, next_presses
from model.sources import open_shards


def test_the_goal_is_the_next_press_within_three_windows(demonstrations: Path) -> None:
    """Against the recording itself, read the slow way."""
    path = sorted(demonstrations.glob("*.mcap"))[0]
    shards = open_shards([path])
    data = dataset_of(shards, vocabulary_of(shards))
    found = next_presses(data)
    recording = open_recording(path)
    ticks_ns = [state.tick.received_ns for state in recording.states()]
    presses = [event for event in recording.inputs() if isinstance(event, ButtonPress)]
    assert len(presses) > 5
    for tick, start_ns in enumerate(ticks_ns[: -GOAL_WINDOWS - 1]):
        due = [press for press in presses if start_ns <= press.at_ns < ticks_ns[tick + GOAL_WINDOWS]]
        pointer = data.now.held.pointer[tick]
        if due and not np.isnan(pointer).any():
            assert (found[tick] + pointer).tolist() == [due[0].x, due[0].y]
        else:
            assert np.isnan(found[tick]).all()


def test_no_goal_lies_in_another_session(demonstrations: Path) -> None:
    shards = open_shards([demonstrations])
    together = next_presses(dataset_of(shards, vocabulary_of(shards)))
    apart = [next_presses(dataset_of([shard], vocabulary_of([shard]))) for shard in shards]
    np.testing.assert_array_equal(together, np.concatenate(apart))
