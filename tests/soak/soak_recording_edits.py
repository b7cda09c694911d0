"""Edited and damaged recordings in large numbers: nothing is lost by a cut, and no flipped bit passes."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bridge.errors import CorruptRecording
from bridge.verifying.verify import verify
from tests.bridge.editing import cut_facts
from tests.bridge.editing.histories import histories
from tests.bridge.recording.sessions import flipped_copy, write_session

FLIPS = 10_000
HISTORIES = 1_000
MANY = settings(
    max_examples=HISTORIES,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def soak_ten_thousand_flipped_bits_are_all_found() -> str:
    """A recording with any one bit turned fails, or cannot be opened."""
    generator = random.Random(11)
    with tempfile.TemporaryDirectory() as name:
        whole = write_session(Path(name) / "a.mcap", 3).path
        size = whole.stat().st_size
        passed = [one for one in range(FLIPS) if _passes(whole, generator.randrange(size), generator.randrange(8))]
    assert passed == [], f"{len(passed)} flipped recordings passed"
    return f"{FLIPS} flips in {size} bytes, all found"


def soak_a_thousand_histories_are_split_and_merged_without_loss() -> str:
    """What is split anywhere and merged in any order has the same messages, numbers and manifest."""
    MANY(given(histories(), st.data())(cut_facts.split_and_merged_it_is_the_same))()
    return f"{HISTORIES} random sessions, 0 messages lost or doubled"


def soak_a_thousand_histories_are_trimmed_without_loss() -> str:
    """Each message is on exactly one side of a cut, and no release behind it is impossible."""
    MANY(given(histories(), st.data())(cut_facts.each_event_is_on_one_side_of_a_cut))()
    return f"{HISTORIES} random sessions, 0 messages lost or doubled, 0 impossible releases"


def _passes(whole: Path, byte: int, bit: int) -> bool:
    try:
        return verify(flipped_copy(whole, whole.with_name("flipped.mcap"), byte, bit)).is_ok
    except CorruptRecording:
        return False
