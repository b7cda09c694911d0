"""The model over many windows, and held against streams whose likelihood is known."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import torch

from model.actions import ActionSequence
from model.batch import HistoryBatch
from model.config import load_config
from model.encoders.context import Context
from model.evaluate import evaluate_run
from model.runtimes.compiling import load_kernels
from model.runtimes.moment import moment_of
from model.runtimes.point_process import compile_point_process
from model.timed_action_model import TimedActionModel
from model.train import train
from tests.model.network_batches import random_history, row_of, tiny_model
from tests.soak.known_streams import Stream, poisson, renewal, self_exciting

WINDOWS, ROWS = 100_000, 2_000
MINUTE_MS = 60_000
TRAIN_MINUTES, JUDGE_MINUTES = 200, 20
_SETTINGS = (
    *("encoder.hidden=32", "encoder.dropout=0.0", "encoder.forgetting=0.0", "decoder.mixture=1"),
    *("training.batch=128", "training.learning_rate=0.004", "training.weight_decay=0.0", "training.goal_weight=0.0"),
    *("training.evaluate_every=1000", "training.evaluate_windows=2000"),
)


def soak_no_draw_of_100_000_windows_passes_the_horizon() -> str:
    """Models of random weights, ten times as large as they begin, so that every corner of the clock is seen."""
    latest_ms, actions = 0, 0
    for part in range(WINDOWS // ROWS):
        model = tiny_model(part)
        with torch.no_grad():
            model.decoder.clock.project.weight.mul_(10.0)
            model.decoder.clock.project.bias[:20] += float(part % 8)
        sequences = model.sample(random_history(ROWS, part), torch.Generator().manual_seed(part))
        for sequence in (*sequences, *_drawn_by_kernels(model, random_history(ROWS, part), part)):
            waits_ms = [round(1000 * action.wait_s) for action in sequence.actions]
            assert min(waits_ms, default=0) >= 0, "a wait goes backwards"
            assert sum(waits_ms) < 600, f"{sum(waits_ms)} ms"
            assert len(waits_ms) <= 100, f"{len(waits_ms)} actions"
            latest_ms, actions = max(latest_ms, sum(waits_ms)), actions + len(waits_ms)
    return f"{WINDOWS} windows in torch and by the kernels, {actions} actions, the last at {latest_ms} ms"


@torch.inference_mode()
def _drawn_by_kernels(model: TimedActionModel, history: HistoryBatch, seed: int) -> Iterator[ActionSequence]:
    """Each window by itself, as at play."""
    compiled = compile_point_process(model.decoder, load_kernels())
    assert compiled is not None
    context, generator = model.encode(history), torch.Generator().manual_seed(seed)
    for row in range(history.size):
        one = (context.fused[[row]], context.afresh[[row]], context.windows[[row]], row_of(history, row))
        yield compiled.sample(moment_of(Context(*one)), generator)


def soak_a_poisson_stream_is_learned_to_its_own_likelihood() -> str:
    """Within 0.02 nats an event of what the stream itself is worth."""
    return _excess(poisson, 2500)


def soak_a_renewal_stream_is_learned_to_its_own_likelihood() -> str:
    """The hazard depends on the time since the last event, which may lie before the window."""
    return _excess(renewal, 4000)


def soak_a_self_exciting_stream_is_learned_to_its_own_likelihood() -> str:
    """The hazard depends on all events before, decayed: on the history and on what was emitted."""
    return _excess(self_exciting, 6000)


def _excess(make: Callable[[int, int], Stream], steps: int, most: float = 0.02) -> str:
    torch.set_num_threads(1)
    judged = make(9, JUDGE_MINUTES * MINUTE_MS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sessions = [make(seed, TRAIN_MINUTES * MINUTE_MS).shard(folder, f"s{seed}").path for seed in (1, 2, 3)]
        config = load_config(None, [*_SETTINGS, f"training.steps={steps}"])
        train(sessions, folder / "run", config, device="cpu")
        figures = evaluate_run(folder / "run", [judged.shard(folder, "judged").path], "cpu")
    excess = (figures["clock_nats_per_window"] * figures["windows"] - judged.nats()) / judged.events
    assert -most < excess < most, f"{excess:.4f} nats an event above the stream's own"
    return f"{excess:.4f} nats an event above the stream's own {judged.nats() / judged.events:.3f}"
