"""How long training waits for its data: batches from memory-mapped shards beside the step that they feed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from model.config import load_config
from model.train import train
from tests.benchmarks.measurement import Measurement, measured
from tests.soak.generated_play import generated_games

STEPS = 100


def measurements() -> Iterator[Measurement]:
    """The share of training's time that goes by until a batch is there; batches are made between the steps on a CPU."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        games = generated_games(folder)
        settings = (f"training.steps={STEPS}", f"training.evaluate_every={STEPS}", "training.evaluate_windows=64")
        config = load_config(Path("small"), settings)
        result = train(games, folder / "run", config, device="cpu")
    yield measured(
        "loading: share of training's time, waiting for data", result.waiting_share, "", goal="value <= 0.05"
    )
    yield measured("loading: windows trained on (preset small)", result.windows_per_s, "windows/s")
