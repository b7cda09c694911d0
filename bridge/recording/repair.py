"""Repair: an unfinished or damaged recording becomes a finished one that holds everything up to the first lost byte."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bridge.errors import RecordingExists
from bridge.recording.channels import Topic
from bridge.recording.manifest import MANIFEST_NAME, STATISTICS_NAME, RecordingStatistics, to_metadata
from bridge.recording.picture_rate import PictureRate
from bridge.recording.raw import DamagedChunk, RawMessage, RawRecording, open_raw
from bridge.recording.session_file import PART_SUFFIX, SessionFile, lock, sync_folder

DAMAGED_SUFFIX = ".damaged"
_WORK_SUFFIX = ".repair"


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What a repair did.

    Args:
        path: the finished recording.
        was_needed: False where it was finished and sound already, and nothing was touched.
        kept: messages in it, by topic.
        lost_bytes: length of the file behind the last whole record; 0 where nothing but the ending was missing.
        damage: what stopped the reading; "" where the file was merely cut off.
        original: where a damaged file was kept, since more may be in it; None where there was none.
    """

    path: Path
    was_needed: bool
    kept: dict[str, int]
    lost_bytes: int
    damage: str
    original: Path | None


def repair(path: Path) -> RepairReport:
    """Finish a recording, "<name>.mcap.part" or "<name>.mcap"; a `.part` becomes "<name>.mcap".

    The new file replaces the old one at once or not at all; a repair that was interrupted at any moment is done again
    with the same bytes. What is kept is an exact prefix of what was written.

    Raises:
        CorruptRecording: nothing can be saved: not a recording, another version, or cut off before its manifest.
        RecordingExists: it is being recorded right now, or a file is there that would be overwritten.
    """
    open_raw(path)  # says clearly what cannot be repaired, before anything is opened for good
    with path.open("rb") as held:
        lock(held)
        raw = open_raw(path)
        target = _target(path)
        if raw.layout.is_finished and (kept := _count_if_sound(raw)) is not None:
            _put(path, target)
            return RepairReport(target, path != target, kept, 0, "", None)
        return _repair(raw, target)


def _count_if_sound(raw: RawRecording) -> dict[str, int] | None:
    """The messages of a recording by topic, None where it is damaged."""
    counts = Counter({topic.value: 0 for topic in Topic})
    try:
        for chunk in raw.chunks():
            counts.update(message.topic.value for message in chunk.messages)
    except DamagedChunk:
        return None
    return None if raw.layout.damage else dict(counts)


def _repair(raw: RawRecording, target: Path) -> RepairReport:
    work = SessionFile(target.with_name(target.name + _WORK_SUFFIX))
    source = _Salvage(raw)
    try:
        _remove(work)
        statistics = _rewrite(raw, source, work)
        original = _keep_original(raw.path) if source.damage else None
        work.path.replace(raw.path)
    finally:
        _remove(work)
    _put(raw.path, target)
    return RepairReport(target, True, statistics.written, source.lost_bytes, source.damage, original)


def _put(path: Path, target: Path) -> None:
    """Give a finished recording its name."""
    if path != target:
        path.rename(target)
    sync_folder(target.parent)


def _remove(work: SessionFile) -> None:
    """Remove what an unfinished repair left."""
    work.path.unlink(missing_ok=True)
    work.part_path.unlink(missing_ok=True)


class _Salvage:
    """The messages that can be saved; afterwards, what could not be."""

    def __init__(self, raw: RawRecording) -> None:
        self._raw = raw
        self.damage = raw.layout.damage
        self.lost_bytes = 0 if raw.layout.is_finished else raw.layout.size - raw.layout.end

    def chunks(self) -> Iterator[tuple[RawMessage, ...]]:
        """The messages of each whole, sound chunk; a cut one has no checksum that could tell what of it is right."""
        sound_end = 0
        try:
            for chunk in self._raw.chunks():
                sound_end = chunk.end
                yield chunk.messages
        except DamagedChunk as error:
            self.damage = error.reason
            self.lost_bytes = self._raw.layout.size - sound_end
            return


def _rewrite(raw: RawRecording, source: _Salvage, work: SessionFile) -> RecordingStatistics:
    """Write what can be saved as a finished file of its own; chunk for chunk, so that nothing is held in memory."""
    written: Counter[str] = Counter({topic.value: 0 for topic in Topic})
    expected: Counter[str] = Counter({topic.value: 0 for topic in Topic})
    times_ns: list[int] = []
    rate = PictureRate([part.from_ns for part in raw.manifest.parts[1:]])
    with work:
        work.add_metadata(MANIFEST_NAME, to_metadata(raw.manifest))
        for chunk in source.chunks():
            for message in chunk:
                work.add(message.topic, message.log_time_ns, message.sequence, message.data)
                written[message.topic.value] += 1
                expected[message.topic.value] = message.sequence + 1
                if message.topic is Topic.SCREEN:
                    rate.take(message.log_time_ns)
            times_ns = _range([*times_ns, *(message.log_time_ns for message in chunk)])
            work.flush()
        statistics = RecordingStatistics(
            written=dict(written),
            dropped={topic: expected[topic] - count for topic, count in written.items()},
            bytes_written=work.bytes_written,
            first_ns=times_ns[0] if times_ns else None,
            last_ns=times_ns[-1] if times_ns else None,
            is_repaired=True,
            real_frames_per_second=round(rate.per_second, 3),
        )
        work.add_metadata(STATISTICS_NAME, to_metadata(statistics))
        work.finish()
    return statistics


def _range(times_ns: list[int]) -> list[int]:
    return [min(times_ns), max(times_ns)] if times_ns else []


def _target(path: Path) -> Path:
    """Where the finished recording belongs."""
    if path.suffix != PART_SUFFIX:
        return path
    target = path.with_suffix("")
    if target.exists():
        raise RecordingExists(f"{target} exists beside {path}; move one of them away, then repair again")
    return target


def _keep_original(path: Path) -> Path:
    """Give a damaged file a second name, so that replacing it loses nothing."""
    original = path.with_name(path.name + DAMAGED_SUFFIX)
    if original.exists():
        if original.samefile(path):
            return original  # an interrupted repair came that far
        raise RecordingExists(f"{original} exists already from an earlier repair; move it away, then repair again")
    original.hardlink_to(path)
    return original
