import pyarrow
import pytest
from pyarrow import parquet

from bridge.errors import UnusableLog
from bridge.exporting.lerobot.messages import read_messages, write_messages
from bridge.recording.channels import Topic
from bridge.recording.reader import open_recording
from tests.bridge.recording.sessions import write_session


def test_messages_come_back_as_they_stand_in_the_recording_without_pictures(tmp_path):
    recording = open_recording(write_session(tmp_path / "s.mcap", 3).path)
    write_messages(tmp_path / "m.parquet", recording, "ann/s")
    stored = read_messages(tmp_path / "m.parquet")
    found = list(stored.messages)
    assert (stored.name, stored.manifest) == ("ann/s", recording.manifest)
    for topic in Topic:
        kept = [] if topic in (Topic.SCREEN, Topic.STATE_VIEW) else list(recording.raw.messages(topic))
        assert [message for message in found if message.topic is topic] == kept


@pytest.mark.parametrize("name", ["../s", "/etc/s", ""])
def test_a_name_that_leads_elsewhere_is_refused(name, tmp_path):
    recording = open_recording(write_session(tmp_path / "s.mcap", 1, video=False).path)
    write_messages(tmp_path / "m.parquet", recording, name)
    with pytest.raises(UnusableLog, match="a name like 'ann/s1' is expected"):
        read_messages(tmp_path / "m.parquet")


def test_what_is_no_table_is_refused(tmp_path):
    (tmp_path / "m.parquet").write_bytes(b"nothing")
    with pytest.raises(UnusableLog, match="cannot be read as a table"):
        read_messages(tmp_path / "m.parquet")


def test_a_table_of_another_program_is_refused(tmp_path):
    parquet.write_table(pyarrow.table({"a": [1]}), tmp_path / "m.parquet")
    with pytest.raises(UnusableLog, match="holds no manifest of a session"):
        read_messages(tmp_path / "m.parquet")
