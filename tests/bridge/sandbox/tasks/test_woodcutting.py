"""What only woodcutting promises; what every task promises is in test_tasks.py."""

from __future__ import annotations

import msgspec

from bridge.sandbox.rules_file import load_rules
from bridge.sandbox.tasks.woodcutting import woodcutting_score
from bridge.sandbox.world import Counters
from bridge.sandbox.worldgen import make_world


def test_the_score_is_logs_chopped_and_logs_banked_halved() -> None:
    world = make_world(load_rules("woodcutting"), "woodcutting", 1)
    assert woodcutting_score(msgspec.structs.replace(world, counters=Counters(31, 28))) == 29.5
