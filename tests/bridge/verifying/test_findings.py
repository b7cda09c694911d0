from __future__ import annotations

import pytest

from bridge.verifying.findings import covered_ms


@pytest.mark.parametrize(
    ("spans_ms", "covered"),
    [([], 0.0), ([(0, 5)], 5.0), ([(4, 9), (0, 5)], 9.0), ([(0, 10), (2, 3)], 10.0), ([(0, 1), (5, 7)], 3.0)],
)
def test_time_that_several_spans_cover_counts_once(spans_ms: list[tuple[int, int]], covered: float) -> None:
    assert covered_ms([(start * 1_000_000, end * 1_000_000) for start, end in spans_ms]) == covered
