"""The statistics that a LeRobot dataset keeps of each column: what normalisation needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

QUANTILES = {"q01": 0.01, "q10": 0.10, "q50": 0.50, "q90": 0.90, "q99": 0.99}
SAMPLED_FRAMES = 100
"""Of an episode's pictures at most so many are looked at, evenly spread; of each every fourth pixel either way."""
_STEP_PX = 4

Statistics = Mapping[str, npt.NDArray[np.float64]]


def column_statistics(values: npt.NDArray[np.generic]) -> Statistics:
    """Of a column (N,) or (N, D): each float64 (1,) or (D,), `count` is (1,)."""
    rows = values.reshape(len(values), -1).astype(np.float64)
    return {
        "min": rows.min(axis=0),
        "max": rows.max(axis=0),
        "mean": rows.mean(axis=0),
        "std": rows.std(axis=0),
        "count": np.array([len(rows)], np.float64),
        **dict(zip(QUANTILES, np.quantile(rows, list(QUANTILES.values()), axis=0), strict=True)),
    }


def picture_statistics(pictures: Sequence[npt.NDArray[np.uint8]]) -> Statistics:
    """Of pictures (H, W, 3): each float64 (3, 1, 1) in 0..1, `count` is the pictures' (1,)."""
    pixels = np.concatenate([picture.reshape(-1, 3) for picture in pictures])
    found = {
        name: value.reshape(3, 1, 1) / 255.0 for name, value in column_statistics(pixels).items() if name != "count"
    }
    return {**found, "count": np.array([len(pictures)], np.float64)}


def is_sampled(row: int, rows: int) -> bool:
    """Whether the picture of a row is one of those that statistics look at."""
    return row % -(-rows // SAMPLED_FRAMES) == 0


def sample(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The pixels of a picture that statistics look at."""
    return picture[::_STEP_PX, ::_STEP_PX].copy()


def joined(parts: Sequence[Statistics]) -> Statistics:
    """The statistics of several episodes together; quantiles are the weighted mean, as in the format's own tools."""
    counts = np.array([part["count"][0] for part in parts])
    stacked = {name: np.stack([part[name] for part in parts]) for name in parts[0] if name != "count"}

    def weighted(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.asarray(np.average(values, axis=0, weights=counts))

    mean = weighted(stacked["mean"])
    variance = weighted(stacked["std"] ** 2 + (stacked["mean"] - mean) ** 2)
    return {
        "min": stacked["min"].min(axis=0),
        "max": stacked["max"].max(axis=0),
        "mean": mean,
        "std": np.sqrt(variance),
        "count": np.array([counts.sum()]),
        **{name: weighted(stacked[name]) for name in QUANTILES},
    }
