"""A thousand hours of play go through training's loader as one hour does."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from tests.soak.generated_play import Passage

HOURS = (1, 10, 100, 1000)
ROUNDS, STEPS, CHAPTER = 3, 1_000, 20_000
"""A chapter of three hours: sessions are opened and closed as often as in ten times the time of the default."""


def soak_memory_and_throughput_are_the_same_for_a_thousand_hours() -> str:
    """Memory beside the files' own pages grows to that of two chapters and no further; throughput stays."""
    with tempfile.TemporaryDirectory() as place:
        rounds = [[_passage(Path(place), hours) for hours in HOURS] for _ in range(ROUNDS)]
    # other programs only slow it down: of each size the quickest of several turns counts
    passages = [max(turns, key=lambda one: one.windows_per_s) for turns in zip(*rounds, strict=True)]
    ten, thousand = passages[1], passages[-1]
    assert thousand.chapters > 2, thousand
    assert thousand.own_mib <= 1.15 * ten.own_mib, passages
    slowest, fastest = (choose(passage.windows_per_s for passage in passages) for choose in (min, max))
    assert slowest >= 0.7 * fastest, passages
    return "; ".join(
        f"{one.hours} h: {one.windows_per_s:.0f} windows/s, {one.own_mib:.0f} MiB, {one.chapters} chapter(s)"
        for one in passages
    )


def _passage(place: Path, hours: int) -> Passage:
    command = [sys.executable, "-m", "tests.soak.generated_play", str(place), str(hours), str(STEPS), str(CHAPTER)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Passage)
