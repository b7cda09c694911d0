"""A run's model as one ONNX file: a tick's whole computation, from the history's tensors to the drawn actions."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import torch

from model.checkpoint import load_checkpoint
from model.checkpoint_label import BEST, read_label
from model.decoders.point_process import PointProcessDecoder
from model.errors import ConfigurationError
from model.runtime import STEADY_SHARPNESS, STEADY_SPREAD
from model.whole_files import replace_file

OPSET = 18
"""The version of ONNX's operators that files are written in."""
NEEDED = ("onnx", "onnxscript")


def write_onnx(run: Path, out: Path) -> None:
    """Write the best checkpoint of a run as it plays: for one history at a time, with a steady hand.

    Raises:
        CheckpointError: the run cannot be loaded.
        ConfigurationError: a package is missing, or the decoder is none that can be written.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise ConfigurationError(f"ONNX files need {' and '.join(missing)}; pip install 'osrs-agent[onnx]'")
    label = read_label(run / BEST)
    model = load_checkpoint(run / BEST, torch.device("cpu")).model
    if not isinstance(model.decoder, PointProcessDecoder):
        raise ConfigurationError(
            f"{run}: its decoder is {label.config.decoder.kind}, and only point_process can be written as ONNX; "
            "train with --set decoder.kind=point_process"
        )
    if label.config.encoder.sees_pictures:
        raise ConfigurationError(
            f"{run}: its encoder looks at pictures, which no ONNX file can be written of; train with --observe state"
        )
    model.decoder.marks.steady(STEADY_SPREAD, STEADY_SHARPNESS)
    from model.exporting.facts import file_facts
    from model.exporting.graph import tick_graph  # needs what was just looked for

    content = tick_graph(model, file_facts(label), OPSET)
    out.parent.mkdir(parents=True, exist_ok=True)
    replace_file(out, content)
