import pytest

from bridge.errors import UnusableLog
from bridge.importing.restored import write_restored
from bridge.recording.channels import Topic
from bridge.recording.raw import RawMessage
from bridge.recording.reader import open_recording
from tests.bridge.recording.sessions import contents, events_after, frame_at, manifest_of, state_at


def test_a_session_is_written_from_its_parts(tmp_path):
    parts = [state_at(0), frame_at(0, 0), *events_after(0), state_at(1)]
    restored = write_restored(tmp_path, tmp_path / "s.mcap", manifest_of(), parts, video=True)
    assert contents(restored.path) == (list(events_after(0)), [state_at(0), state_at(1)])
    assert [frame.at_ns for frame in open_recording(restored.path).frames()] == [frame_at(0, 0).at_ns]
    assert (restored.events, restored.rows, restored.session) == (6, 9, "session")


def test_the_same_parts_give_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_restored(tmp_path, tmp_path / f"{name}.mcap", manifest_of(), events_after(0))
    assert (tmp_path / "a.mcap").read_bytes() == (tmp_path / "b.mcap").read_bytes()


@pytest.mark.parametrize("topic", [Topic.INPUT, Topic.STATE, Topic.MARKER])
def test_a_damaged_message_is_told_with_its_source_and_leaves_nothing(topic, tmp_path):
    source, damaged = tmp_path / "set", RawMessage(topic, 0, 0, b"no message")
    with pytest.raises(UnusableLog, match=r"set: a message of its session is damaged: .*; export it again"):
        write_restored(source, tmp_path / "s.mcap", manifest_of(), [damaged])
    assert list(tmp_path.iterdir()) == []
