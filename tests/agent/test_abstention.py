"""A run that abstains plays the same games; coverage and score are told at each threshold."""

import json

import pytest

from agent.abstention import PICTURE, TABLE, THRESHOLDS, abstention_curve, curve_rows, keep_curve
from agent.closed_loop import measure_tasks
from model.workers import ProcessWorkers


@pytest.fixture(scope="module")
def curve(tiny_run):
    with ProcessWorkers(1) as workers:
        (scores,) = measure_tasks(tiny_run, ("woodcutting",), (900_000, 900_001), 0.1, "cpu", workers)
        return abstention_curve(tiny_run, "woodcutting", scores.agent, "cpu", workers)


def test_coverage_falls_from_all_ticks_with_the_threshold(curve):
    assert [point.abstain_above for point in curve] == [None, *THRESHOLDS]
    coverage = [point.coverage.mean for point in curve]
    assert coverage[0] == 1.0
    assert coverage[-1] < 1.0


def test_the_curve_is_kept_as_a_table_and_a_picture(curve, tmp_path):
    assert keep_curve(tmp_path, "woodcutting", curve) == tmp_path / PICTURE
    assert (tmp_path / PICTURE).read_bytes().startswith(b"\x89PNG")
    kept = json.loads((tmp_path / TABLE).read_text())
    assert [point["abstain_above"] for point in kept["points"]] == [None, *THRESHOLDS]
    assert kept["points"][0]["difference"] == {"mean": 0.0, "ci95": [0.0, 0.0]}


def test_a_row_tells_what_is_let_be(curve):
    rows = curve_rows(curve)
    assert rows[0][:2] == ("always acts", "100.0 %")
    assert rows[1][0] == "99.9 %"
