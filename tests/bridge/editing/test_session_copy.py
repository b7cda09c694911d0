from __future__ import annotations

from pathlib import Path

import pytest

from bridge.editing.session_copy import SessionCopy
from bridge.recording.channels import Topic
from bridge.recording.losses import Loss
from bridge.recording.raw import open_raw
from tests.bridge.recording.sessions import manifest_of

NOTHING = dict.fromkeys(Topic, 0)


def numbers(path: Path) -> list[tuple[int, bytes]]:
    return [(message.sequence, message.data) for message in open_raw(path).messages(Topic.MARKER)]


def test_gaps_stay_gaps_and_what_goes_on_purpose_leaves_none(tmp_path: Path) -> None:
    with SessionCopy(tmp_path / "a.mcap", manifest_of(), is_repaired=False) as copy:
        copy.begin(NOTHING | {Topic.MARKER: 10})
        copy.add(Topic.MARKER, 1, 10, b"a")
        copy.leave_out(Topic.MARKER)  # number 11
        copy.insert(Topic.MARKER, 2, b"new")
        copy.add(Topic.MARKER, 3, 14, b"d")  # 12 and 13 were lost
        copy.end(NOTHING | {Topic.MARKER: 16}, (Loss("/marker", 2, 1, 3, "full"),))
        copy.begin(NOTHING)
        copy.add(Topic.MARKER, 4, 0, b"e")
    assert numbers(tmp_path / "a.mcap") == [(0, b"a"), (1, b"new"), (4, b"d"), (6, b"e")]
    statistics = open_raw(tmp_path / "a.mcap").statistics
    assert statistics is not None
    assert (statistics.written["/marker"], statistics.dropped["/marker"]) == (4, 3)
    assert statistics.losses == (Loss("/marker", 2, 1, 3, "full"),)


def test_time_never_runs_backwards_inside_a_stream(tmp_path: Path) -> None:
    with SessionCopy(tmp_path / "a.mcap", manifest_of(), is_repaired=True) as copy:
        copy.add(Topic.MARKER, 5, 0, b"a")
        copy.insert(Topic.MARKER, 3, b"b")
    raw = open_raw(tmp_path / "a.mcap")
    assert [message.log_time_ns for message in raw.messages(Topic.MARKER)] == [5, 5]
    assert raw.statistics is not None
    assert raw.statistics.is_repaired


def test_an_exception_leaves_no_file(tmp_path: Path) -> None:
    def fail() -> None:
        with SessionCopy(tmp_path / "a.mcap", manifest_of(), is_repaired=False) as copy:
            copy.add(Topic.MARKER, 5, 0, b"a")
            copy.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []
