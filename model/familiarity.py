"""How far the present is from all that a model learned from: the distance of its context to the nearest ones.

A run keeps contexts of its training windows, and the distances that windows of held-out sessions have to them. A new
context's distance is told as the share of held-out windows that are nearer: 0.99 is farther than 99 of a hundred.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from model.dataset import WindowDataset, in_order
from model.errors import CheckpointError
from model.evaluate import spread_windows
from model.timed_action_model import TimedActionModel
from model.whole_files import replace_file
from model.windows import Floats

FAMILIARITY = "familiarity.safetensors"
KEPT_WINDOWS = 2048
_NEIGHBOUR = 8
"""The distance to the eighth nearest counts: windows of one moment share most of their history."""
_BATCH = 128


@dataclass(frozen=True, slots=True)
class Familiarity:
    """What a model knows, as far as it was kept.

    Args:
        step: of the checkpoint whose contexts these are.
        scale: float32 (H,), what a context is divided by, number by number.
        known: float32 (N, H), scaled contexts of training windows.
        held_out: float32 (M,), distances of held-out windows, growing.
    """

    step: int
    scale: Floats
    known: Floats
    held_out: Floats

    def strangeness(self, fused: Floats) -> float:
        """Which share of held-out windows is nearer to what is known than a context (H,): 0 … 1."""
        distance = _distances(self.known, (fused / self.scale)[None])[0]
        return float(np.searchsorted(self.held_out, distance) / len(self.held_out))


def fit_familiarity(
    model: TimedActionModel, trained: WindowDataset, held_out: WindowDataset, step: int, device: torch.device
) -> Familiarity:
    """What a model knows of the windows that it was trained on, and how far held-out ones are from them.

    Args:
        model: the checkpoint's; is put into evaluation.
        trained: windows that it was trained on; a few thousand, evenly over them, are kept.
        held_out: windows of other sessions.
        step: of the checkpoint.
        device: of the model.
    """
    model.eval()
    known = _contexts(model, spread_windows(trained, KEPT_WINDOWS), device)  # (N, H)
    scale = np.maximum(known.std(axis=0), np.float32(1e-6))
    near = _distances(known / scale, _contexts(model, spread_windows(held_out, KEPT_WINDOWS), device) / scale)
    return Familiarity(step, scale, known / scale, np.sort(near))


def save_familiarity(run: Path, familiarity: Familiarity) -> None:
    """Keep it in the run's directory."""
    arrays = {"scale": familiarity.scale, "known": familiarity.known, "held_out": familiarity.held_out}
    replace_file(run / FAMILIARITY, save(arrays, metadata={"step": str(familiarity.step)}))


def load_familiarity(run: Path, step: int) -> Familiarity:
    """What `save_familiarity` kept.

    Args:
        run: a run directory.
        step: of the checkpoint that is to be judged.

    Raises:
        CheckpointError: nothing was kept, or it is damaged or of another step.
    """
    path = run / FAMILIARITY
    try:
        with safe_open(path, framework="numpy") as file:
            kept = int(file.metadata()["step"])
            arrays = {name: file.get_tensor(name) for name in ("scale", "known", "held_out")}
    except FileNotFoundError:
        raise CheckpointError(
            f"{run} does not know what it is familiar with: its training was cut short, or an older version made it; "
            "go on with its training for a moment (`osrs-agent train --resume`)"
        ) from None
    except (OSError, SafetensorError, KeyError, ValueError, TypeError) as error:
        raise CheckpointError(
            f"{path} cannot be read: {error}; train the run on (`osrs-agent train --resume`)"
        ) from error
    if kept != step:
        raise CheckpointError(
            f"{path} is of step {kept}, the best checkpoint of step {step}; train the run on for a moment"
        )
    return Familiarity(kept, **arrays)


@torch.inference_mode()
def _contexts(model: TimedActionModel, data: WindowDataset, device: torch.device) -> Floats:
    """The fused contexts of all windows, float32 (W, H)."""
    fused = [model.encode(batch.history.to(device)).fused.float().cpu().numpy() for batch in in_order(data, _BATCH)]
    return np.concatenate(fused)


def _distances(known: Floats, contexts: Floats) -> npt.NDArray[np.float32]:
    """From each of W scaled contexts to the eighth nearest of those that are known, or to the farthest of fewer."""
    nth = min(_NEIGHBOUR, len(known)) - 1
    lengths = (known**2).sum(axis=1)  # (N,)
    squares = lengths - 2.0 * contexts @ known.T + (contexts**2).sum(axis=1, keepdims=True)  # (W, N)
    nearest: npt.NDArray[np.float32] = np.sqrt(np.maximum(np.partition(squares, nth, axis=1)[:, nth], 0.0))
    return nearest.astype(np.float32)
