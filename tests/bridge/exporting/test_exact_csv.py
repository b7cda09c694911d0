import stat

import pytest
from hypothesis import given, settings

from bridge.errors import RecordingExists, UnusableLog
from bridge.exporting.exact_csv import COLUMNS, export_csv, read_csv
from bridge.recording.reader import open_recording
from tests.bridge.exporting.round_trips import recorded
from tests.bridge.exporting.strategies import EVENT_LISTS
from tests.bridge.recording.sessions import manifest_of, write_session


@settings(max_examples=30, deadline=None)
@given(EVENT_LISTS)
def test_every_event_comes_back_exactly_and_in_its_place(tmp_path_factory, events):
    folder = tmp_path_factory.mktemp("csv")
    exported = export_csv(recorded(folder / "s.mcap", events), "s", folder / "out")
    manifest, found = read_csv(folder / "out" / "s.csv")
    assert (exported.events, list(found), manifest) == (len(events), events, manifest_of())


def test_a_session_becomes_a_table_and_its_manifest_for_its_owner_only(tmp_path):
    session = write_session(tmp_path / "s.mcap", 2)
    exported = export_csv(open_recording(session.path), "ann/s", tmp_path / "out")
    table, manifest = exported.files
    assert (table, manifest) == (tmp_path / "out/ann/s.csv", tmp_path / "out/ann/s.json")
    assert table.read_text().splitlines()[:3] == [
        "at_ns,type,x,y,button,notches,key,author",
        "5000000000,pointer_move,0,2,,,,human",
        "5100000001,button_press,0,2,left,,,human",
    ]
    assert [stat.S_IMODE(file.stat().st_mode) for file in exported.files] == [0o600, 0o600]


def test_nothing_is_overwritten(tmp_path):
    recording = open_recording(write_session(tmp_path / "s.mcap", 1).path)
    export_csv(recording, "s", tmp_path)
    with pytest.raises(RecordingExists, match=r"s\.json exists already; name another place"):
        export_csv(recording, "s", tmp_path)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("at_ns,kind\n", "expected the columns at_ns, type"),
        (",".join(COLUMNS) + "\n1,pointer_move,2,,,,,human\n", "line 2: .*`y`"),
        (",".join(COLUMNS) + "\n1,key_press,,,,,hyper,human\n", "line 2: unknown key 'hyper'"),
        (",".join(COLUMNS) + "\n1.5,key_press,,,,,a,human\n", "line 2: .*`int`"),
    ],
)
def test_a_row_that_is_no_event_is_refused_with_its_line(text, wrong, tmp_path):
    export_csv(recorded(tmp_path / "s.mcap", []), "s", tmp_path)
    (tmp_path / "s.csv").write_text(text)
    _, events = read_csv(tmp_path / "s.csv")
    with pytest.raises(UnusableLog, match=wrong):
        list(events)


def test_a_table_without_its_manifest_is_refused(tmp_path):
    (tmp_path / "s.csv").write_text(",".join(COLUMNS))
    with pytest.raises(UnusableLog, match=r"s\.json: No such file or directory; an exported \.csv needs its manifest"):
        read_csv(tmp_path / "s.csv")


def test_a_manifest_that_is_none_is_refused_by_name(tmp_path):
    export_csv(recorded(tmp_path / "s.mcap", []), "s", tmp_path)
    (tmp_path / "s.json").write_text("[]")
    with pytest.raises(UnusableLog, match=r"s\.json is no manifest of a session"):
        read_csv(tmp_path / "s.csv")
