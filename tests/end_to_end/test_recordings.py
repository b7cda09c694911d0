"""Every recording replays exactly: those under recordings/, a person's own among them, and those of another folder.

`OSRS_AGENT_RECORDINGS` names the other folder.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent.replay import replay_exactly
from bridge.recording.reader import open_recording

RECORDINGS = Path(__file__).parents[2] / "recordings"
SAMPLE = RECORDINGS / "sample" / "woodcutting.mcap"
OTHERS = os.environ.get("OSRS_AGENT_RECORDINGS")


def sessions() -> list[Path]:
    folders = [RECORDINGS, *([Path(OTHERS)] if OTHERS else [])]
    return [path for folder in folders for path in sorted(folder.rglob("*.mcap"))]


@pytest.mark.parametrize("session", sessions(), ids=str)
def test_a_recording_replays_exactly(session):
    report = replay_exactly(session)
    assert report.mismatches == ()
    assert report.is_exact


def test_the_sample_is_twenty_seconds_of_the_expert_under_2_mb():
    recording = open_recording(SAMPLE)
    times_ns = [state.tick.received_ns for state in recording.states()]
    assert recording.is_complete
    assert recording.manifest.author == "expert"
    assert (recording.manifest.frame_width_px, recording.manifest.frame_height_px) == (384, 252)
    assert 18e9 <= times_ns[-1] - times_ns[0] <= 25e9
    assert SAMPLE.stat().st_size < 2_000_000


def test_the_sample_holds_input_of_each_kind_that_the_expert_makes():
    kinds = {type(event).__name__ for event in open_recording(SAMPLE).inputs()}
    assert {"PointerMove", "ButtonPress", "ButtonRelease"} <= kinds


def test_another_folder_can_be_named():
    assert OTHERS is None or sessions()[-1].is_relative_to(OTHERS), f"{OTHERS} holds no recording (.mcap)"
