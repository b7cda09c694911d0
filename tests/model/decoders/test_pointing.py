from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch

from model.batch import Batch, HistoryBatch
from model.decoders.goal import Foreseen
from model.decoders.pointing import PointingHead, TokenReader, TokenTargets, TokenView
from model.decoders.targets import TARGET_WIDTH
from model.tokens.token import F_TOKEN
from tests.model.encoders.test_entities import ENTITIES, model
from tests.model.network_batches import drawn_batch, random_history, row_of

INF, NAN = math.inf, math.nan
FORESEEN = Foreseen(
    torch.tensor([[0.25, 0.75]]).log(), torch.tensor([[0.5, 0.2, 0.2, 0.1]]).log(), torch.tensor([[0.1, 0.6]]).logit()
)
VIEW = TokenView(
    torch.zeros(1, 2, 2),
    torch.tensor([[True, True]]),
    torch.zeros(1, 2, TARGET_WIDTH),
    found=torch.zeros(1, 1),
    numbers=torch.zeros(1, 2, 16),
    half_px=torch.ones(1, 2, 2),
    on_wanted=torch.zeros(1),
)


@pytest.mark.parametrize(
    ("press", "probability"),
    [
        ((3.0, 4.0, 1.0, NAN, NAN), 0.2),
        ((3.0, 4.0, 0.0, NAN, NAN), 0.5),
        ((3.0, 4.0, NAN, NAN, NAN), 0.2),
        ((NAN, NAN, NAN, NAN, NAN), 0.1),
        ((INF, INF, NAN, NAN, NAN), 1.0),
        ((3.0, 4.0, 1.0, 1.0, 0.0), 0.2 * 0.75 * 0.4),
        ((3.0, 4.0, 1.0, 1.0, NAN), 0.2 * 0.75),
        ((NAN, NAN, NAN, 0.0, 1.0), 0.1 * 0.25 * 0.1),
    ],
)
def test_a_press_is_on_a_token_elsewhere_or_not_soon(press: tuple[float, ...], probability: float) -> None:
    nats = PointingHead(16).nats(FORESEEN, VIEW, torch.tensor([press]))
    assert math.exp(-nats.item()) == pytest.approx(probability)


@torch.inference_mode()
def test_what_is_wanted_the_game_alone_tells_and_the_hand_has_a_small_say() -> None:
    torch.manual_seed(0)
    head, afresh, apart = PointingHead(16), torch.randn(1, 16).expand(64, -1), torch.randn(1, 2, 64).expand(64, -1, -1)
    known, shown = torch.ones(64, 2, dtype=torch.bool), 100.0 * torch.randn(64, 2, TARGET_WIDTH)
    view = replace(VIEW, is_known=known, embedded=shown, numbers=100.0 * torch.randn(64, 2, 16))
    foreseen = head(torch.randn(64, 16), afresh, apart, view)
    assert torch.equal(foreseen.wanted, foreseen.wanted[:1].expand(64, -1))
    first, second = foreseen.log_probabilities[:, :2].unbind(dim=1)
    wanted = foreseen.wanted[0, 0] - foreseen.wanted[0, 1]
    say = (first - second - wanted).abs().amax()
    assert 2.0 < say <= 4.0 + 1e-4


@torch.inference_mode()
def test_where_the_hand_is_changes_nothing_of_what_is_wanted() -> None:
    decoder, history = model().decoder, random_history(4)
    moved = replace(history, pointer=torch.full((4, 2), 31.0), since_last_s=history.since_last_s + 1.0)
    before, after = (
        decoder.foresee(context, decoder.targets.at_start(context))[0].wanted
        for context in (model().encode(each) for each in (history, moved))
    )
    assert torch.equal(before, after)


def test_where_nothing_is_seen_nothing_is_foreseen() -> None:
    blank = replace(VIEW, is_known=torch.zeros(1, 2, dtype=torch.bool))
    assert PointingHead(16).nats(FORESEEN, blank, torch.tensor([[3.0, 4.0, NAN, NAN, NAN]])).item() == 0.0


