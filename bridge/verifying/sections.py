"""The checksums over the sections of a finished file: the data, with every byte between the chunks, and the summary."""

from __future__ import annotations

import struct
import zlib
from typing import IO

from mcap.opcode import Opcode

from bridge.recording.scan import Layout

_PIECE_BYTES = 1 << 20
_RECORD_HEAD_BYTES = 9
_DATA_END = struct.Struct("<I")
_FOOTER = struct.Struct("<QQI")  # start of the summary, start of its offsets, checksum


def section_faults(file: IO[bytes], layout: Layout) -> tuple[str, ...]:
    """What does not fit in a file's sections; nothing for a file without an end, which has no such checksums.

    Args:
        file: the file, open.
        layout: its records.
    """
    if not layout.is_finished:
        return ()
    faults = []
    data_end = next((extent for extent in layout.extents if extent.opcode == Opcode.DATA_END), None)
    footer = layout.extents[-1]
    if data_end is None:
        return ("the file has no record that ends its data",)
    (expected,) = _DATA_END.unpack(_read(file, data_end.offset, _DATA_END.size))
    if expected != _checksum(file, 0, data_end.offset - _RECORD_HEAD_BYTES):
        faults.append(f"the data section, bytes 0 to {data_end.offset}, does not fit its checksum")
    if footer.length != _FOOTER.size:
        return (*faults, f"the footer at byte {footer.offset} has {footer.length} bytes, expected {_FOOTER.size}")
    start, _, expected = _FOOTER.unpack(_read(file, footer.offset, _FOOTER.size))
    fitting_start = data_end.offset + data_end.length
    if start != fitting_start or expected != _checksum(file, start, footer.offset + _FOOTER.size - _DATA_END.size):
        faults.append(f"the summary, bytes {fitting_start} to {layout.size}, does not fit its checksum")
    return tuple(faults)


def _read(file: IO[bytes], offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


def _checksum(file: IO[bytes], start: int, end: int) -> int:
    file.seek(start)
    checksum, left = 0, end - start
    while left > 0 and (piece := file.read(min(left, _PIECE_BYTES))):
        checksum = zlib.crc32(piece, checksum)
        left -= len(piece)
    return checksum
