import io

import numpy as np

from bridge.exporting.mp4 import read_timed_pictures
from bridge.exporting.owamcap.remux import video_times_ns, write_video
from bridge.recording.reader import Packet, open_recording
from tests.bridge.recording.sessions import write_session


def test_pictures_are_shown_at_the_times_they_were_taken_and_are_not_encoded_anew(tmp_path):
    recording = open_recording(write_session(tmp_path / "s.mcap", 3).path)
    buffer, times_ns = io.BytesIO(), list(video_times_ns(recording.packets()))
    assert write_video(buffer, recording.packets(), times_ns) == 9
    (tmp_path / "v.mp4").write_bytes(buffer.getvalue())
    found = list(read_timed_pictures(tmp_path / "v.mp4", (45, 31)))
    assert [time_ns for time_ns, _ in found] == times_ns
    for (_, pixels), frame in zip(found, recording.frames(), strict=True):
        np.testing.assert_array_equal(pixels, frame.pixels)


def test_pictures_of_one_microsecond_are_shown_one_after_the_other():
    packets = [Packet(at_ns, b"", True) for at_ns in (7_000, 7_001, 9_500)]
    assert list(video_times_ns(packets)) == [0, 1_000, 2_000]
