"""The pauses between attempts grow, stay bounded and differ."""

import numpy as np
import pytest

from bridge.sandbox.backoff import DEFAULT_BACKOFF, Backoff


class Highest:
    """A generator that always draws the longest pause."""

    def random(self) -> float:
        return 0.0


def test_pauses_double_from_half_a_second_to_ten():
    waits_s = [DEFAULT_BACKOFF.wait_s(failures, Highest()) for failures in range(1, 9)]
    assert waits_s == [0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0, 10.0]


def test_jitter_shortens_a_pause_by_at_most_a_quarter():
    generator = np.random.default_rng(1)
    waits_s = [DEFAULT_BACKOFF.wait_s(3, generator) for _ in range(1_000)]
    assert 1.5 < min(waits_s) < 1.51
    assert 1.99 < max(waits_s) <= 2.0


def test_the_same_generator_gives_the_same_pauses():
    pauses = [
        [DEFAULT_BACKOFF.wait_s(n, generator) for n in range(1, 9)] for generator in map(np.random.default_rng, (7, 7))
    ]
    assert pauses[0] == pauses[1]


def test_any_number_of_failures_has_a_pause():
    assert DEFAULT_BACKOFF.wait_s(10**9, Highest()) == 10.0


@pytest.mark.parametrize(("first_s", "longest_s"), [(0.0, 1.0), (2.0, 1.0), (-1.0, 1.0)])
def test_pauses_that_make_no_sense_are_refused(first_s, longest_s):
    with pytest.raises(ValueError, match="expected 0 < first_s"):
        Backoff(first_s, longest_s)
