from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from model.errors import CheckpointError
from model.run_evaluations import EVALUATIONS, latest_by_task, note_evaluation, read_evaluations
from tests.model.run_directories import evaluation


def test_evaluations_are_kept_in_their_order(tmp_path: Path) -> None:
    first, second = evaluation(0.5, step=10), evaluation(None, step=20)
    note_evaluation(tmp_path, first)
    note_evaluation(tmp_path, second)
    assert read_evaluations(tmp_path) == (first, second)


def test_the_last_evaluation_of_a_task_counts() -> None:
    other = msgspec.structs.replace(evaluation(0.4), task="combat")
    assert latest_by_task((evaluation(0.5), other, evaluation(0.6))) == {
        "woodcutting": evaluation(0.6),
        "combat": other,
    }


@pytest.mark.parametrize("line", [b"[]", b"{", b'{"\xff":1}'], ids=["another value", "cut off", "no text"])
def test_a_damaged_line_is_named(tmp_path: Path, line: bytes) -> None:
    (tmp_path / EVALUATIONS).write_bytes(line + b"\n")
    with pytest.raises(CheckpointError, match=r"evaluations\.jsonl: a line is no evaluation"):
        read_evaluations(tmp_path)
