"""A thousand hours of play go through training's loader as one hour does."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from tests.soak.generated_play import Passage

HOURS = (1, 10, 100, 1000)
ROUNDS, STEPS, CHAPTER = 5, 2_496, 20_000
"""Eight chapters of three hours: sessions are opened and closed ten times as often as with the default."""


def soak_memory_and_throughput_are_the_same_for_a_thousand_hours() -> str:
    """Memory beside the files' own pages grows to that of two chapters and no further; a window's work stays.

    From ten hours on, that is: a single hour is one chapter that is opened once, and most likely stays in cache.
    """
    with tempfile.TemporaryDirectory() as place:
        rounds = [[_passage(Path(place), hours) for hours in HOURS] for _ in range(ROUNDS)]
    # other programs slow even a processor's own time down, by its caches: of several turns the quickest counts
    passages = [max(turns, key=lambda one: one.windows_per_cpu_s) for turns in zip(*rounds, strict=True)]
    ten, thousand = passages[1], passages[-1]
    assert thousand.chapters > 2, thousand
    assert thousand.own_mib <= 1.15 * ten.own_mib, passages
    speeds = [passage.windows_per_cpu_s for passage in passages]
    slowest, fastest = min(speeds), max(speeds[1:])
    assert slowest >= 0.75 * fastest, passages
    assert slowest >= 0.6 * speeds[0], passages
    return f"slowest {slowest / fastest:.2f} of the quickest from ten hours on; " + "; ".join(
        f"{one.hours} h: {one.windows_per_cpu_s:.0f} windows per second of processor ({one.windows_per_s:.0f} per "
        f"second), {one.own_mib:.0f} MiB, {one.chapters} chapter(s)"
        for one in passages
    )


def _passage(place: Path, hours: int) -> Passage:
    command = [sys.executable, "-m", "tests.soak.generated_play", str(place), str(hours), str(STEPS), str(CHAPTER)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Passage)
