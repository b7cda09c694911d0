"""Tasks are found by their names."""

from __future__ import annotations

import pytest

from bridge.errors import BridgeError
from bridge.sandbox.rules_file import load_rules
from bridge.sandbox.tasks import TASKS, task_named


def test_a_task_is_found_by_its_name() -> None:
    assert [task_named(task.name) for task in TASKS] == list(TASKS)


def test_an_unknown_name_says_what_is_known() -> None:
    with pytest.raises(BridgeError, match="'fishing', known are woodcutting, combat, jewellery"):
        task_named("fishing")


def test_every_task_has_its_scenario_in_the_rules() -> None:
    assert all(task.name in load_rules(task.name).scenario for task in TASKS)
