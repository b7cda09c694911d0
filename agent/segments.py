"""The files of one session: a machine that slept goes on in a new one, whose clock pair is right again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bridge.clock import MILLISECOND_NS, SECOND_NS, Clock, suspended_ns, wall_time_ns
from bridge.recording.messages import Marker
from bridge.recording.writer import RecordingWriter

_SLEEP_NS = 500 * MILLISECOND_NS
"""A difference of the two clocks below this is no sleep."""


class Segments:
    """The writer to write to now; for the writer thread, but for opening and closing.

    Args:
        first: the first file's writer, not opened yet.
        clock: stamps the markers.
        slept_ns: how long the machine slept so far.
    """

    def __init__(self, first: RecordingWriter, clock: Clock, slept_ns: Callable[[], int] = suspended_ns) -> None:
        self._writers = [first]
        self._clock = clock
        self._ask_slept_ns = slept_ns
        self._slept_ns = 0

    @property
    def writer(self) -> RecordingWriter:
        """The writer of the file in progress."""
        return self._writers[-1]

    @property
    def paths(self) -> tuple[Path, ...]:
        """The finished files, and the one in progress under the name that it will get."""
        return tuple(writer.path for writer in self._writers)

    @property
    def bytes_written(self) -> int:
        """Size of all files so far; any thread may ask."""
        return sum(writer.bytes_written for writer in tuple(self._writers))

    def open(self) -> None:
        """Create the first file.

        Raises:
            RecordingExists: a recording of this name is there already.
        """
        self._slept_ns = self._ask_slept_ns()
        self.writer.__enter__()

    def follow(self) -> None:
        """Where the machine slept since the last call, finish the file and begin the next one.

        Raises:
            RecordingExists: the next file's name is taken.
        """
        slept_ns = self._ask_slept_ns() - self._slept_ns
        if slept_ns < _SLEEP_NS:
            return
        self._slept_ns += slept_ns
        ended = self.writer
        ended.__exit__(None, None, None)
        following = self._writers[0].successor(len(self._writers) + 1, wall_time_ns())
        following.__enter__()
        self._writers.append(following)
        note = f"the machine slept for {slept_ns / SECOND_NS:.1f} s; what came before is in {ended.path.name}"
        following.write_marker(Marker(self._clock.now_ns(), "segment", note))

    def close(self, failure: BaseException | None) -> None:
        """Finish the file in progress; after a failure it stays a `.part` with what came before."""
        self.writer.__exit__(None if failure is None else type(failure), failure, None)
