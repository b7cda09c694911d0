"""Recorders and repairs that are killed, and disks that refuse a write, with real processes.

For a process without threads: it forks.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import struct
from collections.abc import Callable
from pathlib import Path

from agent.errors import AgentError
from agent.recorder import Recorder
from bridge.clock import MILLISECOND_NS, SECOND_NS, SystemClock, VirtualClock
from bridge.errors import CorruptRecording
from bridge.events import Author, PointerMove
from bridge.recording.reader import open_recording
from bridge.recording.repair import repair
from bridge.recording.writer import RecordingWriter
from tests.bridge.recording.sessions import manifest_of, state_at, write_session

CLOCK = SystemClock()
TICK_NS = 600 * MILLISECOND_NS
_TOLD = struct.Struct("=Q")
_AT_ONCE = 4


def kill_recorders(folder: Path, count: int, seed: int) -> str:
    """Kill a recorder that hears 500 events a second at a random moment, `count` times; returns figures.

    Raises:
        AssertionError: a file does not open, holds something else than what was handed over, or lost more than a tick.
    """
    chance, worst_ns, events = random.Random(seed), 0, 0
    for first in range(0, count, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, count))
        recorders = [_start_recorder(folder / f"{number}.mcap") for number in numbers]
        for pid, told, path in recorders:
            CLOCK.sleep_until_ns(CLOCK.now_ns() + round(chance.uniform(0.2, 1.5) / _AT_ONCE * SECOND_NS))
            killed_ns = CLOCK.now_ns()
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            handed_ns = _handed_over(told)
            kept = [event.at_ns for event in open_recording(path.with_name(path.name + ".part")).inputs()]
            assert kept == handed_ns[: len(kept)] or len(kept) == len(handed_ns) + 1, "the file holds something else"
            lost = [at_ns for at_ns in handed_ns[len(kept) :] if at_ns <= killed_ns]
            worst_ns = max(worst_ns, killed_ns - lost[0] if lost else 0)
            events += len(kept)
    assert worst_ns <= TICK_NS, f"{worst_ns / MILLISECOND_NS:.0f} ms of input were lost"
    return f"{count} kills, {count} files open, {events} events kept, at most {worst_ns / 1e6:.0f} ms of input lost"


def refuse_writes(folder: Path, count: int) -> str:
    """Let the system refuse the first write, the second, and so on; returns figures.

    Raises:
        AssertionError: a file does not open, or lost a tick that was written, or the process went on for over 2 s.
    """
    ends = _write_ends(folder / "reference.mcap", count)
    slowest_ns = 0
    for number in range(count):
        path = folder / f"{number}.mcap"
        size = ends[number - 1] if number else 0
        limit = size + (ends[number] - size) // 2
        started_ns = CLOCK.now_ns()
        code = _forked(lambda path=path, limit=limit: _record_until_refused(path, limit, len(ends)))
        took_ns = CLOCK.now_ns() - started_ns
        slowest_ns = max(slowest_ns, took_ns)
        assert code == 7, f"write {number + 1} was refused and the process ended with {code}"
        part = path.with_name(path.name + ".part")
        assert part.stat().st_size == size, f"write {number + 1} left a part of itself"
        states = max(0, number - 1)
        assert _opens(part, states) is (number > 0), f"the file of refused write {number + 1} does not hold its ticks"
    slowest_s = slowest_ns / SECOND_NS
    assert slowest_s <= 2.0, f"a process went on for {slowest_s:.1f} s"
    return (
        f"the first {count} writes refused one by one: {count - 1} files open with all that was flushed (the first "
        f"write is the manifest's: nothing was recorded), slowest process {slowest_s:.2f} s from start to end"
    )


def kill_repairs(folder: Path, count: int, seed: int) -> str:
    """Kill a repair at a random moment and run it again, `count` times; returns figures.

    Raises:
        AssertionError: the second repair gives other bytes than an undisturbed one.
    """
    whole = write_session(folder / "whole.mcap", 400).path
    data, chance = whole.read_bytes()[: whole.stat().st_size * 3 // 4], random.Random(seed)
    (folder / "reference.mcap.part").write_bytes(data)
    started_ns = CLOCK.now_ns()
    assert _forked(lambda: _repaired(folder / "reference.mcap.part")) == 0, "the repair failed"
    took_ns, wanted = CLOCK.now_ns() - started_ns, (folder / "reference.mcap").read_bytes()
    interrupted = 0
    for number in range(count):
        here = folder / str(number)
        here.mkdir()
        (here / "a.mcap.part").write_bytes(data)
        pid = _fork(lambda here=here: _repaired(here / "a.mcap.part"))
        CLOCK.sleep_until_ns(CLOCK.now_ns() + round(took_ns * chance.uniform(0.0, 1.1)))
        os.kill(pid, signal.SIGKILL)
        interrupted += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        part = here / "a.mcap.part"
        report = repair(part if part.exists() else here / "a.mcap")
        assert report.path.read_bytes() == wanted, f"the repair after kill {number} gave other bytes, seed {seed}"
        assert [path.name for path in here.iterdir()] == ["a.mcap"], "something is left behind"
        shutil.rmtree(here)
    took = f"{count} kills of a repair of {took_ns / 1e6:.0f} ms"
    return f"{took}, {interrupted} of them before its end: same bytes each time"


def _start_recorder(path: Path) -> tuple[int, int, Path]:
    """A recorder's process that records; its id, and the pipe on which it tells what it handed over."""
    told, tell = os.pipe()
    pid = _fork(lambda: _record_on(path, tell))
    os.close(tell)
    while not path.with_name(path.name + ".part").exists():
        CLOCK.sleep_until_ns(CLOCK.now_ns() + MILLISECOND_NS)
    return pid, told, path


