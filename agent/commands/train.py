"""`osrs-agent train`: recordings in, a run directory with checkpoints out."""

from __future__ import annotations

import argparse
from pathlib import Path

EXAMPLE = "osrs-agent train recordings demonstrations --minutes 10 --run runs/mine"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("data", nargs="+", type=Path, help="recordings, or folders of them")
    parser.add_argument("--config", type=Path, default=None, help="a TOML file of differences from the defaults")
    parser.add_argument("--set", action="append", default=[], metavar="A.B=C", help="one difference; may be repeated")
    parser.add_argument("--run", type=Path, default=None, help="the run directory (default: runs/TIME)")
    parser.add_argument("--resume", type=Path, default=None, metavar="RUN", help="go on with a run")
    parser.add_argument("--minutes", type=float, default=None, help="stop after so many minutes")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where to train")
