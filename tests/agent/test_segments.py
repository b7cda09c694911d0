"""A sleep of the machine begins a new file of the same session, with a clock pair of its own."""

from agent.segments import Segments
from bridge.clock import MILLISECOND_NS, SECOND_NS, VirtualClock
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from tests.bridge.recording.sessions import events_after, manifest_of, state_at


def open_segments(path, slept):
    clock = VirtualClock(7)
    writer = RecordingWriter(path, manifest_of(), clock=clock, video=False)
    segments = Segments(writer, clock, lambda: slept[0])
    segments.open()
    return segments, clock


def test_without_sleep_there_is_one_file(tmp_path):
    slept = [9 * SECOND_NS]
    segments, _ = open_segments(tmp_path / "a.mcap", slept)
    slept[0] += 499 * MILLISECOND_NS
    segments.follow()
    segments.close(None)
    assert segments.paths == (tmp_path / "a.mcap",)
    assert [path.name for path in tmp_path.iterdir()] == ["a.mcap"]


def test_each_sleep_begins_a_file_that_says_why(tmp_path):
    slept = [0]
    segments, clock = open_segments(tmp_path / "a.mcap", slept)
    for number in range(3):
        segments.writer.write_state(state_at(number))
        slept[0] += 12_300 * MILLISECOND_NS
        clock.sleep_until_ns((number + 1) * SECOND_NS)
        if number < 2:
            segments.follow()
    segments.close(None)
    recordings = [open_recording(path) for path in segments.paths]
    assert [path.name for path in segments.paths] == ["a.mcap", "a.2.mcap", "a.3.mcap"]
    assert [list(recording.states()) for recording in recordings] == [[state_at(number)] for number in range(3)]
    assert {recording.manifest.session_id for recording in recordings} == {"session"}
    assert [recording.manifest.started_ns for recording in recordings][1:] == [SECOND_NS, 2 * SECOND_NS]
    assert recordings[1].manifest.started_wall_ns > recordings[0].manifest.started_wall_ns
    (marker,) = recordings[2].markers()
    assert (marker.name, marker.note) == ("segment", "the machine slept for 12.3 s; what came before is in a.2.mcap")
    assert segments.bytes_written == sum(path.stat().st_size for path in segments.paths)


def test_a_failure_leaves_the_last_file_as_a_part(tmp_path):
    slept = [0]
    segments, _ = open_segments(tmp_path / "a.mcap", slept)
    slept[0] = SECOND_NS
    segments.follow()
    segments.writer.write_input(events_after(0)[0])
    segments.close(OSError())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.2.mcap.part", "a.mcap"]
    assert list(open_recording(tmp_path / "a.2.mcap.part").inputs()) == [events_after(0)[0]]


def test_the_size_is_told_without_the_counts_which_another_thread_changes_meanwhile(tmp_path, monkeypatch):
    segments, _ = open_segments(tmp_path / "a.mcap", [0])
    segments.writer.write_state(state_at(0))
    with monkeypatch.context() as patched:
        patched.setattr(RecordingWriter, "statistics", property(lambda _: 1 / 0))
        written = segments.bytes_written
    assert written == (tmp_path / "a.mcap.part").stat().st_size
    segments.close(None)
