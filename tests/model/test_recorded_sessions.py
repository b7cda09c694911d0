"""A recording is cut into the sessions that it is made of."""

from bridge.editing.cutting import trim
from bridge.editing.merging import merge
from bridge.editing.source import open_source
from model.recorded_sessions import cut_recording
from tests.bridge.recording.sessions import state_at, write_held_session
from tests.model.recordings import merged_recording, record
from tests.model.sessions import played


def test_a_recording_is_cut_as_it_was_played(tmp_path):
    (part,) = cut_recording(record(tmp_path / "one.mcap"))
    assert part.session == "session 1"
    cut = part.cut
    expected = played(1).cut()
    assert cut.columns.targets.tobytes() == expected.columns.targets.tobytes()
    assert cut.columns.states.tobytes() == expected.columns.states.tobytes()
    assert cut.statistics == expected.statistics


def test_what_is_held_where_a_trimmed_recording_begins_is_held_for_the_model(tmp_path):
    source = open_source(write_held_session(tmp_path / "a.mcap"))
    trim(source, tmp_path / "b.mcap", state_at(1).tick.received_ns, None)
    (part,) = cut_recording(tmp_path / "b.mcap")
    cut = part.cut
    assert cut.columns.keys.any(axis=1).tolist() == [True, True, True, False]
    assert (cut.statistics.impossible, cut.statistics.in_targets) == (0, 1)
    assert cut.columns.pointer.tolist() == [[7.0, 8.0]] * 4
    assert cut.columns.row_offsets[1] == 0  # what was held is no action of the past six seconds


def test_a_merged_recording_is_cut_as_its_sessions_are(tmp_path):
    parts = cut_recording(merged_recording(tmp_path))
    assert [part.session for part in parts] == ["session 1", "session 2"]
    for number, part in enumerate(parts, 1):
        expected = played(number).cut()
        assert part.cut.columns.ticks_ns.tolist() == expected.columns.ticks_ns.tolist()
        assert part.cut.columns.targets.tobytes() == expected.columns.targets.tobytes()
        assert part.cut.columns.rows.tobytes() == expected.columns.rows.tobytes()


def test_a_part_that_is_too_short_for_a_window_is_passed_by(tmp_path):
    source = open_source(record(tmp_path / "one.mcap"))
    trim(source, tmp_path / "short.mcap", None, source.span_ns[0] + 1)
    merge([open_source(tmp_path / "short.mcap"), open_source(record(tmp_path / "two.mcap", 2))], tmp_path / "m.mcap")
    assert [part.session for part in cut_recording(tmp_path / "m.mcap")] == ["session 2"]
