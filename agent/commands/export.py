"""`osrs-agent export`: a trained model as a file for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.console import Reporter

EXAMPLE = "osrs-agent export runs/mine --onnx mine.onnx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("run", type=Path, help="a run directory; its best checkpoint is exported")
    parser.add_argument(
        "--onnx",
        required=True,
        nargs="?",
        type=Path,
        const=Path(),
        metavar="FILE",
        help="write a tick's computation for onnxruntime, without torch (default: RUN/model.onnx)",
    )


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    from model.onnx_file import OPSET, write_onnx  # loads torch

    file = arguments.run / "model.onnx" if arguments.onnx == Path() else arguments.onnx
    write_onnx(arguments.run, file)
    size = file.stat().st_size
    reporter.say(f"{file}: {size / 1e6:.1f} MB, opset {OPSET}; docs/onnx.md says how it is used")
    reporter.result({"run": str(arguments.run), "onnx": str(file), "opset": OPSET, "bytes": size})
    return 0
