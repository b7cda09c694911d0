"""The expert recorded through the real window: what its hand did is in the file."""

import pytest

from agent.record import RecordRequest, record
from bridge.clock import SystemClock
from bridge.errors import RecordingExists
from bridge.events import Author
from bridge.recording.reader import open_recording


def request(path, **changes) -> RecordRequest:
    fields = {
        "out": path,
        "task": "woodcutting",
        "seed": 3,
        "expert": True,
        "fps": 10.0,
        "frame_px": (384, 252),
        "stop_after_s": 6.0,
        "video": True,
    }
    return RecordRequest(**(fields | changes))


def test_everything_that_was_sent_is_heard_in_order(display, tmp_path):
    report = record(request(tmp_path / "a.mcap"), SystemClock())
    recording = open_recording(tmp_path / "a.mcap")
    sent = [item.event for item in recording.sent()]
    heard = list(recording.inputs())
    assert report.ending.by == "time"
    assert [describe(event) for event in heard] == [describe(event) for event in sent]
    assert len(sent) > 10
    assert {event.author for event in heard} == {Author.HUMAN}
    assert recording.manifest.author == "expert"


def test_states_and_frames_keep_their_rate(display, tmp_path):
    report = record(request(tmp_path / "a.mcap", stop_after_s=4.0), SystemClock())
    values = report.as_json()
    assert 6 <= values["ticks"] <= 8
    assert values["frames"]["written"] >= 0.95 * values["frames"]["asked"] >= 30
    assert values["bytes"] == (tmp_path / "a.mcap").stat().st_size


def test_a_person_who_does_nothing_is_recorded_doing_nothing(display, tmp_path):
    report = record(request(tmp_path / "a.mcap", expert=False, video=False, stop_after_s=1.5), SystemClock())
    assert report.as_json()["inputs"] == {"seen": 0, "written": 0, "dropped": 0}
    assert open_recording(tmp_path / "a.mcap").manifest.author == "person"


def test_an_existing_file_is_not_overwritten(display, tmp_path):
    (tmp_path / "a.mcap").write_bytes(b"mine")
    with pytest.raises(RecordingExists):
        record(request(tmp_path / "a.mcap"), SystemClock())
    assert (tmp_path / "a.mcap").read_bytes() == b"mine"


def describe(event):
    names = ("x", "y", "button", "key", "notches")
    return (type(event).__name__, *(getattr(event, name, None) for name in names))
