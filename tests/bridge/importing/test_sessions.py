from __future__ import annotations

from pathlib import Path

import pytest

from bridge.errors import RecordingExists, UnusableLog
from bridge.importing.layout import load_layout
from bridge.importing.rows import Dirt
from bridge.importing.sessions import ImportedSession, log_files, log_imports, total_dirt
from bridge.recording.reader import open_recording
from tests.bridge.importing.logs import BALABIT, BALABIT_HEADER, imported, write_person


def run(logs: Path, out: Path, **more: tuple[int, int]) -> tuple[ImportedSession, ...]:
    return tuple(one.run() for one in log_imports([logs], out, load_layout("balabit"), "balabit", **more))


def test_each_log_becomes_a_recording_under_its_persons_folder(tmp_path: Path) -> None:
    write_person(tmp_path / "logs", "ann", "s1", "s2")
    write_person(tmp_path / "logs", "bob", "s1")
    sessions = run(tmp_path / "logs", tmp_path / "out")
    assert [session.session for session in sessions] == ["ann/s1", "ann/s2", "bob/s1"]
    assert [session.path.relative_to(tmp_path / "out").as_posix() for session in sessions] == [
        "ann/s1.mcap",
        "ann/s2.mcap",
        "bob/s1.mcap",
    ]


def test_the_recording_holds_the_logs_events_and_nothing_else(tmp_path: Path) -> None:
    write_person(tmp_path / "logs", "ann", "s1")
    recording = open_recording(run(tmp_path / "logs", tmp_path / "out")[0].path)
    assert tuple(recording.inputs()) == imported(BALABIT).events
    assert list(recording.states()) == []
    assert list(recording.frames()) == []
    assert recording.is_complete


def test_the_manifest_says_where_it_comes_from_and_what_was_wrong(tmp_path: Path) -> None:
    write_person(tmp_path / "logs", "ann", "s1", text=BALABIT + "0.2,0.61,Scroll,Up,15,21\n")
    manifest = open_recording(run(tmp_path / "logs", tmp_path / "out")[0].path).manifest
    assert (manifest.game, manifest.task, manifest.session_id, manifest.author) == ("imported", "", "ann/s1", "person")
    assert (manifest.canvas_width_px, manifest.canvas_height_px, manifest.frames_per_second) == (16, 22, 0.0)
    assert manifest.configuration == {
        "import.layout": '"balabit"',
        "import.source": '"s1.csv"',
        "import.rows": "8",
        "import.dirt.duplicate": "1",
    }


def test_a_given_canvas_counts_more_than_the_places(tmp_path: Path) -> None:
    write_person(tmp_path / "logs", "ann", "s1")
    (session,) = run(tmp_path / "logs", tmp_path / "out", canvas_px=(1920, 1080))
    manifest = open_recording(session.path).manifest
    assert (manifest.canvas_width_px, manifest.canvas_height_px) == (1920, 1080)


def test_the_same_log_gives_the_same_bytes(tmp_path: Path) -> None:
    write_person(tmp_path / "logs", "ann", "s1")
    first, second = (run(tmp_path / "logs", tmp_path / name)[0].path.read_bytes() for name in ("a", "b"))
    assert first == second


def test_dirt_is_summed_over_sessions_with_every_kind_named(tmp_path: Path) -> None:
    write_person(tmp_path / "logs", "ann", "s1", "s2", text=BALABIT + "0.2,0.61,Scroll,Up,15,21\n")
    total = total_dirt(run(tmp_path / "logs", tmp_path / "out"))
    assert total[Dirt.DUPLICATE] == 2
    assert sum(total.values()) == 2
    assert list(total) == list(Dirt)


def test_a_log_is_taken_once_however_often_it_is_named(tmp_path: Path) -> None:
    write_person(tmp_path / "logs", "ann", "s1")
    assert len(log_files([tmp_path / "logs", tmp_path / "logs" / "ann" / "s1.csv"])) == 1


def test_hidden_files_are_passed_by(tmp_path: Path) -> None:
    write_person(tmp_path / "logs", "ann", "s1")
    write_person(tmp_path / "logs", ".cache", "s9")
    assert [log.name for log in log_files([tmp_path / "logs"])] == ["s1.csv"]


def test_a_recording_that_is_there_already_is_not_overwritten(tmp_path: Path) -> None:
    write_person(tmp_path / "logs", "ann", "s1")
    before = run(tmp_path / "logs", tmp_path / "out")[0].path.read_bytes()
    with pytest.raises(RecordingExists, match=r"s1\.mcap exists already"):
        run(tmp_path / "logs", tmp_path / "out")
    assert (tmp_path / "out" / "ann" / "s1.mcap").read_bytes() == before


def test_two_logs_with_one_name_are_refused(tmp_path: Path) -> None:
    write_person(tmp_path / "logs" / "monday", "ann", "s1")
    write_person(tmp_path / "logs" / "tuesday", "ann", "s1")
    with pytest.raises(UnusableLog, match="would both become"):
        run(tmp_path / "logs", tmp_path / "out")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"\xff\xfe\x00", r"s1\.csv cannot be read as a CSV log"),
        (BALABIT_HEADER.encode(), r"s1\.csv: none of 0 rows"),
        (b"a,b\n1,2\n", r"s1\.csv: the header has no column"),
    ],
)
def test_a_log_that_cannot_be_used_is_named(tmp_path: Path, text: bytes, message: str) -> None:
    write_person(tmp_path / "logs", "ann", "s1")
    (tmp_path / "logs" / "ann" / "s1.csv").write_bytes(text)
    with pytest.raises(UnusableLog, match=message):
        run(tmp_path / "logs", tmp_path / "out")


def test_a_folder_without_logs_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableLog, match="holds no log"):
        log_files([tmp_path])
    with pytest.raises(UnusableLog, match="does not exist"):
        log_files([tmp_path / "nowhere"])
