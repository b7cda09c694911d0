"""Tests in several processes at once (`pytest -n`): one takes all that must keep time, the others the rest, by files.

What runs against the clock, with processes, threads and a screen of its own, is disturbed most by its like.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

KEEP_TIME = (
    "tests/agent/desktop/",
    "tests/agent/test_demo",
    "tests/agent/test_doctor_desktop",
    "tests/agent/test_games",
    "tests/agent/test_live",
    "tests/agent/test_play.",
    "tests/agent/test_record",
    "tests/agent/test_sandbox_process",
    "tests/agent/test_watch",
    "tests/bridge/link/",
    "tests/bridge/runelite/",
    "tests/bridge/sandbox/test_game_window",
    "tests/bridge/sandbox/test_window",
    "tests/contract/test_input_",
    "tests/contract/test_frame_source",
    "tests/end_to_end/",
    "tests/soak/",
)
"""Beginnings of the paths of such tests."""

APART = ("tests/docs/",)
"""Where each test takes so long that it may be anybody's."""


class SideBySide(LoadScopeScheduling):
    """What belongs to one process: the tests of one scope."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(KEEP_TIME):
            return "keeps time"
        return nodeid if nodeid.startswith(APART) else nodeid.split("::", 1)[0]
