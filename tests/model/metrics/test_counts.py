from __future__ import annotations

import pytest

from model.metrics.counts import count_figures
from tests.model.metrics.plain_windows import arrays, at

TRUE = arrays(at(), at(1.0), at(1.0, 2.0, 3.0))


def test_draws_that_are_the_truth_have_no_distance() -> None:
    figures = count_figures([TRUE, TRUE], TRUE)
    assert (figures["count_crps"], figures["count_w1"]) == (0.0, 0.0)
    assert figures["empty_share"] == figures["empty_share_true"] == pytest.approx(1 / 3)
    assert figures["count_mean"] == figures["count_mean_true"] == pytest.approx(4 / 3)


def test_counts_are_compared_over_all_draws() -> None:
    figures = count_figures([arrays(at(), at(), at()), arrays(at(1.0), at(1.0), at(1.0))], TRUE)
    assert figures["empty_share"] == 0.5
    assert figures["count_w1"] == pytest.approx((0 + 1 / 2 + 0 + 2) / 3)  # 000 111 against 00 11 33, in order
    assert figures["count_crps"] == pytest.approx(((0.5 - 0.5) + (0.5 - 0.5) + (2.5 - 0.5)) / 3)
