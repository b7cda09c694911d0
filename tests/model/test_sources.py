"""Recordings become shards once, and again when they change."""

import shutil

import pytest

from bridge.editing.cutting import trim
from bridge.editing.source import open_source
from bridge.events import Author, KeyPress, KeyRelease
from bridge.recording.manifest import new_manifest
from bridge.recording.writer import RecordingWriter
from model import session_columns, sources
from model.dataset import dataset_of, vocabulary_of
from model.errors import DataError
from model.sources import built_shard, cut_recording, open_shards, session_files
from tests.bridge.recording.sessions import manifest_of, state_at
from tests.model.sessions import START_NS, played


def record(path, seed=1, *, states=True):
    play = played(seed)
    manifest = new_manifest(
        f"session {seed}", started_ns=START_NS, started_wall_ns=0, game="sandbox", task="woodcutting", author="expert"
    )
    messages = [(event.at_ns, 0, event) for event in play.events]
    with RecordingWriter(path, manifest, video=False) as writer:
        messages += [(state.tick.received_ns, 1, state) for state in play.states] if states else []
        for _, is_state, message in sorted(messages, key=lambda entry: entry[:2]):
            (writer.write_state if is_state else writer.write_input)(message)
    return path


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    return record(tmp_path_factory.mktemp("recordings") / "one.mcap")


def test_a_recording_is_cut_as_it_was_played(recording):
    manifest, cut = cut_recording(recording)
    assert manifest.session_id == "session 1"
    expected = played(1).cut()
    assert cut.columns.targets.tobytes() == expected.columns.targets.tobytes()
    assert cut.columns.states.tobytes() == expected.columns.states.tobytes()
    assert cut.statistics == expected.statistics


def test_what_is_held_where_a_trimmed_recording_begins_is_held_for_the_model(tmp_path):
    ticks = [state_at(index) for index in range(5)]
    with RecordingWriter(tmp_path / "a.mcap", manifest_of(), video=False) as writer:
        for index, state in enumerate(ticks):
            writer.write_state(state)
            if index in {0, 3}:
                kind = KeyPress if index == 0 else KeyRelease
                writer.write_input(kind(state.tick.received_ns + 1, "shift", Author.HUMAN))
    trim(open_source(tmp_path / "a.mcap"), tmp_path / "b.mcap", ticks[1].tick.received_ns, None)
    _, cut = cut_recording(tmp_path / "b.mcap")
    assert cut.columns.keys.any(axis=1).tolist() == [True, True, True, False]
    assert (cut.statistics.impossible, cut.statistics.in_targets) == (0, 1)


def test_a_shard_is_built_beside_its_recording_and_then_only_read(recording, tmp_path, monkeypatch):
    path = shutil.copy(recording, tmp_path / "one.mcap")
    (first,) = open_shards([path])
    monkeypatch.setattr(sources, "cut_recording", None)
    (again,) = open_shards([path])
    assert first.path == again.path
    assert first.path.parent == tmp_path / ".shards"


def test_a_shard_is_built_in_the_given_folder(recording, tmp_path):
    assert built_shard(recording, tmp_path / "cache").parent == tmp_path / "cache"


def test_a_recording_that_changed_is_cut_anew(recording, tmp_path):
    path = shutil.copy(recording, tmp_path / "one.mcap")
    first = built_shard(path)
    path.unlink()
    record(path, seed=2)
    assert built_shard(path) != first


def test_a_shard_of_other_features_is_built_anew(recording, tmp_path, monkeypatch):
    path = built_shard(recording, tmp_path)
    before = path.read_bytes()
    monkeypatch.setattr("model.shard.CUT_VERSION", session_columns.CUT_VERSION + 1)
    assert built_shard(recording, tmp_path) == path
    assert path.read_bytes() != before


def test_a_damaged_shard_in_the_cache_is_built_anew(recording, tmp_path):
    path = built_shard(recording, tmp_path)
    path.write_bytes(b"damaged")
    (shard,) = open_shards([recording], tmp_path)
    assert shard.path == path


def test_a_session_without_states_is_cut_on_a_grid(tmp_path):
    path = record(tmp_path / "log.mcap", states=False)
    (shard,) = open_shards([path])
    dataset = dataset_of([shard], vocabulary_of([shard]))
    assert shard.columns.ticks_ns[0] == played(1).events[0].at_ns
    assert set((shard.columns.ticks_ns[1:] - shard.columns.ticks_ns[:-1]).tolist()) == {600_000_000}
    assert dataset.size == len(shard.columns.ticks_ns) - 1


def test_sessions_are_found_in_folders_by_name_and_hidden_folders_are_passed_by(recording, tmp_path):
    for name in ("b/two.mcap", "a.mcap", ".hidden/three.mcap", "b/notes.txt", "c.safetensors", "d.mcap.part"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    names = [str(path.relative_to(tmp_path)) for path in session_files([tmp_path, tmp_path / "a.mcap"])]
    assert names == ["a.mcap", "b/two.mcap", "c.safetensors", "d.mcap.part"]


def test_shards_can_be_given_themselves(recording, tmp_path):
    built_shard(recording, tmp_path)
    (shard,) = open_shards([tmp_path])
    assert shard.label.source == "one.mcap"


def test_progress_is_told_after_each_session(recording, tmp_path):
    told = []
    open_shards([recording], tmp_path, lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("missing.mcap", None, "missing.mcap does not exist"),
        ("notes.txt", b"hello", "notes.txt holds no session"),
        ("foreign.mcap", b"hello", "foreign.mcap"),
        ("foreign.safetensors", b"hello", "foreign.safetensors is no shard"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path, name, content, found):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=found):
        open_shards([tmp_path / name])


def test_a_recording_with_too_little_in_it_is_refused_by_name(tmp_path):
    manifest = new_manifest("empty", started_ns=0, started_wall_ns=0, game="sandbox", task="", author="person")
    with RecordingWriter(tmp_path / "empty.mcap", manifest, video=False):
        pass
    with pytest.raises(DataError, match=r"empty\.mcap: ticks: .* at least 2"):
        open_shards([tmp_path / "empty.mcap"])


def test_no_data_is_an_error():
    with pytest.raises(DataError, match="no data"):
        session_files([])
