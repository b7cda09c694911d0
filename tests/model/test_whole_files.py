from __future__ import annotations

from pathlib import Path

import pytest

from model.whole_files import replace_file


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    replace_file(path, b"old")
    replace_file(path, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("file", b"new")]


def test_a_disk_that_is_full_is_told_with_the_file_and_leaves_no_half(tmp_path: Path):
    (tmp_path / "a.json.part").symlink_to("/dev/full")
    with pytest.raises(OSError, match=r"No space left on device: '.*a\.json'"):
        replace_file(tmp_path / "a.json", b"new")
    assert list(tmp_path.iterdir()) == []
