"""What a disk can do to a recording: cuts of the power in the middle of writing, and bits that turn."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from mcap.opcode import Opcode

from bridge.clock import VirtualClock
from bridge.errors import BridgeError, CorruptRecording
from bridge.recording.raw import RawMessage, open_raw
from bridge.recording.reader import open_recording
from bridge.recording.repair import repair
from bridge.recording.writer import RecordingWriter
from bridge.state import TICK_NS
from tests.bridge.recording.sessions import START_NS, events_after, frame_at, manifest_of, state_at

_PAGE_BYTES = 4096
_SECTOR_BYTES = 512
_PIECES_AT_RISK = 4  # flushes between two syncs, and one more
_REPAIR_EACH = 10


def write_sample(path: Path, ticks: int) -> Path:
    """A session of inputs, states and pictures, flushed twice a tick as life does."""
    clock = VirtualClock(START_NS)
    with RecordingWriter(path, manifest_of(), clock=clock) as writer:
        for index in range(ticks):
            clock.sleep_until_ns(START_NS + index * TICK_NS)
            writer.write_state(state_at(index))
            for event in events_after(index):
                writer.write_input(event)
            for part in range(3):
                clock.sleep_until_ns(START_NS + index * TICK_NS + part * TICK_NS // 3)
                writer.write_frame(frame_at(index % 8, part))
                writer.flush_if_due()
    return path


def cut_the_power(folder: Path, count: int, seed: int) -> str:
    """Damage the end of a recording in progress in every way that a dying disk can; returns figures.

    Up to a random flush all is on the disk. Of what was written behind it the disk holds any part: cut off, extended
    by zeros, with pages or sectors missing, or with what lay there before.

    Raises:
        AssertionError: a record was accepted that was never written, or a synced one is not there.
    """
    whole = write_sample(folder / "whole.mcap", 16)
    data, chance = whole.read_bytes(), random.Random(seed)
    messages = _messages(whole)
    ends = _flush_ends(whole)
    found: Counter[str] = Counter()
    for number in range(count):
        at = chance.randrange(len(ends) - _PIECES_AT_RISK)
        (synced, sound), (end, _) = ends[at], ends[at + chance.randrange(1, _PIECES_AT_RISK + 1)]
        kind, torn = _torn(data, synced, end, chance)
        part = folder / "cut.mcap.part"
        part.write_bytes(torn)
        kept = _sound_messages(part)
        assert kept == messages[: len(kept)], f"a wrong record was accepted: cut {number}, {kind}, seed {seed}"
        assert len(kept) >= sound, f"a synced record is lost: cut {number}, {kind}, seed {seed}"
        if number % _REPAIR_EACH == 0:
            _check_repair(part, messages, sound, f"repair of cut {number}, {kind}, seed {seed}")
        found[kind] += 1
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(found.items()))
    return f"{count} power cuts ({kinds}), 0 wrong records accepted, 0 synced records lost"


def turn_bits(folder: Path, count: int, seed: int) -> str:
    """Turn single bits of a finished recording; returns figures.

    Raises:
        AssertionError: a turned bit changed what is read, and nobody noticed.
    """
    whole = write_sample(folder / "whole.mcap", 12)
    data, chance = bytearray(whole.read_bytes()), random.Random(seed)
    raw, messages = open_raw(whole), _messages(whole)
    flipped, seen, unused = folder / "flipped.mcap", 0, 0
    for bit in chance.sample(range(8 * len(data)), count):
        data[bit // 8] ^= 1 << bit % 8
        flipped.write_bytes(data)
        data[bit // 8] ^= 1 << bit % 8
        try:
            recording = open_recording(flipped)
            same = [message for chunk in recording.raw.chunks() for message in chunk.messages] == messages
        except CorruptRecording:
            seen += 1
            continue
        same = same and recording.manifest == raw.manifest
        assert same, f"bit {bit} turned and was believed, seed {seed}"
        is_told = recording.statistics != raw.statistics or not recording.is_complete
        assert recording.statistics in (raw.statistics, None), f"bit {bit} turned the statistics, seed {seed}"
        seen, unused = seen + is_told, unused + (not is_told)
    return f"{count} bit flips, {seen} found, {unused} proven unused (everything read is the same), 0 believed"


def _messages(path: Path) -> list[RawMessage]:
    return [message for chunk in open_raw(path).chunks() for message in chunk.messages]


def _sound_messages(part: Path) -> list[RawMessage]:
    """All that a reader gives of a damaged file before it says so."""
    kept: list[RawMessage] = []
    try:
        for chunk in open_raw(part).chunks():
            kept.extend(chunk.messages)
    except CorruptRecording:
        pass
    return kept


def _flush_ends(path: Path) -> list[tuple[int, int]]:
    """Where each flush ended, and how many messages lie before: flushes end where a chunk's indexes do."""
    raw = open_raw(path)
    counts = [len(chunk.messages) for chunk in raw.chunks()]
    starts = [extent.offset - 9 for extent in raw.layout.extents if extent.opcode == Opcode.CHUNK]
    return [(start, sum(counts[:index])) for index, start in enumerate(starts)]


def _torn(data: bytes, synced: int, end: int, chance: random.Random) -> tuple[str, bytes]:
    """What the disk holds of `data[:end]`, of which only the first `synced` bytes are sure."""
    kind = chance.choice(("cut off", "zeros behind", "pages missing", "sectors missing", "old bytes"))
    if kind == "cut off":
        return kind, data[: chance.randrange(synced, end)]
    if kind == "zeros behind":
        cut = chance.randrange(synced, end)
        return kind, data[:cut] + bytes(end - cut + chance.randrange(_PAGE_BYTES))
    torn = bytearray(data[:end])
    size = _PAGE_BYTES if kind == "pages missing" else _SECTOR_BYTES
    blocks = range(synced // size, -(-end // size))
    for block in chance.sample(blocks, chance.randint(1, len(blocks))):
        start, stop = max(synced, block * size), min(end, (block + 1) * size)
        torn[start:stop] = chance.randbytes(stop - start) if kind == "old bytes" else bytes(stop - start)
    return kind, bytes(torn)


def _check_repair(part: Path, messages: list[RawMessage], sound: int, what: str) -> None:
    try:
        repaired = repair(part).path
    except BridgeError as error:
        raise AssertionError(f"{what} was refused: {error}") from error
    kept = _messages(repaired)
    assert kept == messages[: len(kept)], f"{what} made a wrong record"
    assert len(kept) >= sound, f"{what} lost a synced record"
    for path in part.parent.glob("cut.*"):
        path.unlink()
