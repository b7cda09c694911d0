"""A file that grows by whole pieces: after a failed write it ends where the last whole piece did."""

from __future__ import annotations

import os
from contextlib import suppress
from io import FileIO


class AppendFile:
    """What is written waits here until `flush` puts all of it into the file, or nothing of it.

    Once the system refused a write nothing more is accepted, so that no half of a piece stands before a later one.

    Args:
        file: empty, open for writing and unbuffered; closed with this one.
    """

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._waiting = bytearray()
        self._flushed_bytes = 0
        self._failure: OSError | None = None

    @property
    def flushed_bytes(self) -> int:
        """Size of the file."""
        return self._flushed_bytes

    def write(self, data: bytes) -> int:
        """Add to the piece in progress."""
        self._waiting += data
        return len(data)

    def tell(self) -> int:
        """Where the next byte goes."""
        return self._flushed_bytes + len(self._waiting)

    def flush(self) -> None:
        """Hand the piece to the operating system: it survives the death of this process.

        Raises:
            OSError: it was refused now or before; the file holds the pieces before it.
        """
        self._require_sound()
        try:
            self._append()
        except OSError as error:
            self._failure = error
            with suppress(OSError):  # a torn piece is refused by its checksum too
                os.ftruncate(self._file.fileno(), self._flushed_bytes)
            raise

    def sync(self) -> None:
        """Flush, and wait until the disk has it: it survives the death of the machine.

        Raises:
            OSError: as `flush`; after a failed sync nobody knows what the disk has, so nothing more is accepted.
        """
        self.flush()
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            self._failure = error
            raise

    def close(self) -> None:
        """Close the file; what waits is not written. A second call does nothing."""
        self._file.close()

    def _append(self) -> None:
        piece = memoryview(bytes(self._waiting))
        while piece:
            piece = piece[self._file.write(piece) :]
        self._flushed_bytes += len(self._waiting)
        self._waiting.clear()

    def _require_sound(self) -> None:
        if self._failure is not None:
            raise OSError(self._failure.errno, self._failure.strerror) from self._failure
