"""Levels from experience."""

from __future__ import annotations

import pytest

from bridge.sandbox.skills import MAX_LEVEL, experience_for, level_at


@pytest.mark.parametrize(("level", "experience"), [(1, 0), (2, 83), (10, 1154), (30, 13363), (99, 13034431)])
def test_the_table_of_the_game(level: int, experience: int) -> None:
    assert experience_for(level) == experience
    assert level_at(experience) == level


def test_one_point_less_is_one_level_less() -> None:
    assert [level_at(experience_for(level) - 1) for level in range(2, 100)] == list(range(1, 99))


def test_no_level_lies_above_99() -> None:
    assert level_at(200_000_000) == MAX_LEVEL
