"""Training on a GPU: windows a second and memory, bf16 beside float32, and the share of time that waits for data.

The preset `large`, in several widths and batches. Needs torch, numpy, safetensors and msgspec only; without a GPU it
says so and measures nothing. It imports neither Fabric nor the sandbox, so that it runs on a bare machine:
`python -m tests.benchmarks.bench_gpu [SHARDS]` prints one line of JSON a row. SHARDS is a folder of shards to train on;
without one the windows are random.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import msgspec
import torch
from torch import Tensor
from torch.nn.utils import clip_grad_norm_

from bridge.clock import SystemClock
from model.batch import Batch
from model.chapters import Chapters, Contents
from model.config import ModelConfig, Precision, TrainingConfig, load_config
from model.dataset import vocabulary_of
from model.gradients import StepPart, work_out_gradients
from model.loader import Loader
from model.optimisation import move_average
from model.shard import SHARD_SUFFIX, ShardLabel, read_label
from model.state_layout import feature_layout
from model.timed_action_model import TimedActionModel
from model.training_state import TrainingState, first_state
from model.vocabulary import Vocabulary
from tests.benchmarks.measurement import Measurement, measured
from tests.model.network_batches import moves, random_history

STEPS, WARM_UP = 12, 4
LONGEST, HISTORY_SLOTS = 40, 20
THREADS = 8
SIZES = ((256, 64), (256, 512), (512, 512), (512, 2048))
"""Widths of the model and windows a step."""
MIB = 2**20


@dataclass(frozen=True)
class OneGpu:
    """A team of one on a GPU, as `model.team.Team` is, without Fabric."""

    device: torch.device
    is_half: bool
    rank: int = 0
    size: int = 1

    def sum(self, values: Tensor) -> Tensor:
        """The values: there is nobody else."""
        return values

    def precision(self) -> AbstractContextManager[None]:
        """Matrix products in bf16, or as they are."""
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.is_half)


@dataclass(frozen=True)
class Session:
    """A shard that is there, as `model.sources.ShardFile` is, without the reader of recordings."""

    path: Path
    label: ShardLabel


Parts = Callable[[int], StepPart]
"""What a step is worked out from."""


def measurements(shards: Path | None = None) -> Iterator[Measurement]:
    """Of each size and precision; none without a GPU."""
    if not torch.cuda.is_available():
        print("no GPU: nothing is measured", file=sys.stderr)  # noqa: T201 - a benchmark's word to its reader
        return
    name, data = torch.cuda.get_device_name(), "random windows" if shards is None else "play"
    for hidden, batch in SIZES:
        full: Figures | None = None
        for precision in ("fp32", "bf16"):
            title = f"{name}, {data}: hidden {hidden}, batch {batch}, {precision}"
            try:
                found = trained(hidden, batch, precision, torch.device("cuda"), shards)
            except Exception:  # one size that fails must not cost the others
                traceback.print_exc()
                continue
            full = full or found
            yield measured(f"{title}: training", found.windows_per_s, "windows/s", baseline=full.windows_per_s)
            yield measured(f"{title}: memory at its peak", found.peak_mib, "MiB", baseline=full.peak_mib)
            yield measured(f"{title}: loss after {STEPS + WARM_UP} steps", found.loss, "nats", baseline=full.loss)
            yield measured(f"{title}: waiting for data", found.waiting, "of the time", goal="value <= 0.05")


@dataclass(frozen=True)
class Figures:
    """What some steps of training took; `waiting` is the share of the time until a batch was there."""

    windows_per_s: float
    peak_mib: float
    loss: float
    waiting: float


def trained(hidden: int, batch: int, precision: Precision, device: torch.device, shards: Path | None) -> Figures:
    """Train for a few steps; on a CPU too, where the memory is 0."""
    config = load_config(Path("large"), [f"encoder.hidden={hidden}", f"training.batch={batch}"])
    torch.manual_seed(0)
    state = first_state(TimedActionModel(config, feature_layout()).to(device), Vocabulary())
    team = OneGpu(device, precision == "bf16")
    on_gpu = device.type == "cuda"
    if on_gpu:
        torch.cuda.reset_peak_memory_stats(device)
    with ExitStack() as stack:
        parts = random_parts(batch) if shards is None else stack.enter_context(shard_parts(shards, config.training))
        loader = stack.enter_context(Loader(parts, THREADS, SystemClock()))
        for step in range(WARM_UP):
            _step(state, loader.take(step), config, step, team)
        if on_gpu:
            torch.cuda.synchronize(device)
        start_s, waited_s = perf_counter(), loader.waited_s
        for step in range(WARM_UP, WARM_UP + STEPS):
            loss = _step(state, loader.take(step), config, step, team)
        if on_gpu:
            torch.cuda.synchronize(device)
        seconds = perf_counter() - start_s
    peak_mib = torch.cuda.max_memory_allocated(device) / MIB if on_gpu else 0.0
    return Figures(STEPS * batch / seconds, peak_mib, loss, (loader.waited_s - waited_s) / seconds)


@contextmanager
def shard_parts(folder: Path, training: TrainingConfig) -> Iterator[Parts]:
    """Steps from a folder of shards, as training takes them."""
    sessions = [Session(path, read_label(path)) for path in sorted(folder.glob(f"*{SHARD_SUFFIX}"))]
    with Chapters(Contents(sessions, training), vocabulary_of(sessions), training, lambda data: data) as chapters:

        def part(step: int) -> StepPart:
            chapter = chapters.at_step(step)
            data, index = chapter.data, chapter.windows_of_step(step)
            presses = torch.from_numpy(chapter.presses[data.ticks[index]])
            return StepPart(0, data.batch(index), presses, 1.0, data.actions_and_windows(index))

        yield part


def _step(state: TrainingState, part: StepPart, config: ModelConfig, step: int, team: OneGpu) -> float:
    """A step as in `model.train`."""
    figures = work_out_gradients(state.model, [part], config.training, step, team)
    norm = clip_grad_norm_(state.model.parameters(), config.training.gradient_norm)
    if not bool(norm.isfinite()):
        raise AssertionError("the gradient is not finite")
    state.optimiser.step()
    move_average(state.average, state.model, config.training.average_decay, step)
    return figures.parts.report()["total"]


def random_parts(rows: int) -> Parts:
    """Random histories and tokens, with as many actions as busy play has, and targets of every length."""
    layout = feature_layout()

    def part(step: int) -> StepPart:
        generator = torch.Generator().manual_seed(step)
        states = torch.rand((rows, 10, layout.columns), generator=generator) - 0.5
        for category in layout.categories:
            states[..., category.column] = 0.0
        history = replace(random_history(rows, step, slots=HISTORY_SLOTS), states=states)
        lengths = torch.randint(0, LONGEST, (rows,), generator=generator).tolist()
        target = moves([[14] * length for length in lengths])
        nowhere = torch.full((rows, 5), torch.nan)  # see `model.goals.next_presses`
        return StepPart(0, Batch(history, target), nowhere, 1.0, float(sum(lengths) + rows))

    return part


if __name__ == "__main__":
    for row in measurements(Path(sys.argv[1]) if sys.argv[1:] else None):
        print(msgspec.json.encode(row).decode(), flush=True)  # noqa: T201 - the result of a program
