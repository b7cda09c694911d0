import json

import pytest
from mcap.reader import make_reader

from bridge.errors import CorruptRecording, RecordingExists
from bridge.exporting.owamcap.session import export_owamcap, utc_ns
from bridge.recording.reader import open_recording
from tests.bridge.recording.sessions import START_NS, flipped_copy, manifest_of, write_session


def test_a_session_becomes_the_messages_of_the_package_on_the_wall_clock(tmp_path):
    session = write_session(tmp_path / "s.mcap", 1)
    exported = export_owamcap(open_recording(session.path), "s", tmp_path / "out")
    assert (exported.events, exported.frames, [file.name for file in exported.files]) == (6, 3, ["s.mcap", "s.mp4"])
    with exported.files[0].open("rb") as file:
        reader = make_reader(file, validate_crcs=True)
        assert reader.get_header().profile == "owa"
        found = [
            (channel.topic, schema.name, json.loads(message.data))
            for schema, channel, message in reader.iter_messages()
        ]
    at_ns = 1_700_000_000_000_000_000
    assert found[:3] == [
        ("window", "desktop/WindowInfo", {"title": "canvas", "rect": [0, 0, 45, 31], "hWnd": 0}),
        ("mouse", "desktop/MouseEvent", {"event_type": "move", "x": 0, "y": 2, "timestamp": at_ns}),
        (
            "screen",
            "desktop/ScreenCaptured",
            {
                "utc_ns": at_ns,
                "source_shape": [45, 31],
                "shape": [45, 31],
                "media_ref": {"uri": "s.mp4", "pts_ns": 0},
            },
        ),
    ]
    assert [topic for topic, _, _ in found if "keyboard" in topic] == ["agent/keyboard"] * 2


def test_a_session_without_pictures_has_no_video(tmp_path):
    session = write_session(tmp_path / "s.mcap", 1, video=False)
    assert export_owamcap(open_recording(session.path), "s", tmp_path / "out").files == (tmp_path / "out/s.mcap",)


def test_nothing_is_overwritten_and_what_was_there_stays(tmp_path):
    recording = open_recording(write_session(tmp_path / "s.mcap", 1).path)
    with pytest.raises(RecordingExists):
        export_owamcap(recording, "s", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s.mcap"]


def test_a_damaged_session_leaves_nothing(tmp_path):
    whole = write_session(tmp_path / "s.mcap", 3, video=False).path
    broken = flipped_copy(whole, tmp_path / "broken.mcap", whole.stat().st_size // 3, 3)
    with pytest.raises(CorruptRecording):
        export_owamcap(open_recording(broken), "broken", tmp_path / "out")
    assert list((tmp_path / "out").rglob("*")) == []


def test_the_wall_clock_follows_from_the_clock_pair():
    assert utc_ns(START_NS + 5, manifest_of()) == 1_700_000_000_000_000_005
