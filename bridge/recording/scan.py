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

from bridge.errors import CorruptRecording

MAGIC = b"\x89MCAP0\r\n"
RECORD_LIMIT_BYTES = 16 * 1024 * 1024
"""No record that we write is longer, and no chunk unpacks to more than four times this."""

_PREFIX = struct.Struct("<BQ")
_MESSAGE = struct.Struct("<HIQQ")
_OPCODES = frozenset(opcode.value for opcode in Opcode)


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


@dataclass(frozen=True, slots=True)
class ChunkMessage:
    """A record inside a chunk: a message, a channel or a schema."""

    opcode: int
    content: bytes


def read_layout(file: IO[bytes]) -> Layout:
    """Walk the records of a file without reading their contents.

    Raises:
        CorruptRecording: the file is empty or does not begin as an MCAP file does.
    """
    size = os.fstat(file.fileno()).st_size
    if size == 0:
        raise CorruptRecording("the file is empty (0 bytes); nothing was recorded, delete it")
    start = file.read(len(MAGIC))
    if start != MAGIC:
        raise CorruptRecording(f"found a file that begins with {start!r}, expected an MCAP recording ({MAGIC!r})")
    extents: list[Extent] = []
    end, damage, is_finished = file.tell(), "", False
    while not is_finished and (prefix := file.read(_PREFIX.size)):
        if len(prefix) < _PREFIX.size:
            break
        opcode, length = _PREFIX.unpack(prefix)
        if opcode not in _OPCODES or length > RECORD_LIMIT_BYTES:
            damage = f"byte {end} holds no record (kind {opcode}, {length} bytes)"
            break
        if file.tell() + length > size:
            break
        extents.append(Extent(opcode, file.tell(), length))
        end = file.seek(length, os.SEEK_CUR)
        is_finished = opcode == Opcode.FOOTER
    if is_finished:
        rest = file.read(len(MAGIC) + 1)
        is_finished = rest == MAGIC
        damage = "" if MAGIC.startswith(rest) else f"unknown bytes follow the footer at byte {end}"
    return Layout(tuple(extents), end, size, is_finished, damage)


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
        _check_size(chunk)
        stream, length = get_chunk_data_stream(chunk, validate_crc=True)
        data = stream.read(length)
    except (struct.error, McapError, zstandard.ZstdError, MemoryError, RuntimeError) as error:
        raise ValueError(f"a chunk cannot be unpacked: {error}") from None
    if len(data) != chunk.uncompressed_size or chunk.uncompressed_crc == 0:
        raise ValueError("a chunk has lost its size or its checksum")
    return data


def chunk_records(data: bytes) -> Iterator[ChunkMessage]:
    """The whole records in unpacked chunk data; a cut last one is left out."""
    at = 0
    while at + _PREFIX.size <= len(data):
        opcode, length = _PREFIX.unpack_from(data, at)
        at += _PREFIX.size
        if at + length > len(data):
            return
        yield ChunkMessage(opcode, data[at : at + length])
        at += length


def message_fields(content: bytes) -> tuple[int, int, int, bytes]:
    """Channel id, sequence, log time and payload of a message record.

    Raises:
        ValueError: the record is too short to be a message.
    """
    if len(content) < _MESSAGE.size:
        raise ValueError(f"a message record of {len(content)} bytes, at least {_MESSAGE.size} expected")
    channel_id, sequence, log_time_ns, _ = _MESSAGE.unpack_from(content)
    return channel_id, sequence, log_time_ns, content[_MESSAGE.size :]


def _check_size(chunk: Chunk) -> None:
    """Refuse a chunk before unpacking it where it would ask for more memory than any chunk of ours."""
    if chunk.compression == "zstd":
        claimed = zstandard.frame_content_size(chunk.data)
        if claimed != chunk.uncompressed_size or claimed > 4 * RECORD_LIMIT_BYTES:
            raise ValueError(f"a chunk claims {chunk.uncompressed_size} bytes and unpacks to {claimed}")
