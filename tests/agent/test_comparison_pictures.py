from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from agent.comparison_pictures import draw_pictures
from model.comparison_run import ComparedPart
from tests.model.compared_parts import part

NAMES = {"lengths.png", "waits.png", "calibration.png", "paths.png", "likelihood.png"}
FIGURES = {"kind_nats_per_action": 0.2, "place_nats_per_action": 5.0, "clock_nats_per_window": None}
CLOCK = FIGURES | {"clock_nats_per_window": 17.0, "kaplan_meier_nats_per_window": 20.0}


def parts_of(*names: str) -> dict[str, ComparedPart]:
    clocks = {name for name in names if name.startswith("point")}
    return {name: part(CLOCK, CLOCK, pit=[0.05] * 20) if name in clocks else part(FIGURES, FIGURES) for name in names}


@pytest.mark.parametrize(
    "names",
    [
        ("parallel",),
        ("point_process_mixture",),
        ("parallel", "parallel_drawn", "sequential", "attention", "point_process", "point_process_mixture"),
    ],
    ids=len,
)
def test_every_picture_is_drawn_whatever_was_compared(names: tuple[str, ...], tmp_path: Path) -> None:
    written = draw_pictures(parts_of(*names), tmp_path)
    assert {path.name for path in written} == NAMES == {path.name for path in tmp_path.iterdir()}
    for path in written:
        picture = cv2.imread(str(path))
        assert picture is not None
        assert len(np.unique(picture)) > 10
        assert path.stat().st_size < 300_000
