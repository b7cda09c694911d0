import pytest

from bridge.clock import MILLISECOND_NS, SECOND_NS
from bridge.editing.cutting import split
from bridge.editing.merging import merge
from bridge.editing.source import open_source
from bridge.frame import Frame
from bridge.recording.picture_rate import PictureRate
from bridge.recording.reader import open_recording
from bridge.recording.repair import repair
from bridge.recording.writer import RecordingWriter
from bridge.verifying.verify import verify
from tests.bridge.recording.sessions import frame_at, manifest_of, state_at

FRAME_NS = 125 * MILLISECOND_NS


def rate_of(times_ns, borders_ns=()):
    rate = PictureRate(borders_ns)
    for at_ns in times_ns:
        rate.take(at_ns)
    return rate


@pytest.mark.parametrize("times_ns", [[], [5], [5, 5]])
def test_a_rate_needs_two_moments(times_ns):
    assert rate_of(times_ns).per_second == 0.0


def test_a_rate_is_that_of_the_times():
    assert rate_of([0, SECOND_NS, 3 * SECOND_NS]).per_second == 2 / 3


def test_what_lies_between_two_parts_is_no_time():
    rate = rate_of([0, SECOND_NS, 101 * SECOND_NS, 102 * SECOND_NS], [100 * SECOND_NS])
    assert (rate.span_ns, rate.per_second) == (2 * SECOND_NS, 1.5)


def write_pictures(path, *, is_cut=False):
    """Forty pictures at 8 a second where 10 are declared; a state is there to begin with."""
    writer = RecordingWriter(path, manifest_of(frames_per_second=10.0))
    writer.__enter__()
    start_ns = state_at(0).tick.received_ns
    writer.write_state(state_at(0))
    for number in range(40):
        writer.write_frame(Frame(start_ns + number * FRAME_NS, frame_at(0, 0).pixels))
    error = OSError() if is_cut else None
    writer.__exit__(type(error) if error else None, error, None)
    return path


def test_a_recording_stores_the_declared_rate_and_the_real_one(tmp_path):
    recording = open_recording(write_pictures(tmp_path / "a.mcap"))
    assert (recording.manifest.frames_per_second, recording.statistics.real_frames_per_second) == (10.0, 8.0)


def test_a_repaired_recording_stores_the_real_rate(tmp_path):
    write_pictures(tmp_path / "a.mcap", is_cut=True)
    repaired = open_recording(repair(tmp_path / "a.mcap.part").path)
    assert repaired.statistics.real_frames_per_second == 8.0


def test_split_and_merged_recordings_store_the_real_rate(tmp_path):
    source = open_source(write_pictures(tmp_path / "a.mcap"))
    halves = [tmp_path / "1.mcap", tmp_path / "2.mcap"]
    split(source, halves, [source.span_ns[0] + 2 * SECOND_NS])
    merge([open_source(half) for half in halves], tmp_path / "m.mcap")
    stored = [open_recording(path).statistics.real_frames_per_second for path in (*halves, tmp_path / "m.mcap")]
    assert stored == [8.0, 8.0, 8.0]
    assert verify(tmp_path / "m.mcap").real_fps == 8.0
