"""What becomes of a recording, and of every tool, on a small disk that is physically full.

`python -m tests.end_to_end.full_disk DISK SESSION` prints what it found as one line of JSON.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from agent.errors import AgentError
from agent.recorder import Recorder
from bridge.clock import SECOND_NS, SystemClock, VirtualClock
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from tests.bridge.recording.sessions import events_after, frame_at, manifest_of, state_at
from tests.end_to_end.commands import run_here

CLOCK = SystemClock()
TICKS = 3_000


@dataclass(frozen=True, slots=True)
class Refused:
    """What a verb said on the full disk, and what it left there."""

    code: int
    lines: list[str]
    left: list[str]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Args:
        error: of the recorder when it was left.
        ended_s: how long the recorder took to end, from when it asked to stop.
        ticks_kept: in the file, an exact prefix of what was handed over.
        repaired_ticks: in the file that a repair on the full disk, and then on one with room, made.
        verbs: each verb on the full disk.
    """

    error: str
    ended_s: float
    ticks_kept: int
    repaired_ticks: int
    repair_when_full: Refused
    verbs: dict[str, Refused]


def main(disk: Path, session: Path) -> Found:
    """Fill the disk by recording, then try everything on it, and repair the recording once there is room."""
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(600 * 1024))
    error, ended_s = _record_until_it_is_full(disk / "a.mcap")
    part = disk / "a.mcap.part"
    states = list(open_recording(part).states())
    assert states == [state_at(index) for index in range(len(states))], "the file holds something else"
    before = part.read_bytes()
    _fill(disk / "filler")
    repair_when_full = _refused(disk, "data", "repair", part)
    assert part.read_bytes() == before, "a repair without room changed the file"
    verbs = {" ".join(verb): _refused(disk, *_arguments(verb, session, disk)) for verb in VERBS}
    ballast.unlink()
    assert run_here("data", "repair", part).code == 0
    repaired = open_recording(disk / "a.mcap")
    assert repaired.is_complete
    return Found(error, ended_s, len(states), len(list(repaired.states())), repair_when_full, verbs)


VERBS = (
    ("data", "trim", "--from", "1", "--out"),
    ("data", "split", "--every-ticks", "10", "--out"),
    ("data", "redact", "--area", "0,0,64x64", "--out"),
    ("data", "export", "--format", "csv", "--out"),
    ("data", "export", "--format", "owamcap", "--out"),
    ("data", "export", "--format", "lerobot", "--out"),
    ("data", "view", "--html"),
    ("data", "view", "--animation"),
)


def _arguments(verb: tuple[str, ...], session: Path, disk: Path) -> tuple[object, ...]:
    return (*verb, disk / "out", session)


def _record_until_it_is_full(path: Path) -> tuple[str, float]:
    clock = VirtualClock()
    recorder = Recorder(RecordingWriter(path, manifest_of(), clock=clock), clock, free=lambda _: sys.maxsize)
    noticed_ns = CLOCK.now_ns()
    try:
        with recorder:
            for index in range(TICKS):
                recorder.keep_state(state_at(index))
                recorder.keep_inputs(events_after(index))
                for part in range(3):
                    recorder.keep_frame(frame_at(index, part))
                if recorder.reason_to_stop:
                    break
            noticed_ns = CLOCK.now_ns()
    except AgentError as error:
        return str(error), (CLOCK.now_ns() - noticed_ns) / SECOND_NS
    raise AssertionError(f"{TICKS} ticks did not fill the disk")


def _fill(file: Path) -> None:
    """Take what the recorder's last piece did not fit into."""
    with suppress(OSError), file.open("wb", buffering=0) as filler:
        while filler.write(bytes(512)):
            pass


def _refused(disk: Path, *arguments: object) -> Refused:
    before = set(disk.rglob("*"))
    done = run_here(*arguments)
    left = [str(path.relative_to(disk)) for path in sorted(set(disk.rglob("*")) - before) if path.is_file()]
    return Refused(done.code, done.error_lines, left)


if __name__ == "__main__":
    sys.stdout.write(msgspec.json.encode(main(Path(sys.argv[1]), Path(sys.argv[2]))).decode())
