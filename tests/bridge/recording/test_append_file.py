from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.recording.append_file import AppendFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.fixture
def file(path: Path) -> Iterator[AppendFile]:
    file = AppendFile(os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "wb", buffering=0))
    yield file
    file.close()


def test_what_is_written_is_in_the_file_once_it_is_flushed(path: Path, file: AppendFile) -> None:
    file.write(b"ab")
    file.write(b"c")
    assert (path.read_bytes(), file.tell(), file.flushed_bytes) == (b"", 3, 0)
    file.flush()
    assert (path.read_bytes(), file.tell(), file.flushed_bytes) == (b"abc", 3, 3)


def test_closing_writes_nothing_more(path: Path, file: AppendFile) -> None:
    file.write(b"abc")
    file.close()
    assert path.read_bytes() == b""


def test_a_piece_that_does_not_fit_leaves_nothing_and_nothing_follows_it(path: Path, file: AppendFile) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    file.write(b"whole")
    file.sync()
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (7, hard))
        file.write(b"torn")
        with pytest.raises(OSError, match="File too large"):
            file.flush()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    with pytest.raises(OSError, match="File too large"):
        file.sync()
    assert path.read_bytes() == b"whole"
