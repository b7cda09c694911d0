import numpy as np
import pytest

from bridge.errors import CorruptRecording
from bridge.exporting.lerobot.actions import COLUMNS as ACTIONS
from bridge.exporting.lerobot.grid import NEVER_NS, frames_on, session_grid
from bridge.recording.reader import open_recording
from tests.bridge.exporting.lerobot.columns import COLUMNS
from tests.bridge.exporting.round_trips import recorded
from tests.bridge.recording.sessions import START_NS, frame_at, write_session


def test_the_grid_is_even_and_reaches_from_the_first_message_to_the_last(tmp_path):
    grid = session_grid(open_recording(write_session(tmp_path / "s.mcap", 2).path), 10, COLUMNS)
    assert grid.at_ns[0] == START_NS
    assert np.unique(np.diff(grid.at_ns)).tolist() == [100_000_000]
    assert grid.at_ns[-1] <= START_NS + 1_000_000_000 < grid.at_ns[-1] + 100_000_000
    assert grid.events == 12


def test_a_row_shows_the_last_state_and_what_is_unknown_is_zero_and_marked(tmp_path):
    grid = session_grid(open_recording(write_session(tmp_path / "s.mcap", 2).path), 5, COLUMNS)
    assert grid.states[:, 0].tolist() == [0, 0, 0, 1, 1, 1]
    assert grid.states[:, 1].tolist() == [0] * 6
    assert grid.is_known[0].tolist() == [1, 0, 1]
    assert grid.state_at_ns.tolist() == [START_NS] * 3 + [START_NS + 600_000_000] * 3


def test_without_states_all_of_them_are_unknown(tmp_path):
    events = write_session(tmp_path / "s.mcap", 1).events
    grid = session_grid(recorded(tmp_path / "events.mcap", events), 5, COLUMNS)
    assert (grid.is_known.any(), set(grid.state_at_ns.tolist())) == (False, {NEVER_NS})


@pytest.mark.parametrize("frames_per_second", [7, 10, 30])
def test_every_press_and_notch_is_in_a_row(frames_per_second, tmp_path):
    grid = session_grid(open_recording(write_session(tmp_path / "s.mcap", 3).path), frames_per_second, COLUMNS)
    sums = {name: int(grid.actions[:, column].sum()) for name, column in ACTIONS.items() if "is_down" not in name}
    assert (sums["button.left.presses"], sums["key.left.presses"], sums["wheel.notches_down"]) == (3, 3, 6)


def test_a_row_shows_the_last_picture_at_or_before_it():
    frames = [frame_at(0, 0), frame_at(0, 1)]
    times_ns = np.array([START_NS - 1, START_NS, frames[1].at_ns - 1, frames[1].at_ns, frames[1].at_ns + 9])
    shown = [None if frame is None else frame.at_ns for frame in frames_on(times_ns, iter(frames))]
    assert shown == [None, frames[0].at_ns, frames[0].at_ns, frames[1].at_ns, frames[1].at_ns]


def test_an_empty_recording_has_no_grid(tmp_path):
    with pytest.raises(CorruptRecording, match="holds nothing"):
        session_grid(recorded(tmp_path / "s.mcap", []), 10, COLUMNS)
