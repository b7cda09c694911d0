import json
import shutil

import pyarrow.parquet as parquet
import pytest
from hypothesis import given, settings

from bridge.clock import VirtualClock
from bridge.errors import UnusableLog
from bridge.events import Author, PointerMove
from bridge.exporting.lerobot.dataset import lerobot_writer
from bridge.importing.lerobot import lerobot_imports
from bridge.importing.sessions import ImportedSession
from bridge.recording.channels import Topic
from bridge.recording.messages import Marker
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from tests.bridge.exporting.lerobot.columns import COLUMNS
from tests.bridge.exporting.round_trips import recorded
from tests.bridge.exporting.strategies import EVENT_LISTS
from tests.bridge.recording.sessions import START_NS, contents, manifest_of, write_session


def import_lerobot(root, out) -> tuple[ImportedSession, ...]:
    return tuple(one.run() for one in lerobot_imports(root, out))


def exported(folder, *recordings):
    with lerobot_writer(folder, COLUMNS, tuple) as dataset:
        for number, recording in enumerate(recordings):
            dataset.add(recording, f"ann/s{number}")
    return folder


@settings(max_examples=15, deadline=None)
@given(EVENT_LISTS.filter(bool))
def test_the_round_trip_loses_no_event(tmp_path_factory, events):
    folder = tmp_path_factory.mktemp("lerobot")
    root = exported(folder / "set", recorded(folder / "s.mcap", events))
    (imported,) = import_lerobot(root, folder / "back")
    assert contents(imported.path)[0] == events


def test_a_session_comes_back_with_its_states_its_manifest_and_the_pictures_of_its_rows(tmp_path):
    session = write_session(tmp_path / "s.mcap", 3)
    root = exported(tmp_path / "set", open_recording(session.path))
    (imported,) = import_lerobot(root, tmp_path / "back")
    back = open_recording(imported.path)
    assert imported.path == tmp_path / "back/ann/s0.mcap"
    assert contents(back.path) == (list(session.events), list(session.states))
    assert back.manifest == open_recording(session.path).manifest
    assert [frame.at_ns for frame in back.frames()] == [frame.at_ns for frame in session.frames]


def test_what_was_lost_before_stays_a_gap_and_markers_stay(tmp_path):
    with RecordingWriter(tmp_path / "s.mcap", manifest_of(), clock=VirtualClock(), video=False) as writer:
        writer.write_input(PointerMove(START_NS, 1, 2, Author.HUMAN))
        writer.note_dropped(Topic.INPUT, 3, "full")
        writer.write_input(PointerMove(START_NS + 1, 3, 4, Author.HUMAN))
        writer.write_marker(Marker(START_NS + 2, "pause", ""))
    (imported,) = import_lerobot(exported(tmp_path / "set", open_recording(tmp_path / "s.mcap")), tmp_path / "back")
    back = open_recording(imported.path)
    assert [message.sequence for message in back.raw.messages(Topic.INPUT)] == [0, 4]
    assert list(back.markers()) == [Marker(START_NS + 2, "pause", "")]


def test_without_its_messages_an_episode_gives_the_events_that_its_actions_tell(tmp_path):
    session = write_session(tmp_path / "s.mcap", 2)
    root = exported(tmp_path / "set", open_recording(session.path))
    shutil.rmtree(root / "osrs_agent")
    (imported,) = import_lerobot(root, tmp_path / "back")
    back = open_recording(imported.path)
    kinds = [type(event).__name__ for event in back.inputs()]
    assert kinds.count("ButtonPress") == kinds.count("ButtonRelease") == kinds.count("KeyPress") == 2
    assert (back.manifest.task, back.manifest.game, imported.path.name) == (
        "woodcutting",
        "imported",
        "episode-000000.mcap",
    )
    assert len(list(back.frames())) == 6


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda info: info.update(codebase_version="v2.1"), "has version v2.1, this reads v3"),
        (lambda info: info["features"]["action"].update(names=["joint"]), "its actions are no mouse's"),
        (lambda info: info.pop("fps"), "does not describe a LeRobot dataset"),
    ],
)
def test_a_dataset_that_cannot_be_used_is_refused(change, wrong, tmp_path):
    root = exported(tmp_path / "set", open_recording(write_session(tmp_path / "s.mcap", 1, video=False).path))
    shutil.rmtree(root / "osrs_agent")
    info = json.loads((root / "meta/info.json").read_text())
    change(info)
    (root / "meta/info.json").write_text(json.dumps(info))
    with pytest.raises(UnusableLog, match=wrong):
        import_lerobot(root, tmp_path / "back")


def test_a_dataset_whose_tables_lack_a_column_is_refused(tmp_path):
    root = exported(tmp_path / "set", open_recording(write_session(tmp_path / "s.mcap", 1, video=False).path))
    shutil.rmtree(root / "osrs_agent")
    (table,) = (root / "data").rglob("*.parquet")
    parquet.write_table(parquet.read_table(table).drop_columns("frame_index"), table)
    with pytest.raises(UnusableLog, match=r"tables are not those of LeRobot's version 3 .*frame_index"):
        import_lerobot(root, tmp_path / "back")


def test_a_folder_that_is_no_dataset_is_refused(tmp_path):
    with pytest.raises(UnusableLog, match="name the folder of a LeRobot dataset"):
        import_lerobot(tmp_path, tmp_path / "back")
