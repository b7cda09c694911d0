"""A shard holds what was cut, and a file that is none is refused by name."""

from dataclasses import fields

import msgspec
import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from model.errors import DataError
from model.session_columns import CUT_VERSION
from model.shard import label_of, open_shard, read_label, write_shard
from tests.model.sessions import cut, move, played, press, release, shard_of

SESSION = cut([move(-5), press(10), release(90)], 0, 600, 1200)


def rewritten(path, *, label=None, **arrays):
    """The shard at `path` with parts replaced."""
    old = read_label(path)
    label = old if label is None else msgspec.structs.replace(old, **label)
    save_file({**load_file(path), **arrays}, path, {"shard": msgspec.json.encode(label).decode()})
    return path


def test_a_shard_gives_back_the_columns_bit_for_bit(tmp_path):
    session = played(1).cut()
    shard = shard_of(session, tmp_path)
    for field in fields(session.columns):
        one, other = getattr(session.columns, field.name), getattr(shard.columns, field.name)
        assert (field.name, one.dtype, one.shape) == (field.name, other.dtype, other.shape)
        assert one.tobytes() == other.tobytes()
    assert shard.label.names == session.names
    assert shard.statistics == session.statistics


def test_a_shards_arrays_stay_on_disk(tmp_path):
    column = shard_of(SESSION, tmp_path).columns.rows
    while column.base is not None and not isinstance(column, np.memmap):
        column = column.base
    assert isinstance(column, np.memmap)


def test_a_session_without_events_is_a_shard(tmp_path):
    assert shard_of(cut([], 0, 600), tmp_path).columns.rows.shape == (0, 7)


def test_nothing_but_the_shard_is_left_in_the_folder(tmp_path):
    shard_of(SESSION, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["one.safetensors"]


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"none\.safetensors is no shard"):
        open_shard(tmp_path / "none.safetensors")


@pytest.mark.parametrize("content", [b"", b"hello, I am a text file", b"\xff" * 100])
def test_a_file_that_is_no_safetensors_is_refused(tmp_path, content):
    path = tmp_path / "foreign.safetensors"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"foreign\.safetensors is no shard"):
        open_shard(path)


def test_a_cut_off_shard_is_refused(tmp_path):
    path = shard_of(SESSION, tmp_path).path
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(DataError, match="is no shard"):
        open_shard(path)


def test_a_foreign_safetensors_file_is_refused(tmp_path):
    path = tmp_path / "weights.safetensors"
    save_file({"weight": np.zeros(3, np.float32)}, path, {"format": "pt"})
    with pytest.raises(DataError, match="but no shard"):
        open_shard(path)


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ({"format": "other"}, "format is 'other'"),
        ({"cut_version": 0}, f"cut_version is 0, expected {CUT_VERSION}"),
        ({"feature_digest": "0" * 64}, "feature_digest is 000000000000, expected"),
    ],
)
def test_a_shard_of_another_version_is_refused(tmp_path, label, found):
    path = rewritten(shard_of(SESSION, tmp_path).path, label=label)
    with pytest.raises(DataError, match=f"one.safetensors.*{found}"):
        open_shard(path)


def test_a_label_with_unknown_fields_is_refused(tmp_path):
    path = shard_of(SESSION, tmp_path).path
    save_file(load_file(path), path, {"shard": '{"format": "osrs-agent shard", "surprise": 1}'})
    with pytest.raises(DataError, match=r"metadata\.shard"):
        open_shard(path)


def test_a_nan_in_a_row_is_refused_with_file_and_field(tmp_path):
    path = shard_of(SESSION, tmp_path).path
    rows = load_file(path)["rows"]
    rows[1, 3] = np.nan
    with pytest.raises(DataError, match=r"one\.safetensors: rows\.y: nan at \(1,\)"):
        open_shard(rewritten(path, rows=rows))


def test_a_missing_or_additional_column_is_refused(tmp_path):
    path = shard_of(SESSION, tmp_path).path
    with pytest.raises(DataError, match=r"found .*surprise"):
        open_shard(rewritten(path, surprise=np.zeros(1)))


def test_a_column_of_another_type_is_refused(tmp_path):
    path = shard_of(SESSION, tmp_path).path
    with pytest.raises(DataError, match="length_s: expected F32, found F64"):
        open_shard(rewritten(path, length_s=np.zeros(3)))


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match="cannot be written"):
        write_shard(tmp_path / "file" / "one.safetensors", SESSION, label_of(SESSION, "a", "b", "c"))
