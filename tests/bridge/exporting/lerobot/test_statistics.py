import numpy as np

from bridge.exporting.lerobot.statistics import column_statistics, is_sampled, joined, picture_statistics


def test_a_columns_statistics_are_those_of_its_values():
    found = column_statistics(np.array([[0.0, 5.0], [2.0, 5.0], [4.0, 5.0]], np.float32))
    assert {name: found[name].tolist() for name in ("min", "max", "mean", "count", "q50")} == {
        "min": [0, 5],
        "max": [4, 5],
        "mean": [2, 5],
        "count": [3],
        "q50": [2, 5],
    }
    np.testing.assert_allclose(found["std"], [np.std([0, 2, 4]), 0])


def test_two_parts_joined_are_as_the_whole():
    values = np.random.default_rng(3).normal(size=(50, 4))
    whole, parts = column_statistics(values), joined([column_statistics(values[:20]), column_statistics(values[20:])])
    for name in ("min", "max", "mean", "std", "count"):
        np.testing.assert_allclose(parts[name], whole[name])


def test_pictures_are_told_of_by_channel_between_0_and_1():
    found = picture_statistics([np.full((4, 5, 3), (0, 51, 255), np.uint8)] * 2)
    assert (found["mean"].shape, found["mean"].ravel().tolist()) == ((3, 1, 1), [0, 0.2, 1])
    assert found["count"].tolist() == [2]


def test_long_episodes_are_sampled_evenly():
    assert sum(is_sampled(row, 36_000) for row in range(36_000)) == 100
    assert all(is_sampled(row, 7) for row in range(7))
