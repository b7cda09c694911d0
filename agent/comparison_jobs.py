"""A comparison in several processes at once: each trains a run or judges a model, as one would do in turn."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from functools import partial
from types import FrameType

import torch

from model.compared_models import compared_configs
from model.comparison_run import ComparedPart, Comparison, compared_part, kept_part, train_compared
from model.config import ModelConfig
from model.errors import ModelError
from model.workers import ProcessWorkers

Opener = Callable[[], Comparison]
"""Opens the same comparison in any process; it can be pickled."""
OnModel = Callable[[str, ComparedPart | str], None]
"""Told each model's part, or why it failed, in the order of the names."""


def compare_in_processes(opener: Opener, names: Sequence[str], jobs: int, on_model: OnModel) -> None:
    """Train every run that is not kept, then judge every model.

    Args:
        opener: of the comparison.
        names: of the models.
        jobs: processes at once.
        on_model: told about each.
    """
    comparison = opener()
    configs = {name: compared_configs(name, comparison.config) for name in names if kept_part(comparison, name) is None}
    # rows of one configuration share its run, so that it is trained once
    own = list(dict.fromkeys(config for each in configs.values() for config in each))
    with ProcessWorkers(jobs) as workers:
        failures = dict(zip(own, workers.map(partial(_train, opener), own), strict=True))
        failed = {name: why for name, each in configs.items() for config in each if (why := failures[config])}
        able = [name for name in names if name not in failed]
        parts = workers.map(partial(_judge, opener), able)
        for name in names:
            on_model(name, failed[name] if name in failed else next(parts))


def _train(opener: Opener, config: ModelConfig) -> str | None:
    """Why it failed, if it did: one model that breaks does not cost the others."""
    signal.signal(signal.SIGTERM, _exit)
    torch.set_num_threads(config.training.threads)
    try:
        train_compared(opener(), config)
    except ModelError as error:
        return str(error)
    except SystemExit:  # we were terminated, and the last step is kept
        os._exit(1)
    return None


def _judge(opener: Opener, name: str) -> ComparedPart | str:
    """The model's part, or why it failed."""
    comparison = opener()
    torch.set_num_threads(comparison.config.training.threads)
    try:
        return compared_part(comparison, name)
    except ModelError as error:
        return str(error)


def _exit(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 (the signature is Python's)
    raise SystemExit(1)
