"""Lessons: what the recorded state says stands in a picture, and where, told in training only."""

from __future__ import annotations

from dataclasses import replace

import torch

from model.batch import HistoryBatch
from model.config import DecoderConfig, ModelConfig
from model.encoder_config import EncoderConfig
from model.encoders.context import Context
from model.encoders.lessons import SightLessons
from model.encoders.vision import CELLS, cells_holding
from model.timed_action_model import TimedActionModel
from model.tokens.token import F_TOKEN, TokenField
from tests.model.network_batches import LAYOUT, random_history

NAN = float("nan")


def model() -> TimedActionModel:
    torch.manual_seed(0)
    encoder = EncoderConfig(hidden=16, observe="pixels", picture_width=8)
    return TimedActionModel(ModelConfig(encoder, DecoderConfig(mixture=2)), LAYOUT).eval()


def shown(rows: int) -> HistoryBatch:
    pictures = torch.randint(0, 256, (rows, 2, 64, 96, 3), dtype=torch.uint8)
    return replace(random_history(rows), pictures=pictures)


def unknown(history: HistoryBatch) -> HistoryBatch:
    return replace(
        history,
        states=torch.full_like(history.states, NAN),
        tokens=torch.full_like(history.tokens, NAN),
        token_mask=torch.zeros_like(history.token_mask),
    )


def test_a_lesson_teaches_the_cells_and_the_whole() -> None:
    network, history = model(), shown(4)
    loss = network.encoder.lesson_loss(network.encode(history), history)
    loss.backward()  # type: ignore[no-untyped-call]  # torch declares no types here
    assert network.encoder.vision is not None
    assert network.encoder.lessons is not None
    taught = [*network.encoder.vision.named_parameters(), *network.encoder.lessons.named_parameters()]
    assert [name for name, part in taught if not part.grad.abs().sum()] == []  # type: ignore[union-attr]  # each has one


@torch.inference_mode()
def test_without_a_state_there_is_nothing_to_learn_but_that_nothing_is_named() -> None:
    network, history = model(), unknown(shown(2))
    loss = network.encoder.lesson_loss(network.encode(history), history)
    assert loss.isfinite()
    told = network.encoder.lessons
    assert told is not None
    assert told._telling(network.encode(history), history).item() == 0.0


@torch.inference_mode()
def test_a_cell_is_told_how_far_it_points_beside_the_nearest_of_its_things() -> None:
    network, history = model(), unknown(shown(1))
    context = network.encode(history)
    assert context.seen is not None
    place = (context.pointer[0] + context.seen.offset_px[0, 40]).tolist()
    rows = torch.full((1, 2, F_TOKEN), NAN)
    for row, away in enumerate((0.0, 9.0)):
        rows[0, row, [TokenField.X, TokenField.Y]] = torch.tensor([place[0] + away, place[1]])
        rows[0, row, [TokenField.WIDTH, TokenField.HEIGHT]] = 1.0
        rows[0, row, TokenField.NAME] = 3.0
    held = cells_holding(torch.tensor([[place[0] + 9.0, place[1]]]), history.canvas)
    assert held.tolist() == [40.0]

    def lost(*things: int) -> float:
        tokens = replace(history, tokens=rows[:, list(things)], token_mask=torch.ones(1, len(things), dtype=torch.bool))
        without_names = SightLessons(16, LAYOUT)
        torch.nn.init.zeros_(without_names.names.weight)
        torch.nn.init.zeros_(without_names.names.bias)  # whatever it is told: ln 2 for each name of each cell
        naming = CELLS * 128 * 0.6931472
        return float(without_names(context, tokens)) - naming

    assert abs(lost(0)) < 0.01
    assert lost(1) > 0.05
    assert abs(lost(0, 1)) < 0.01


def test_a_model_of_states_alone_has_no_lessons() -> None:
    network = TimedActionModel(ModelConfig(EncoderConfig(hidden=16), DecoderConfig(mixture=2)), LAYOUT).eval()
    history = random_history(2)
    context: Context = network.encode(history)
    assert network.encoder.lesson_loss(context, history).item() == 0.0
