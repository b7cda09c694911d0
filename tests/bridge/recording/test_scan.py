from __future__ import annotations

import io
from pathlib import Path

import pytest
from mcap.data_stream import RecordBuilder
from mcap.opcode import Opcode
from mcap.records import Chunk

from bridge.recording.scan import (
    MAGIC,
    RECORD_LIMIT_BYTES,
    Layout,
    chunk_data,
    chunk_records,
    message_head,
    read_content,
    read_layout,
)
from tests.bridge.recording.sessions import cut_copy, flipped_copy, write_session


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_session(tmp_path_factory.mktemp("recording") / "a.mcap", 2).path


def _layout(path: Path) -> Layout:
    with path.open("rb") as file:
        return read_layout(file)


def test_the_records_of_a_finished_file_touch_each_other_up_to_the_closing_magic(path: Path) -> None:
    layout = _layout(path)
    starts = [extent.offset - 9 for extent in layout.extents]
    ends = [extent.offset + extent.length for extent in layout.extents]
    assert starts == [len(MAGIC), *ends[:-1]]
    assert layout.end == ends[-1] == layout.size - len(MAGIC)
    assert layout.is_finished
    assert layout.damage == ""


def test_data_comes_before_the_summary(path: Path) -> None:
    kinds = [extent.opcode for extent in _layout(path).extents]
    assert kinds[:2] == [Opcode.HEADER, Opcode.METADATA]
    assert kinds[-1] == Opcode.FOOTER
    assert max(at for at, kind in enumerate(kinds) if kind == Opcode.CHUNK) < kinds.index(Opcode.DATA_END)


def test_a_cut_ends_the_layout_at_the_last_whole_record(path: Path, tmp_path: Path) -> None:
    whole = _layout(path)
    third = whole.extents[2]
    for length in (third.offset - 3, third.offset, third.offset + third.length - 1):
        layout = _layout(cut_copy(path, tmp_path / "cut", length))
        assert layout.extents == whole.extents[:2]
        assert (layout.is_finished, layout.damage, layout.size) == (False, "", length)


def test_a_cut_inside_the_closing_magic_is_a_cut(path: Path, tmp_path: Path) -> None:
    layout = _layout(cut_copy(path, tmp_path / "cut", path.stat().st_size - 3))
    assert (layout.is_finished, layout.damage) == (False, "")
    assert layout.extents == _layout(path).extents


def test_bytes_behind_the_closing_magic_are_damage(path: Path, tmp_path: Path) -> None:
    longer = tmp_path / "longer"
    longer.write_bytes(path.read_bytes() + b"x")
    assert "unknown bytes follow the footer" in _layout(longer).damage


def test_every_turned_bit_in_the_kind_of_a_record_is_damage(path: Path, tmp_path: Path) -> None:
    for extent in _layout(path).extents:
        for bit in range(8):
            layout = _layout(flipped_copy(path, tmp_path / "bit", extent.offset - 9, bit))
            if extent.opcode in {Opcode.HEADER, Opcode.METADATA, Opcode.CHUNK, Opcode.MESSAGE_INDEX, Opcode.DATA_END}:
                taken = [other for other in layout.extents if other.offset == extent.offset]
                assert layout.damage or [other.opcode for other in taken] == [Opcode.CHUNK]


def test_a_length_beyond_the_end_of_a_finished_file_is_damage(path: Path, tmp_path: Path) -> None:
    chunk = next(extent for extent in _layout(path).extents if extent.opcode == Opcode.CHUNK)
    layout = _layout(flipped_copy(path, tmp_path / "bit", chunk.offset - 8 + 2, 4))
    assert "longer than what is left of a finished file" in layout.damage


def test_a_record_longer_than_the_limit_is_damage_and_is_not_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge"
    huge.write_bytes(MAGIC + bytes([Opcode.HEADER]) + (RECORD_LIMIT_BYTES + 1).to_bytes(8, "little"))
    assert "begins no record that belongs there" in _layout(huge).damage


@pytest.mark.parametrize(("data", "message"), [(b"", "empty"), (b"PK\x03\x04 zip", "another kind of file")])
def test_what_is_no_mcap_file_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(ValueError, match=message):
        _layout(tmp_path / "file")


def test_a_chunk_unpacks_to_the_records_that_went_in(path: Path) -> None:
    layout = _layout(path)
    first, second, _ = (extent for extent in layout.extents if extent.opcode == Opcode.CHUNK)
    with path.open("rb") as file:
        declaring, data = (chunk_data(read_content(file, extent)) for extent in (first, second))
    heads = [message_head(data, start, end) for _, start, end in chunk_records(data)]
    assert {opcode for opcode, _, _ in chunk_records(declaring)} == {Opcode.SCHEMA, Opcode.CHANNEL, Opcode.MESSAGE}
    assert [sequence for channel_id, sequence, _ in heads if channel_id == 1] == list(range(6))


def _packed(**changes: object) -> bytes:
    fields = {
        "compression": "",
        "data": b"abc",
        "message_start_time": 0,
        "message_end_time": 0,
        "uncompressed_crc": 0x352441C2,
        "uncompressed_size": 3,
    }
    builder = RecordBuilder()
    Chunk(**(fields | changes)).write(builder)  # type: ignore[arg-type] # fields of a test, of the right types
    return builder.end()[9:]


def test_a_sound_chunk_gives_its_data() -> None:
    assert chunk_data(_packed()) == b"abc"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"data": b"abd"}, "crc"),
        ({"uncompressed_crc": 0}, "lost its size or its checksum"),
        ({"uncompressed_size": 4}, "lost its size or its checksum"),
        ({"compression": "lzma"}, "packed with 'lzma'"),
        ({"compression": "zstd"}, "cannot be unpacked"),
        ({"compression": "zstd", "data": bytes.fromhex("28b52ffd") + b"\xe0" + b"\xff" * 8}, "would unpack to"),
    ],
)
def test_a_damaged_chunk_is_refused_before_it_asks_for_memory(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        chunk_data(_packed(**changes))


def test_a_chunk_that_ends_early_is_refused() -> None:
    with pytest.raises(ValueError, match="unpacked"):
        chunk_data(_packed()[:11])


def test_a_record_that_is_cut_inside_a_chunk_is_left_out() -> None:
    record = bytes([Opcode.MESSAGE]) + (2).to_bytes(8, "little") + b"ab"
    assert list(chunk_records(record + record[:-1])) == [(Opcode.MESSAGE, 9, 11)]


def test_a_message_record_that_is_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="22 expected"):
        message_head(b"short", 0, 5)


def test_a_file_object_at_its_start_is_all_that_a_layout_needs(path: Path) -> None:
    with path.open("rb") as file:
        layout = read_layout(file)
        content = read_content(file, layout.extents[0])
    assert b"osrs-agent" in content
    assert io.BytesIO(content).getbuffer().nbytes == layout.extents[0].length
