"""A new finished recording made of the messages of others: counted, numbered anew, gaps kept as gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from bridge.recording.channels import Topic
from bridge.recording.losses import Loss
from bridge.recording.manifest import MANIFEST_NAME, STATISTICS_NAME, Manifest, RecordingStatistics, to_metadata
from bridge.recording.picture_rate import PictureRate
from bridge.recording.session_file import SessionFile


class SessionCopy:
    """Takes messages in the order in which they will stand in the file; when it is left by an exception, none is there.

    Each stream is numbered from 0. `begin` says which numbers of the source follow; a number that is missing there is
    missing here too, and one that was left out on purpose (`leave_out`) is not.

    Args:
        path: the new file; nothing is overwritten.
        manifest: what it is.
        is_repaired: whether one of the sources was.
    """

    def __init__(self, path: Path, manifest: Manifest, *, is_repaired: bool) -> None:
        self._file = SessionFile(path)
        self._manifest = manifest
        self._is_repaired = is_repaired
        self._next: Counter[Topic] = Counter()
        self._offset: Counter[Topic] = Counter()
        self._written: Counter[Topic] = Counter()
        self._times_ns: dict[Topic, int] = {}
        self._first_ns: int | None = None
        self._losses: list[Loss] = []
        self._rate = PictureRate([part.from_ns for part in manifest.parts[1:]])

    def __enter__(self) -> SessionCopy:
        """Create the file.

        Raises:
            RecordingExists: a recording of this name is there already.
        """
        self._file.__enter__()
        self._file.add_metadata(MANIFEST_NAME, to_metadata(self._manifest))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish and rename the file; after an exception, remove it."""
        is_finished = False
        try:
            if error is None:
                self._file.flush()
                self._file.add_metadata(STATISTICS_NAME, to_metadata(self._statistics()))
                self._file.finish()
                is_finished = True
        finally:
            self._file.__exit__(kind, error, trace)
            if not is_finished:
                self._file.part_path.unlink(missing_ok=True)

    def begin(self, sequences: Mapping[Topic, int]) -> None:
        """From here on messages of another source follow, whose next numbers would be `sequences`."""
        for topic in Topic:
            self._offset[topic] = self._next[topic] - sequences[topic]

    def add(self, topic: Topic, log_time_ns: int, sequence: int, data: bytes) -> None:
        """Add a message of the source."""
        number = sequence + self._offset[topic]
        log_time_ns = max(log_time_ns, self._times_ns.get(topic, log_time_ns))
        self._file.add(topic, log_time_ns, number, data)
        self._next[topic] = number + 1
        self._written[topic] += 1
        self._times_ns[topic] = log_time_ns
        if topic is Topic.SCREEN:
            self._rate.take(log_time_ns)
        self._first_ns = log_time_ns if self._first_ns is None else min(self._first_ns, log_time_ns)

    def insert(self, topic: Topic, log_time_ns: int, data: bytes) -> None:
        """Add a message that the source does not have."""
        self._offset[topic] += 1
        self.add(topic, log_time_ns, self._next[topic] - self._offset[topic], data)

    def leave_out(self, topic: Topic) -> None:
        """A message of the source is left out on purpose."""
        self._offset[topic] -= 1

    def end(self, sequences: Mapping[Topic, int], losses: tuple[Loss, ...]) -> None:
        """The source ends here.

        Args:
            sequences: the numbers that its next messages would have had; what is missing up to them is lost.
            losses: what its ledger says, on this file's clock.
        """
        for topic in Topic:
            self._next[topic] = max(self._next[topic], sequences[topic] + self._offset[topic])
        self._losses.extend(losses)

    def flush(self) -> None:
        """End the chunk in progress."""
        self._file.flush()

    def _statistics(self) -> RecordingStatistics:
        return RecordingStatistics(
            written={topic.value: self._written[topic] for topic in Topic},
            dropped={topic.value: self._next[topic] - self._written[topic] for topic in Topic},
            bytes_written=self._file.bytes_written,
            first_ns=self._first_ns,
            last_ns=max(self._times_ns.values(), default=None),
            is_repaired=self._is_repaired,
            losses=tuple(self._losses),
            real_frames_per_second=round(self._rate.per_second, 3),
        )
