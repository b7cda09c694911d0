"""The records of an MCAP file by their places, whole or cut off, and the messages of one chunk; every byte is checked.

`mcap.reader` gives nothing at all for a file without a footer and believes a length before it has read it, so a
recording that may have been cut off is walked here (https://mcap.dev/spec).
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import zstandard
from mcap.data_stream import ReadDataStream
from mcap.exceptions import McapError
from mcap.opcode import Opcode
from mcap.records import Chunk
from mcap.stream_reader import get_chunk_data_stream

MAGIC = b"\x89MCAP0\r\n"
RECORD_LIMIT_BYTES = 16 * 1024 * 1024
"""No record that we write is longer, and no chunk unpacks to more than four times this."""

_PREFIX = struct.Struct("<BQ")
_MESSAGE = struct.Struct("<HIQQ")
MESSAGE_HEAD_BYTES = _MESSAGE.size
_INDEX_PREFIX = struct.Struct("<HI")
_DATA_END_BYTES = 4
_COMPRESSIONS = ("zstd", "")

_DATA_OPCODES = frozenset({Opcode.CHUNK, Opcode.MESSAGE_INDEX, Opcode.METADATA, Opcode.DATA_END})
_SUMMARY_OPCODES = frozenset(
    {
        *(Opcode.SCHEMA, Opcode.CHANNEL, Opcode.STATISTICS, Opcode.CHUNK_INDEX),
        *(Opcode.METADATA_INDEX, Opcode.SUMMARY_OFFSET, Opcode.FOOTER),
    }
)
"""What may stand where: first a header, then data up to its end record, then the summary. Everything lies in chunks,
so that a damaged kind of record cannot pass for another one."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A whole record: where its content starts and how long that is, in bytes."""

    opcode: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the whole records of a file lie.

    Args:
        extents: in order of place.
        end: the first byte behind them.
        size: of the file.
        is_finished: the file ends with a footer and the closing magic.
        damage: what is wrong at `end` when it is not just a cut; "" for nothing.
    """

    extents: tuple[Extent, ...]
    end: int
    size: int
    is_finished: bool
    damage: str


def read_layout(file: IO[bytes]) -> Layout:
    """Walk the records of a file, reading hardly more than their kinds and lengths.

    Raises:
        ValueError: the file is empty or does not begin as an MCAP file does.
    """
    size = os.fstat(file.fileno()).st_size
    if size == 0:
        raise ValueError("the file is empty (0 bytes); nothing was recorded, delete it")
    start = file.read(len(MAGIC))
    if start != MAGIC[: len(start)]:
        raise ValueError(
            f"the file begins with {start!r}, a recording (MCAP) with {MAGIC!r}; it is another kind of file"
        )
    extents, end, damage = _whole_records(file, size)
    if extents and extents[-1].opcode == Opcode.FOOTER:
        file.seek(end)
        rest = file.read(len(MAGIC) + 1)
        if not MAGIC.startswith(rest):
            damage = f"unknown bytes follow the footer at byte {end}"
        return Layout(extents, end, size, rest == MAGIC, damage)
    file.seek(max(0, size - len(MAGIC)))
    if not damage and extents and file.read() == MAGIC:
        damage = f"the record at byte {end} is longer than what is left of a finished file"
    return Layout(extents, end, size, False, damage)


def _whole_records(file: IO[bytes], size: int) -> tuple[tuple[Extent, ...], int, str]:
    """The whole records from the current place on, where they end, and what is wrong there ("": the end or a cut)."""
    extents: list[Extent] = []
    end = file.tell()
    allowed: frozenset[Opcode] = frozenset({Opcode.HEADER})
    while len(prefix := file.read(_PREFIX.size)) == _PREFIX.size:
        opcode, length = _PREFIX.unpack(prefix)
        if opcode not in allowed or length > RECORD_LIMIT_BYTES:
            return (
                tuple(extents),
                end,
                f"byte {end} begins no record that belongs there (kind {opcode}, {length} bytes)",
            )
        extent = Extent(opcode, file.tell(), length)
        if extent.offset + length > size:
            break
        if not _is_plausible(file, extent):
            return tuple(extents), end, f"byte {end} begins a record that contradicts itself (kind {opcode})"
        extents.append(extent)
        end = file.seek(extent.offset + length)
        if opcode == Opcode.FOOTER:
            break
        if opcode in {Opcode.HEADER, Opcode.DATA_END}:
            allowed = _DATA_OPCODES if opcode == Opcode.HEADER else _SUMMARY_OPCODES
    return tuple(extents), end, ""


def _is_plausible(file: IO[bytes], extent: Extent) -> bool:
    """Whether a record that we would skip really is one: its inner length fits its outer one."""
    if extent.opcode == Opcode.DATA_END:
        return extent.length == _DATA_END_BYTES
    if extent.opcode != Opcode.MESSAGE_INDEX:
        return True
    prefix = file.read(_INDEX_PREFIX.size)
    return len(prefix) == _INDEX_PREFIX.size and _INDEX_PREFIX.unpack(prefix)[1] == extent.length - _INDEX_PREFIX.size


def read_content(file: IO[bytes], extent: Extent) -> bytes:
    """The content of a record."""
    file.seek(extent.offset)
    return file.read(extent.length)


def chunk_data(content: bytes) -> bytes:
    """The unpacked records of a chunk record.

    Raises:
        ValueError: it is damaged: its checksum does not fit, or it cannot be unpacked.
    """
    try:
        chunk = Chunk.read(ReadDataStream(io.BytesIO(content)))
        _check_claims(chunk)
        stream, length = get_chunk_data_stream(chunk, validate_crc=True)
        data = stream.read(length)
    except (struct.error, McapError, zstandard.ZstdError, MemoryError, OverflowError, RuntimeError) as error:
        raise ValueError(f"it cannot be unpacked ({error})") from None
    if len(data) != chunk.uncompressed_size or chunk.uncompressed_crc == 0:
        raise ValueError("it has lost its size or its checksum")
    return data


def chunk_records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, start and end of the content of each whole record in unpacked chunk data; a cut last one is left out."""
    end = 0
    while end + _PREFIX.size <= len(data):
        opcode, length = _PREFIX.unpack_from(data, end)
        start = end + _PREFIX.size
        end = start + length
        if end > len(data):
            return
        yield opcode, start, end


def message_head(data: bytes, start: int, end: int) -> tuple[int, int, int]:
    """Channel id, sequence and log time of a message record; its payload begins `MESSAGE_HEAD_BYTES` behind `start`.

    Raises:
        ValueError: the record is too short to be a message.
    """
    if end - start < MESSAGE_HEAD_BYTES:
        raise ValueError(f"a message record has {end - start} bytes, at least {MESSAGE_HEAD_BYTES} expected")
    channel_id, sequence, log_time_ns, _ = _MESSAGE.unpack_from(data, start)
    return channel_id, sequence, log_time_ns


def _check_claims(chunk: Chunk) -> None:
    """Refuse a chunk before unpacking it: in a way that we do not write, or to more memory than any chunk of ours."""
    if chunk.compression not in _COMPRESSIONS:
        raise ValueError(f"it is packed with {chunk.compression!r}, expected one of {_COMPRESSIONS}")
    if chunk.compression == "zstd":
        claimed = zstandard.frame_content_size(chunk.data)
        if claimed != chunk.uncompressed_size or claimed > 4 * RECORD_LIMIT_BYTES:
            raise ValueError(f"it claims {chunk.uncompressed_size} bytes and would unpack to {claimed}")
