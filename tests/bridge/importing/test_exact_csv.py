import pytest

from bridge.errors import UnusableLog
from bridge.exporting.exact_csv import export_csv
from bridge.importing.exact_csv import import_csv
from bridge.recording.reader import open_recording
from tests.bridge.recording.sessions import contents, write_session


def test_an_exported_session_is_the_same_recording_again_without_states_and_pictures(tmp_path):
    session = write_session(tmp_path / "s.mcap", 3)
    export_csv(open_recording(session.path), "s", tmp_path / "out")
    imported = import_csv(tmp_path / "out" / "s.csv", tmp_path / "back" / "s.mcap")
    assert contents(imported.path) == (list(session.events), [])
    assert open_recording(imported.path).manifest == open_recording(session.path).manifest
    assert (imported.session, imported.events) == ("session", 18)


def test_a_table_with_a_broken_row_leaves_nothing_behind(tmp_path):
    export_csv(open_recording(write_session(tmp_path / "s.mcap", 1).path), "s", tmp_path / "out")
    with (tmp_path / "out" / "s.csv").open("a") as file:
        file.write("7,key_press\n")
    with pytest.raises(UnusableLog, match="line 8"):
        import_csv(tmp_path / "out" / "s.csv", tmp_path / "back" / "s.mcap")
    assert list((tmp_path / "back").iterdir()) == []
