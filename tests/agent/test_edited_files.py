"""Edited recordings never take another one's place by accident."""

from pathlib import Path

import pytest

from agent.edited_files import SHARD_FOLDER, destination, in_place, other_copies
from agent.errors import UsageError
from model.sources import CACHE_FOLDER


def test_without_a_name_the_new_file_lies_beside(tmp_path):
    assert destination(tmp_path / "a.mcap", None, "trimmed", is_only=True) == tmp_path / "a-trimmed.mcap"


def test_a_name_is_for_one_recording_and_a_folder_for_many(tmp_path):
    assert destination(Path("a.mcap"), tmp_path / "b.mcap", "trimmed", is_only=True) == tmp_path / "b.mcap"
    assert destination(Path("a.mcap"), tmp_path, "trimmed", is_only=False) == tmp_path / "a.mcap"
    with pytest.raises(UsageError, match="several"):
        destination(Path("a.mcap"), tmp_path / "b.mcap", "trimmed", is_only=False)


def test_a_recording_is_not_written_on_itself(tmp_path):
    with pytest.raises(UsageError, match="itself"):
        destination(tmp_path / "a.mcap", tmp_path, "trimmed", is_only=True)


def test_in_place_the_new_file_takes_over_and_the_rest_of_a_killed_edit_goes(tmp_path):
    recording = tmp_path / "a.mcap"
    recording.write_bytes(b"old")
    (tmp_path / ".a-edited.mcap.part").write_bytes(b"half")
    assert in_place(recording, lambda work: work.write_bytes(b"new")) == 3
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.mcap": b"new"}


def test_what_still_holds_the_old_contents_is_found(tmp_path):
    recording = tmp_path / "a.mcap"
    shard = tmp_path / SHARD_FOLDER / "a-0123456789ab.safetensors"
    shard.parent.mkdir()
    for path in (recording, shard, tmp_path / "a.mcap.damaged", tmp_path / "b.mcap"):
        path.write_bytes(b"")
    assert other_copies(recording, is_replaced=True) == (tmp_path / "a.mcap.damaged", shard)
    assert other_copies(recording, is_replaced=False) == (recording, tmp_path / "a.mcap.damaged", shard)


def test_shards_are_looked_for_where_they_are_kept():
    assert SHARD_FOLDER == CACHE_FOLDER