@torch.inference_mode()
def test_tokens_are_seen_from_where_the_pointer_is_now() -> None:
    decoder, context = model().decoder, model().encode(random_history(4))
    reader = decoder.targets
    assert isinstance(reader, TokenReader)
    targets = reader.at_start(context)
    still, moved = torch.zeros(4, 2), torch.tensor([[7.0, -3.0]]).expand(4, 2)
    before, after = reader(targets, still, still), reader(targets, moved, still)
    is_known = targets.is_known
    assert is_known.any()
    assert torch.equal(
        before.offset_px[is_known] - after.offset_px[is_known],
        torch.tensor([[7.0, -3.0]]).expand(int(is_known.sum()), 2),
    )
    inside = (after.offset_px.abs() < targets.half_px).all(dim=-1)
    assert torch.equal(after.numbers[..., 13][is_known] == 1.0, inside[is_known])


@torch.inference_mode()
def test_the_pointer_is_there_as_far_as_what_is_wanted_holds_it() -> None:
    decoder, context = model().decoder, model().encode(random_history(40))
    reader, still = decoder.targets, torch.zeros(40, 2)
    targets = decoder.setting(context).targets
    assert isinstance(targets, TokenTargets)
    middle_px = targets.offset_px[:, 0]  # (B, 2), from the pointer to the first token
    view = reader(targets, middle_px, still)
    inside = ((targets.offset_px - middle_px.unsqueeze(1)).abs() < targets.half_px).all(dim=-1) & targets.is_known
    torch.testing.assert_close(view.on_wanted, (targets.goals * inside).sum(dim=1))
    assert view.on_wanted.max() > 0.1
    assert torch.equal(view.chosen(torch.arange(3)).on_wanted, view.on_wanted[:3])


def test_goals_sum_to_one_over_tokens_with_a_place_elsewhere_and_nowhere() -> None:
    decoder, context = model().decoder, model().encode(random_history(6))
    goals = decoder.foresee(context, decoder.targets.at_start(context))[0].log_probabilities
    torch.testing.assert_close(goals.exp().sum(dim=1), torch.ones(6))
    is_known = decoder.targets.at_start(context).is_known
    assert torch.equal(goals[:, :-2] > -torch.inf, is_known)


def test_every_weight_of_the_pointing_learns() -> None:
    network, batch = model(), drawn_batch(model(), 16)
    context = network.encode(batch.history)
    presses = torch.tensor([[3.0, 4.0, 0.0, 0.0, 1.0]]).expand(16, 5)
    loss = network.decoder.loss(context, batch.target).nats + network.decoder.goal_loss(context, presses)
    loss.backward()  # type: ignore[no-untyped-call]  # torch declares no types here
    parts = {f"encoder.entities.{name}": part for name, part in network.encoder.entities.named_parameters()}  # type: ignore[union-attr]  # the option is on
    for part in ("targets", "goal"):
        parts |= {f"{part}.{name}": value for name, value in getattr(network.decoder, part).named_parameters()}
    assert [name for name, value in parts.items() if value.grad is None or not value.grad.abs().sum()] == []


@torch.inference_mode()
def test_a_draw_and_a_likelihood_do_not_depend_on_how_many_tokens_batch_mates_have() -> None:
    network, history = model(), random_history(5, seed=2)
    generators = [torch.Generator().manual_seed(row) for row in range(5)]
    together = network.sample(history, generators)
    alone = [network.sample(row_of(history, row), torch.Generator().manual_seed(row))[0] for row in range(5)]
    assert together == alone


@torch.inference_mode()
def test_histories_without_tokens_can_be_played_on() -> None:
    history = random_history(3)
    blank: HistoryBatch = replace(
        history, tokens=torch.full((3, 1, F_TOKEN), NAN), token_mask=torch.zeros((3, 1), dtype=torch.bool)
    )
    network = model()
    loss = network.loss(Batch(blank, drawn_batch(network, 3).target))
    assert loss.nats.isfinite()
    assert len(network.sample(blank, torch.Generator().manual_seed(0))) == 3


def test_the_option_is_part_of_the_configuration() -> None:
    assert isinstance(model().decoder.targets, TokenReader)
    assert ENTITIES.encoder.entities
