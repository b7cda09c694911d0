from __future__ import annotations

from dataclasses import fields, replace

import pytest
import torch

from model.actions import ActionKind
from model.config import DecoderConfig
from model.decoders.emitted import EmittedAction
from model.decoders.progress import Marks, Progress, progress_at_start
from model.encoders.context import Context
from tests.model.decoders.compared import compared_model
from tests.model.network_batches import random_history

ROW = torch.tensor([0])
ACTION = {"waits_ms": 16, "kinds": int(ActionKind.MOVE), "buttons": 0, "keys": 0, "scrolls": 0}


def context() -> Context:
    return compared_model(DecoderConfig("sequential")).encode(random_history(1))


def after(of: Context, delta: tuple[int, int] = (3, 4), **changed: int) -> Progress:
    values = {name: torch.tensor([value]) for name, value in (ACTION | changed).items()}
    return progress_at_start(of).advanced(Marks(delta=torch.tensor([delta]), **values))


def embedded(of: Context, progress: Progress) -> torch.Tensor:
    torch.manual_seed(0)
    with torch.no_grad():
        result: torch.Tensor = EmittedAction(8, 5)(of, ROW, progress)
    return result


@pytest.mark.parametrize(
    "changed",
    [{"waits_ms": 300}, {"kinds": 1}, {"kinds": 3, "scrolls": 2}, {"kinds": 4, "keys": 3}, {"delta": (9, 9)}],
    ids=str,
)
def test_each_part_of_the_action_is_told(changed: dict[str, int]) -> None:
    of = context()
    assert not torch.equal(embedded(of, after(of)), embedded(of, after(of, **changed)))


def test_the_first_step_is_told_that_there_was_none() -> None:
    of = context()
    start = progress_at_start(of)
    none = embedded(of, start)
    other = replace(start, previous=Marks(*(getattr(start.previous, field.name) for field in fields(Marks))))
    other = replace(other, previous=replace(other.previous, kinds=torch.tensor([4]), keys=torch.tensor([2])))
    assert torch.equal(none, embedded(of, other))
    assert not torch.equal(none, embedded(of, after(of, waits_ms=0, delta=(0, 0))))
