from __future__ import annotations

from pathlib import Path

import pytest

from bridge.errors import LocalProtocolError, RecordingExists
from bridge.recording.channels import Topic
from bridge.recording.manifest import MANIFEST_NAME, to_metadata
from bridge.recording.raw import open_raw
from bridge.recording.session_file import MAX_MESSAGE_BYTES, SessionFile, lock
from tests.bridge.recording.sessions import manifest_of


def test_messages_come_back_as_they_went_in(tmp_path: Path) -> None:
    with SessionFile(tmp_path / "a.mcap") as file:
        file.add_metadata(MANIFEST_NAME, to_metadata(manifest_of()))
        file.add(Topic.MARKER, 5, 3, b"{}")
        file.finish()
    (message,) = open_raw(tmp_path / "a.mcap").messages(Topic.MARKER)
    assert (message.log_time_ns, message.sequence, message.data) == (5, 3, b"{}")


def test_leaving_without_finishing_keeps_the_part(tmp_path: Path) -> None:
    with SessionFile(tmp_path / "a.mcap") as file:
        file.add_metadata(MANIFEST_NAME, to_metadata(manifest_of()))
        file.add(Topic.MARKER, 5, 3, b"{}")
    assert len(list(open_raw(file.part_path).messages(Topic.MARKER))) == 1
    assert not file.path.exists()
    assert file.bytes_written == file.part_path.stat().st_size


def test_outside_its_block_it_cannot_be_written(tmp_path: Path) -> None:
    file = SessionFile(tmp_path / "a.mcap")
    with pytest.raises(LocalProtocolError, match="not open for writing"):
        file.add(Topic.MARKER, 5, 3, b"{}")


def test_a_message_that_no_reader_would_take_is_refused(tmp_path: Path) -> None:
    with SessionFile(tmp_path / "a.mcap") as file, pytest.raises(LocalProtocolError, match="at most"):
        file.add(Topic.MARKER, 5, 3, bytes(MAX_MESSAGE_BYTES + 1))


@pytest.mark.parametrize("name", ["a.mcap", "a.mcap.part"])
def test_a_name_that_is_taken_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(RecordingExists, match="choose another name"), SessionFile(tmp_path / "a.mcap"):
        pass
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_a_file_is_locked_while_it_is_written(tmp_path: Path) -> None:
    with SessionFile(tmp_path / "a.mcap") as file, file.part_path.open("rb") as other:
        with pytest.raises(RecordingExists, match="being recorded right now"):
            lock(other)
        file.finish()
    with file.path.open("rb") as other:
        lock(other)


def test_a_full_disk_keeps_the_whole_chunks(tmp_path: Path) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with SessionFile(tmp_path / "a.mcap") as file:
        file.add_metadata(MANIFEST_NAME, to_metadata(manifest_of()))
        for number in range(3):
            file.add(Topic.MARKER, number, number, b"{}")
            file.flush()
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file.bytes_written + 20, hard))
            file.add(Topic.MARKER, 3, 3, b"{}")
            with pytest.raises(OSError, match="File too large"):
                file.flush()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert len(list(open_raw(file.part_path).messages(Topic.MARKER))) >= 3
