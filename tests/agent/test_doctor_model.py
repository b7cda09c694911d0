"""The device computes, and a model decides well within a tick."""

import pytest
import torch

from agent import doctor_model
from agent.doctor_model import check_device, check_tick_time
from agent.errors import AgentError
from bridge.clock import SystemClock
from model.errors import CheckpointError, ConfigurationError

CLOCK = SystemClock()


def test_the_device_is_named():
    assert check_device("cpu").startswith("cpu (")


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a CUDA device")
def test_a_device_that_is_not_there_fails():
    with pytest.raises(ConfigurationError, match="no CUDA device"):
        check_device("cuda")


def test_a_run_is_timed(tiny_run):
    assert check_tick_time(tiny_run, "cpu", CLOCK).startswith(f"{tiny_run} decides in ")


def test_an_untrained_model_is_timed_where_no_run_is_named_and_no_draw_of_ours_moves():
    before = torch.get_rng_state()
    assert check_tick_time(None, "cpu", CLOCK).startswith("an untrained model decides in ")
    assert torch.equal(torch.get_rng_state(), before)


def test_a_model_that_is_too_slow_fails(tiny_run, monkeypatch):
    monkeypatch.setattr(doctor_model, "LONGEST_TICK_MS", 0.0)
    with pytest.raises(AgentError, match="expected at most 0 ms, half a tick"):
        check_tick_time(tiny_run, "cpu", CLOCK)


def test_a_run_that_is_not_there_fails(tmp_path):
    with pytest.raises(CheckpointError):
        check_tick_time(tmp_path / "none", "cpu", CLOCK)


def test_a_device_that_computes_nonsense_fails(monkeypatch):
    monkeypatch.setattr(torch, "ones", lambda *size, device: torch.full(size, 2.0, device=device))
    with pytest.raises(AgentError, match="cpu multiplies wrongly"):
        check_device("cpu")