def _record_on(path: Path, tell: int) -> int:
    with Recorder(RecordingWriter(path, manifest_of(), video=False)) as recorder:
        at_ns, index = CLOCK.now_ns(), 0
        while True:
            event = PointerMove(CLOCK.now_ns(), index % 45, index % 31, Author.HUMAN)
            recorder.keep_inputs((event,))
            os.write(tell, _TOLD.pack(event.at_ns))
            index += 1
            CLOCK.sleep_until_ns(at_ns + 2 * index * MILLISECOND_NS)


def _handed_over(told: int) -> list[int]:
    with os.fdopen(told, "rb") as pipe:
        data = pipe.read()
    whole = len(data) - len(data) % _TOLD.size
    return [at_ns for (at_ns,) in _TOLD.iter_unpack(data[:whole])]


def _write_ends(path: Path, count: int) -> list[int]:
    """The size of the file after each write: one for the manifest, one a state."""
    with RecordingWriter(path, manifest_of(), clock=VirtualClock(), video=False) as writer:
        ends = [writer.statistics.bytes_written]
        for index in range(count):
            writer.write_state(state_at(index))
            ends.append(writer.statistics.bytes_written)
    return ends


def _record_until_refused(path: Path, limit: int, states: int) -> int:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    clock = VirtualClock()
    try:
        with Recorder(RecordingWriter(path, manifest_of(), clock=clock, video=False), clock) as recorder:
            for index in range(states):
                if recorder.reason_to_stop:
                    break
                recorder.keep_state(state_at(index))
    except (AgentError, OSError):
        return 7
    return 0


def _opens(part: Path, states: int) -> bool:
    """Whether a recording opens and holds exactly so many states."""
    try:
        return list(open_recording(part).states()) == [state_at(index) for index in range(states)]
    except CorruptRecording:
        return False


def _repaired(part: Path) -> int:
    repair(part)
    return 0


def _forked(work: Callable[[], int]) -> int:
    """The exit code of a process that does some work."""
    return os.waitstatus_to_exitcode(os.waitpid(_fork(work), 0)[1])


def _fork(work: Callable[[], int]) -> int:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = work()
        finally:
            os._exit(code)
    return pid
