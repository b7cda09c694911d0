"""Recordings become shards once, and again when they change."""

import shutil

import pytest

from bridge.editing.cutting import split
from bridge.editing.source import open_source
from bridge.recording.manifest import new_manifest
from bridge.recording.writer import RecordingWriter
from model import session_columns, sources
from model.dataset import dataset_of, vocabulary_of
from model.errors import DataError
from model.sources import built_shards, open_shards, session_files
from tests.model.recordings import merged_recording, record
from tests.model.sessions import played


@pytest.fixture
def merged(tmp_path):
    return merged_recording(tmp_path)


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    return record(tmp_path_factory.mktemp("recordings") / "one.mcap")


def test_a_shard_is_built_beside_its_recording_and_then_only_read(recording, tmp_path, monkeypatch):
    path = shutil.copy(recording, tmp_path / "one.mcap")
    (first,) = open_shards([path])
    monkeypatch.setattr(sources, "cut_recording", None)
    (again,) = open_shards([path])
    assert first.path == again.path
    assert first.path.parent == tmp_path / ".shards"


def test_a_shard_is_built_in_the_given_folder(recording, tmp_path):
    (path,) = built_shards(recording, tmp_path / "cache")
    assert path.parent == tmp_path / "cache"


def test_a_recording_that_changed_is_cut_anew(recording, tmp_path):
    path = shutil.copy(recording, tmp_path / "one.mcap")
    first = built_shards(path)
    path.unlink()
    record(path, seed=2)
    assert built_shards(path) != first


def test_a_shard_of_other_features_is_built_anew(recording, tmp_path, monkeypatch):
    (path,) = built_shards(recording, tmp_path)
    before = path.read_bytes()
    monkeypatch.setattr("model.shard.CUT_VERSION", session_columns.CUT_VERSION + 1)
    assert built_shards(recording, tmp_path) == (path,)
    assert path.read_bytes() != before


def test_a_damaged_shard_in_the_cache_is_built_anew(recording, tmp_path):
    (path,) = built_shards(recording, tmp_path)
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
    built_shards(recording, tmp_path)
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


def test_a_merged_recording_has_a_shard_a_session_that_are_then_only_read(merged, tmp_path, monkeypatch):
    first = open_shards([merged], tmp_path / "cache")
    monkeypatch.setattr(sources, "cut_recording", None)
    again = open_shards([merged], tmp_path / "cache")
    assert [shard.label.session for shard in again] == ["session 1", "session 2"]
    assert [shard.path for shard in again] == [shard.path for shard in first]


def test_a_merged_recording_whose_second_shard_is_gone_is_cut_anew(merged, tmp_path):
    first, second = built_shards(merged, tmp_path / "cache")
    second.unlink()
    assert built_shards(merged, tmp_path / "cache") == (first, second)
    assert second.exists()


def test_the_pieces_of_a_split_session_are_on_its_own_clock(tmp_path):
    source = open_source(record(tmp_path / "one.mcap"))
    middle_ns = sum(source.span_ns) // 2
    split(source, [tmp_path / "a.mcap", tmp_path / "b.mcap"], [middle_ns])
    shards = open_shards([tmp_path / "a.mcap", tmp_path / "b.mcap"])
    whole = played(1).cut().columns.ticks_ns.tolist()
    assert [at_ns for shard in shards for at_ns in shard.columns.ticks_ns.tolist()] == whole


def test_a_recording_that_cannot_be_read_is_refused_by_name(tmp_path):
    (tmp_path / "a.mcap").mkdir()
    with pytest.raises(DataError, match=r"a\.mcap cannot be read"):
        built_shards(tmp_path / "a.mcap")
