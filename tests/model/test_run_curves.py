from __future__ import annotations

from pathlib import Path

import pytest

from model.errors import CheckpointError
from model.run_curves import CURVES, CurvePoint, CurveWriter, read_curves


def test_a_point_has_the_mean_of_the_steps_since_the_one_before(tmp_path: Path) -> None:
    curves = CurveWriter(tmp_path)
    for loss in (1.0, 3.0):
        curves.trained({"total": loss})
    curves.judged(2, 1.0, {"total": 5.0})
    curves.trained({"total": 7.0})
    curves.judged(3, 1.5, {"total": 4.0})
    assert read_curves(tmp_path) == (
        CurvePoint(2, 1.0, {"total": 2.0}, {"total": 5.0}),
        CurvePoint(3, 1.5, {"total": 7.0}, {"total": 4.0}),
    )


def test_a_run_that_goes_on_from_an_earlier_step_forgets_what_came_after_it(tmp_path: Path) -> None:
    for step in (10, 20, 30):
        CurveWriter(tmp_path).judged(step, 1.0, {})
    CurveWriter(tmp_path).judged(20, 9.0, {})
    assert [(point.step, point.seconds) for point in read_curves(tmp_path)] == [(10, 1.0), (20, 9.0)]


def test_a_run_that_was_not_judged_has_no_points(tmp_path: Path) -> None:
    assert read_curves(tmp_path) == ()


@pytest.mark.parametrize("line", [b"{}", b"{", b'{"\xff":1}'], ids=["another value", "cut off", "no text"])
def test_a_damaged_line_is_named(tmp_path: Path, line: bytes) -> None:
    (tmp_path / CURVES).write_bytes(line + b"\n")
    with pytest.raises(CheckpointError, match=r"curves\.jsonl: a line is no point"):
        read_curves(tmp_path)
