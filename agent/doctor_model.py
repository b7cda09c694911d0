"""Checks of what the model needs: a device that computes, and a decision well within a tick."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from agent.errors import AgentError
from agent.statistics import quantiles_ms
from bridge.clock import MILLISECOND_NS, Clock, VirtualClock
from bridge.held import HeldInput
from bridge.sandbox.game import SandboxGame
from bridge.state import TICK_NS
from model.checkpoint import Checkpoint, save_checkpoint
from model.checkpoint_label import BEST
from model.config import load_config
from model.devices import device_of
from model.history import History, HistoryWindow, Observation
from model.runtime import TickDecoder
from model.seeding import seeded
from model.timed_action_model import TimedActionModel
from model.vocabulary import Vocabulary

LONGEST_TICK_MS = TICK_NS / MILLISECOND_NS / 2
_DECISIONS = 20
_SEED = 1


def check_device(name: str) -> str:
    """Whether the device computes.

    Raises:
        ConfigurationError: there is no such device.
        AgentError: it computes nonsense.
    """
    device = device_of(name)
    ones = torch.ones(64, 64, device=device)
    if not bool((ones @ ones == 64.0).all()):
        raise AgentError(f"{device} multiplies wrongly")
    kind = torch.cuda.get_device_name(device) if device.type == "cuda" else f"{torch.get_num_threads()} threads"
    return f"{device} ({kind}), torch {torch.__version__}"


def check_tick_time(run: Path | None, device: str, clock: Clock) -> str:
    """How long a decision takes, after one to warm up.

    Args:
        run: a run directory; None: an untrained model of the usual size, which draws more actions than a trained one.
        device: "auto", "cpu" or "cuda".
        clock: measures.

    Raises:
        CheckpointError: the run cannot be loaded.
        AgentError: more than half a tick.
    """
    if run is not None:
        return _timed(run, device, clock, str(run))
    with TemporaryDirectory(prefix="osrs-agent-") as folder, seeded(_SEED):
        untrained = TimedActionModel(load_config()).eval()
        save_checkpoint(Path(folder) / BEST, Checkpoint(untrained, Vocabulary(), 0, {}))
        return _timed(Path(folder), device, clock, "an untrained model")


def _timed(run: Path, device: str, clock: Clock, name: str) -> str:
    decoder, history = TickDecoder(run, device, _SEED), _history()
    decoder.decide(history)
    times_ns: list[int] = []
    for _ in range(_DECISIONS):
        started_ns = clock.now_ns()
        decoder.decide(history)
        times_ns.append(clock.now_ns() - started_ns)
    times_ms = quantiles_ms(times_ns)
    found = f"{name} decides in {times_ms['p50']} ms (median), {times_ms['max']} ms at most of {_DECISIONS}"
    if (times_ms["p50"] or 0.0) > LONGEST_TICK_MS:
        raise AgentError(f"{found}; expected at most {LONGEST_TICK_MS:g} ms, half a tick")
    return found


def _history() -> History:
    state = SandboxGame("woodcutting", _SEED, VirtualClock()).receive(0.0)
    return History((HistoryWindow(-TICK_NS, (), Observation(0, state, HeldInput())),), None)
