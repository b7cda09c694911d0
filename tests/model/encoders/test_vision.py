"""Pictures: their cells keep their place and can be pointed at, and with pixels alone nothing else is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
import torch
from torch import Tensor
from torch.nn.utils import clip_grad_norm_

from model.batch import HistoryBatch
from model.config import DecoderConfig, ModelConfig
from model.decoders.point_process import PointProcessDecoder
from model.encoder_config import EncoderConfig, Observe
from model.encoders.context import Context
from model.encoders.vision import CELLS, aim_loss, cells_holding, press_labels
from model.timed_action_model import TimedActionModel
from tests.model.network_batches import CANVAS, LAYOUT, drawn_batch, random_history, row_of

NAN = float("nan")


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@cache
def model(observe: Observe = "pixels") -> TimedActionModel:
    torch.manual_seed(0)
    encoder = EncoderConfig(hidden=16, observe=observe, picture_width=8)
    with torch.inference_mode(mode=False):  # whichever test asks first
        return TimedActionModel(ModelConfig(encoder, DecoderConfig(mixture=2)), LAYOUT).eval()


def shown_history(rows: int, seed: int = 0) -> HistoryBatch:
    g = torch.Generator().manual_seed(seed)
    pictures = torch.randint(0, 256, (rows, 2, 64, 96, 3), generator=g, dtype=torch.uint8)
    return replace(random_history(rows, seed=seed), pictures=pictures)


@torch.inference_mode()
def test_with_pixels_alone_the_state_changes_nothing() -> None:
    history = shown_history(3)
    other = random_history(3, seed=9)
    changed = replace(history, states=other.states, tokens=other.tokens, token_mask=other.token_mask)
    same = replace(history, states=torch.full_like(history.states, NAN))
    network, generators = model(), [torch.Generator().manual_seed(row) for row in range(3)]
    seen = network.encode(history)
    for another in (changed, same):
        assert torch.equal(network.encode(another).fused, seen.fused)
        assert network.sample(another, [g.clone_state() for g in generators]) == network.sample(
            history, [g.clone_state() for g in generators]
        )
    assert seen.history.states.isnan().all()
    assert not torch.equal(network.encode(replace(history, pictures=history.pictures // 2)).fused, seen.fused)


@torch.inference_mode()
def test_with_both_each_of_them_counts_and_the_cells_come_first() -> None:
    history, network = shown_history(3), model("both")
    seen = network.encode(history)
    assert seen.seen is not None
    assert seen.seen.cells == CELLS
    assert seen.seen.mask.shape[1] == CELLS + history.tokens.shape[1]
    assert torch.equal(seen.seen.mask[:, CELLS:], history.token_mask)
    assert not torch.equal(network.encode(replace(history, pictures=history.pictures // 2)).fused, seen.fused)
    hidden = replace(history, states=torch.full_like(history.states, NAN))
    assert not torch.equal(network.encode(hidden).fused, seen.fused)


@torch.inference_mode()
def test_a_history_is_read_alike_whatever_its_batch_mates() -> None:
    history, network = shown_history(3), model()
    together = network.encode(history)
    for row in range(3):
        torch.testing.assert_close(network.encode(row_of(history, row)).fused[0], together.fused[row])


def test_a_gradient_reaches_every_weight_that_looks() -> None:
    network = model()
    batch = replace(drawn_batch(model("state"), 8), history=shown_history(8))
    context = network.encode(batch.history)
    presses = torch.tensor([[-30.0, 4.0, NAN, NAN, NAN]]).expand(8, 5)
    goal = network.decoder.goal_loss(context, presses)
    (network.decoder.loss(context, batch.target).nats + goal).backward()  # type: ignore[no-untyped-call]  # torch declares no types here
    assert network.encoder.vision is not None
    silent = [name for name, part in network.encoder.vision.named_parameters() if not part.grad.abs().sum()]  # type: ignore[union-attr]  # each has one
    assert silent == []
    network.zero_grad()


@torch.inference_mode()
def test_each_cell_points_into_itself() -> None:
    context = model().encode(shown_history(4))
    assert context.seen is not None
    places = context.pointer.unsqueeze(1) + context.seen.offset_px  # (B, 96, 2)
    canvas = context.history.canvas.repeat_interleave(CELLS, dim=0)
    assert cells_holding(places.flatten(0, 1), canvas).tolist() == [float(cell) for cell in range(CELLS)] * 4


def test_a_place_lies_in_one_cell_and_outside_the_canvas_in_none() -> None:
    places = torch.tensor([[0.0, 0.0], [64.0, 0.0], [0.0, 63.0], [764.0, 502.0], [-1.0, 5.0], [765.0, 5.0], [NAN, NAN]])
    found = cells_holding(places, torch.tensor([CANVAS]).expand(7, 2))
    assert found[:4].tolist() == [0.0, 1.0, 12.0, 95.0]
    assert found[4:].isnan().all()


@torch.inference_mode()
def test_a_press_is_labelled_by_its_thing_or_else_by_its_cell() -> None:
    history = replace(shown_history(3), pointer=torch.tensor([[100.0, 100.0]] * 3))
    presses = torch.tensor([[10.0, 0.0, 1.0, 1.0, 1.0], [10.0, 0.0, NAN, NAN, 0.0], [NAN, NAN, NAN, 2.0, NAN]])
    cell = cells_holding(torch.tensor([[110.0, 100.0]]), history.canvas[:1]).item()
    both = press_labels(presses, model("both").encode(history))
    assert both[:2, 2].tolist() == [CELLS + 1.0, cell]
    pixels = press_labels(presses, model().encode(history))
    assert pixels[:2, 2].tolist() == [cell, cell]
    assert both[2, 2].isnan()
    assert both[:, 3].tolist() == [CELLS + 1.0, cell, CELLS + 2.0]
    assert pixels[2, 2].isnan()
    torch.testing.assert_close(both[:, 4], presses[:, 4], equal_nan=True)
    assert press_labels(presses, model("state").encode(history)) is presses


@torch.inference_mode()
def test_the_aim_is_lost_by_how_far_the_cell_points_beside_the_press() -> None:
    context = model().encode(shown_history(2))
    assert context.seen is not None
    exact = torch.cat([context.seen.offset_px[:, 40], torch.full((2, 1), NAN)], dim=1)
    assert aim_loss(exact, context).item() == pytest.approx(0.0, abs=1e-6)
    beside = exact + torch.tensor([4.0, 0.0, 0.0])
    assert aim_loss(beside, context).item() > 0.01


def squares(rows: int, g: torch.Generator) -> tuple[HistoryBatch, Tensor]:
    """Histories of which only the picture tells where a bright square lies, and the press on it."""
    cells = torch.tensor([5, 30, 50, 90])[torch.randint(0, 4, (rows,), generator=g)]
    pictures = torch.randint(0, 60, (rows, 2, 64, 96, 3), generator=g, dtype=torch.uint8)
    for row, cell in enumerate(cells.tolist()):
        pictures[row, :, 8 * (cell // 12) + 2 : 8 * (cell // 12) + 6, 8 * (cell % 12) + 2 : 8 * (cell % 12) + 6] = 250
    history = replace(random_history(rows, seed=int(cells[0])), pictures=pictures)
    middle = (torch.stack([cells % 12, cells // 12], dim=1) + 0.5) * history.canvas / torch.tensor([12.0, 8.0])
    return history, torch.cat([middle - history.pointer, torch.full((rows, 3), NAN)], dim=1)


def test_a_short_training_learns_to_foresee_a_press_whose_place_only_the_picture_tells() -> None:
    torch.manual_seed(1)
    network = TimedActionModel(model().config, LAYOUT)
    vision, decoder = network.encoder.vision, network.decoder
    assert vision is not None
    assert isinstance(decoder, PointProcessDecoder)
    weights = [*vision.parameters(), *decoder.targets.parameters(), *decoder.goal.parameters()]
    optimiser, g = torch.optim.AdamW(weights, 4e-3), torch.Generator().manual_seed(0)

    def seen(history: HistoryBatch) -> Context:
        nothing = torch.zeros(history.size, 16)
        return vision(Context(nothing, nothing, torch.zeros(history.size, 10, 16), history))

    for _ in range(70):
        history, presses = squares(8, g)
        optimiser.zero_grad()
        decoder.goal_loss(seen(history), presses).backward()  # type: ignore[no-untyped-call]  # torch declares no types here
        clip_grad_norm_(weights, 1.0)
        optimiser.step()
    network.eval()
    history, presses = squares(64, g)
    with torch.inference_mode():
        context = seen(history)
        goals = decoder.foresee(context, decoder.targets.at_start(context))[0].log_probabilities  # (B, 98)
    hits = goals.argmax(dim=1) == press_labels(presses, context)[:, 2]
    assert hits.float().mean() > 0.9
