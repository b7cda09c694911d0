"""A million mutated frames: whatever another program sends, the reader takes it or refuses it, and keeps its memory."""

from __future__ import annotations

import re
from pathlib import Path

from tests.bridge.protocol.mutations import mutated_frames, outcomes

FRAMES = 1_000_000
WARM_UP = 20_000
SEED = 1_000_000
MOST_GROWTH_KIB = 16 * 1_024


def soak_fuzz_a_million_mutated_frames_are_taken_or_refused() -> str:
    """Nothing but refusals is raised, and resident memory grows by at most 16 MiB."""
    outcomes(mutated_frames(WARM_UP, seed=0))
    before_kib = resident_kib()
    counts = outcomes(mutated_frames(FRAMES, SEED))
    growth_kib = max(0, resident_kib() - before_kib)
    assert counts.total() == FRAMES
    assert counts["taken"] > 0
    assert growth_kib <= MOST_GROWTH_KIB, f"{growth_kib} KiB more resident memory"
    reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(counts.items()))
    return f"{FRAMES} frames (seed {SEED}): 0 uncaught, {reasons}; RSS +{growth_kib / 1_024:.1f} MiB"


def resident_kib() -> int:
    """The memory of this process that lies in RAM."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found is not None, "this trial needs Linux"
    return int(found[1])
