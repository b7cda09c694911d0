from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import torch

from bridge.clock import VirtualClock
from bridge.events import Author, PointerMove
from bridge.geometry import Point
from bridge.held import HeldInput
from bridge.sandbox.game import SandboxGame
from bridge.state import GameState
from model import runtime
from model.checkpoint import Checkpoint, save_checkpoint
from model.checkpoint_label import BEST
from model.config import load_config
from model.decoders.decoder import Decoder
from model.errors import CheckpointError
from model.history import History, HistoryWindow, Observation
from model.runtime import TickDecoder, deciding_device
from model.runtimes.compiling import CannotCompile
from model.timed_action_model import TimedActionModel
from model.vocabulary import Vocabulary


@pytest.fixture
def run(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    model = TimedActionModel(load_config(None, ["encoder.hidden=8"]))
    save_checkpoint(tmp_path / BEST, Checkpoint(model, Vocabulary(("Tree",)), 0, {}))
    return tmp_path


@cache
def first_state() -> GameState:
    state = SandboxGame("woodcutting", 3, VirtualClock()).receive(timeout_s=0.0)
    assert state is not None
    return state


def history(pointer_x: int = 40) -> History:
    state = first_state()
    events = (PointerMove(-100_000_000, pointer_x, 50, Author.HUMAN),)
    held = HeldInput(Point(pointer_x, 50))
    return History((HistoryWindow(-600_000_000, events, Observation(0, state, held)),), events[-1].at_ns)


def test_the_same_seed_decides_the_same_ticks_and_another_seed_others(run: Path) -> None:
    first, again, other = (TickDecoder(run, "cpu", seed) for seed in (1, 1, 2))
    decided = [[decoder.decide(history()) for _ in range(20)] for decoder in (first, again, other)]
    assert decided[0] == decided[1] != decided[2]


def test_a_decoder_draws_anew_at_each_tick(run: Path) -> None:
    decoder = TickDecoder(run, "cpu", 1)
    assert len({decoder.decide(history()) for _ in range(20)}) > 1


def test_actions_start_from_where_the_pointer_is(run: Path) -> None:
    near, far = (
        [action.x for _ in range(30) for action in decoder.decide(history(x)).actions[:1]]
        for decoder, x in ((TickDecoder(run, "cpu", 1), 40), (TickDecoder(run, "cpu", 1), 700))
    )
    assert sorted(near)[len(near) // 2] < 200 < sorted(far)[len(far) // 2]


def test_a_run_without_a_checkpoint_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="holds no checkpoint"):
        TickDecoder(tmp_path, "cpu", 0)


def made_decoder(*settings: str) -> Decoder:
    return TimedActionModel(load_config(None, ["encoder.hidden=8", *settings])).decoder


@pytest.fixture
def with_cuda(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)


@pytest.mark.usefixtures("with_cuda")
def test_beside_a_gpu_auto_decides_on_the_processor_where_kernels_run_the_model() -> None:
    assert deciding_device("auto", made_decoder()) == torch.device("cpu")


@pytest.mark.usefixtures("with_cuda")
def test_beside_a_gpu_cuda_is_cuda() -> None:
    assert deciding_device("cuda", made_decoder()) == torch.device("cuda")


@pytest.mark.usefixtures("with_cuda")
def test_a_decoder_without_kernels_decides_on_the_gpu() -> None:
    assert deciding_device("auto", made_decoder("decoder.kind='parallel'")) == torch.device("cuda")


@pytest.mark.usefixtures("with_cuda")
def test_without_a_compiler_a_gpu_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise CannotCompile("no C compiler")

    monkeypatch.setattr(runtime, "load_kernels", refuse)
    assert deciding_device("auto", made_decoder()) == torch.device("cuda")
