import stat

import pytest

from bridge.errors import RecordingExists
from bridge.exporting.exported import create_file, refuse_existing


def test_a_file_and_its_new_folders_are_open_to_nobody_else(tmp_path):
    with create_file(tmp_path / "a" / "b.csv") as file:
        file.write(b"1")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "a" / "b.csv").stat().st_mode) == 0o600


def test_a_file_that_is_there_stays(tmp_path):
    (tmp_path / "b.csv").write_bytes(b"kept")
    with pytest.raises(RecordingExists, match="exists already"):
        create_file(tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_bytes() == b"kept"


def test_what_is_there_is_refused_before_anything_is_made(tmp_path):
    refuse_existing(tmp_path / "new.html")
    (tmp_path / "old.html").write_text("mine")
    with pytest.raises(RecordingExists, match=r"old\.html exists already; name another place or move it away"):
        refuse_existing(tmp_path / "old.html")
