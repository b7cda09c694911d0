from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch

from model.actions import ActionKind, ActionSequence
from model.batch import Batch, TargetBatch
from model.decoders.point_process import PointProcessDecoder, StepTerms
from model.decoders.progress import progress_at_start
from tests.model.network_batches import (
    drawn_batch,
    moves,
    random_history,
    row_of,
    rows_of,
    target_of,
    tiny_model,
)

PARTS = ("clock", "kind", "place", "button", "key", "scroll")


def terms_of(batch: Batch, seed: int = 0) -> StepTerms:
    model = tiny_model(seed)
    with torch.no_grad():
        return model.decoder.terms(model.encode(batch.history), batch.target)


def busy_batch(rows: int = 8) -> Batch:
    """Drawn windows in which many actions of every kind stand."""
    model = tiny_model()
    with torch.no_grad():
        model.decoder.clock.project.bias[:10] += 5.5
    history = random_history(rows)
    sequences = model.sample(history, torch.Generator().manual_seed(1), max_actions=30)
    return Batch(history, target_of(sequences, history))


def test_drawn_windows_are_possible_under_the_likelihood() -> None:
    batch = busy_batch(16)
    loss = tiny_model().loss(batch)
    assert batch.target.lengths.float().mean().item() > 5
    assert set(batch.target.kinds[batch.target.mask].tolist()) == set(range(len(ActionKind)))
    assert loss.nats.isfinite()
    assert loss.impossible.item() == 0


def test_every_parameter_has_a_gradient_and_it_is_finite() -> None:
    model = tiny_model()
    model.loss(busy_batch(16)).total.backward()
    without = [name for name, weight in model.named_parameters() if weight.grad is None or not weight.grad.any()]
    assert without == []
    assert all(bool(weight.grad.isfinite().all()) for weight in model.parameters() if weight.grad is not None)


def test_the_terms_of_a_batch_sum_to_its_loss() -> None:
    batch = busy_batch()
    terms, loss = terms_of(batch), tiny_model().loss(batch)
    total = sum(getattr(terms, part).sum() for part in PARTS) + terms.survival.sum()
    torch.testing.assert_close(loss.nats, -total)


def test_what_stands_in_pads_never_matters() -> None:
    batch, model = busy_batch(), tiny_model()
    target = batch.target
    pads = ~target.mask
    wait_pads = torch.arange(target.waits_ms.shape[1]) > target.lengths.unsqueeze(1)
    garbage = replace(
        target,
        waits_ms=target.waits_ms.masked_fill(wait_pads, -77),
        kinds=target.kinds.masked_fill(pads, 99),
        delta=target.delta.masked_fill(pads.unsqueeze(-1), 10_000_000),
        buttons=target.buttons.masked_fill(pads, -5),
        keys=target.keys.masked_fill(pads, 4000),
        scrolls=target.scrolls.masked_fill(pads, 50),
    )
    clean, dirty = model.loss(batch), tiny_model().loss(Batch(batch.history, garbage))
    assert torch.equal(clean.nats, dirty.nats)
    clean.total.backward()
    assert all(bool(weight.grad.isfinite().all()) for weight in model.parameters() if weight.grad is not None)


def test_a_window_is_scored_the_same_alone_and_among_others() -> None:
    batch = busy_batch(20)
    together = terms_of(batch)
    for row in (0, 9, 19):
        names = TargetBatch.__slots__
        alone = terms_of(
            Batch(row_of(batch.history, row), TargetBatch(*(getattr(batch.target, n)[row : row + 1] for n in names)))
        )
        for part in PARTS:
            torch.testing.assert_close(getattr(alone, part)[0], getattr(together, part)[row], atol=1e-4, rtol=1e-4)


def test_an_action_changes_the_terms_after_it_and_none_before() -> None:
    batch, step = busy_batch(), 3
    changed = batch.target.delta.clone()
    changed[:, step] += 25
    before, after = terms_of(batch), terms_of(Batch(batch.history, replace(batch.target, delta=changed)))
    long = batch.target.lengths > step + 2
    assert long.any()
    for part in PARTS:
        assert torch.equal(getattr(before, part)[:, :step], getattr(after, part)[:, :step])
    assert torch.equal(before.clock[:, step], after.clock[:, step])
    assert torch.equal(before.kind[:, step], after.kind[:, step])
    assert (before.clock[long, step + 1] != after.clock[long, step + 1]).all()


def test_the_clock_and_survival_sum_to_one() -> None:
    history, model = random_history(1), tiny_model()
    many = rows_of(history, torch.zeros(600, dtype=torch.int64))
    with torch.no_grad():
        first = model.decoder.terms(model.encode(many), moves([[wait] for wait in range(600)])).clock[:, 0].exp().sum()
        none = model.decoder.terms(model.encode(history), moves([[]])).survival.exp()
    assert (first + none).item() == pytest.approx(1.0, abs=1e-5)


def test_a_window_that_was_watched_for_less_leaves_the_rest_open() -> None:
    history, model = random_history(1), tiny_model()
    target = moves([[]])
    target.waits_ms[0, 0] = 250
    many = rows_of(history, torch.zeros(600, dtype=torch.int64))
    with torch.no_grad():
        waits = model.decoder.terms(model.encode(many), moves([[wait] for wait in range(600)])).clock[:, 0].exp()
        watched = model.decoder.terms(model.encode(history), target).survival.exp()
    assert watched.item() == pytest.approx(1.0 - waits[:250].sum().item(), abs=1e-5)


def test_a_window_of_which_nothing_was_watched_is_certain() -> None:
    target = moves([[]])
    target.waits_ms[0, 0] = 0
    assert terms_of(Batch(random_history(1), target)).survival.item() == pytest.approx(0.0, abs=1e-5)


def test_a_hundred_actions_leave_nothing_to_survive() -> None:
    terms = terms_of(Batch(random_history(1), moves([[5] * 100])))
    assert terms.survival.item() == 0.0
    assert terms.clock.isfinite().all()


@pytest.mark.parametrize("waits", [[0], [0, 0, 0], [599], [599, 0]])
def test_the_ends_of_the_window_are_possible(waits: list[int]) -> None:
    assert terms_of(Batch(random_history(1), moves([waits]))).clock.isfinite().all()


def test_a_batch_without_an_action_has_a_loss_and_a_gradient() -> None:
    model = tiny_model()
    loss = model.loss(Batch(random_history(3), moves([[], [], []])))
    loss.total.backward()
    assert loss.total.isfinite()
    assert all(bool(weight.grad.isfinite().all()) for weight in model.parameters() if weight.grad is not None)


def test_a_batch_without_an_action_slot_has_a_loss() -> None:
    history = random_history(2)
    target = target_of([ActionSequence(()), ActionSequence(())], history, slots=0)
    assert tiny_model().loss(Batch(history, target)).total.isfinite()


def test_an_action_that_no_hand_can_make_is_counted_and_not_scored() -> None:
    history = random_history(1)
    history.held_buttons[:] = False
    target = replace(moves([[10]]), kinds=torch.tensor([[int(ActionKind.RELEASE)]]))
    terms = terms_of(Batch(history, target))
    assert terms.impossible.tolist() == [[True]]
    assert (terms.kind.item(), terms.button.item()) == (0.0, 0.0)
    assert terms.place.item() < 0.0


def test_keys_have_no_place() -> None:
    history = random_history(1)
    history.held_keys[:] = False
    target = replace(moves([[10]]), kinds=torch.tensor([[int(ActionKind.KEY_PRESS)]]))
    terms = terms_of(Batch(history, target))
    assert terms.place.item() == 0.0
    assert terms.key.item() < 0.0


def test_the_weight_of_a_window_counts_in_loss_and_divisor() -> None:
    batch = busy_batch(2)
    weighted = Batch(batch.history, replace(batch.target, weight=torch.tensor([0.0, 2.0])))
    names = TargetBatch.__slots__
    second = TargetBatch(*(getattr(batch.target, name)[1:] for name in names))
    alone = tiny_model().loss(Batch(row_of(batch.history, 1), second))
    torch.testing.assert_close(tiny_model().loss(weighted).total, alone.total)


def test_the_teacher_forced_likelihood_is_the_product_of_its_steps() -> None:
    """Step by step: window n holds the first n actions only, and its last action's terms are those of that step."""
    batch = drawn_batch(tiny_model(), 12, seed=3)
    row = int(batch.target.lengths.argmax())
    length, history = int(batch.target.lengths[row]), row_of(batch.history, row)
    whole = terms_of(batch)
    for step in range(length):
        prefix = _prefix(batch.target, row, step + 1)
        terms = terms_of(Batch(history, prefix))
        for part in PARTS:
            expected, found = getattr(terms, part)[0, step].item(), getattr(whole, part)[row, step].item()
            assert math.isclose(expected, found, rel_tol=1e-4, abs_tol=1e-4), part


def _prefix(target: TargetBatch, row: int, length: int) -> TargetBatch:
    per_window = ("weight", "committed_ms")
    cut = {n: getattr(target, n)[row : row + 1, :length] for n in TargetBatch.__slots__ if n not in per_window}
    waits = target.waits_ms[row : row + 1, : length + 1].clone()
    waits[0, length] = 600 - int(waits[0, :length].sum())
    return TargetBatch(
        **(cut | {"waits_ms": waits, "weight": torch.ones(1), "committed_ms": target.committed_ms[row : row + 1]})
    )


def test_the_clock_starts_from_what_is_known_of_waits() -> None:
    model = tiny_model()
    decoder, context = model.decoder, model.encode(random_history(1))
    assert isinstance(decoder, PointProcessDecoder)
    known = torch.full((601,), -9.0, dtype=torch.float64)
    known[16] = -0.1
    decoder.clock.start_from(known)
    logs = decoder.clock.log_probabilities(torch.zeros(1, 16), progress_at_start(context))
    assert int(logs.argmax()) == 16


def test_places_left_of_and_above_the_canvas_are_scored() -> None:
    """On a second screen coordinates are negative; the pointer may go there and be there at the start."""
    history, target = random_history(1), moves([[10, 20]])
    away = replace(history, pointer=torch.tensor([[-1900.0, -40.0]]))
    far = replace(target, delta=torch.tensor([[[-4000, -900], [4000, 900]]]))
    for each, steps in ((history, far), (away, target), (away, far)):
        terms = terms_of(Batch(each, steps))
        assert terms.place.isfinite().all()
        assert (terms.place < 0.0).all()


@pytest.mark.parametrize("committed_ms", [0, 1, 37, 150, 300])
def test_what_is_committed_is_given_and_the_rest_scored_as_a_conditional_likelihood(committed_ms: int) -> None:
    """log p(window | its beginning) = log p(window) - log p(beginning), the beginning being watched for so long."""
    batch = busy_batch(24)
    begun, whole = beginnings(batch, committed_ms), tiny_model().loss(batch)
    target = replace(batch.target, committed_ms=torch.full((24,), committed_ms))
    rest = tiny_model().loss(Batch(batch.history, target))
    torch.testing.assert_close(rest.nats, whole.nats - tiny_model().loss(begun).nats, atol=2e-2, rtol=1e-4)
    assert rest.actions == whole.actions - begun.target.lengths.sum()


def test_each_window_has_its_own_committed_beginning() -> None:
    batch, committed_ms = busy_batch(6), torch.tensor([0, 30, 60, 120, 240, 300])
    together = terms_of(Batch(batch.history, replace(batch.target, committed_ms=committed_ms)))
    for row, given_ms in enumerate(committed_ms.tolist()):
        alone = terms_of(Batch(batch.history, replace(batch.target, committed_ms=torch.full((6,), given_ms))))
        assert torch.equal(alone.clock[row], together.clock[row])
        assert torch.equal(alone.survival[row], together.survival[row])


def test_a_window_that_ends_while_it_is_committed_teaches_nothing() -> None:
    target = replace(moves([[10, 20]]), waits_ms=torch.tensor([[10, 20, 100]]), committed_ms=torch.tensor([200]))
    assert tiny_model().loss(Batch(random_history(1), target)).nats.item() == 0.0


def beginnings(batch: Batch, until_ms: int) -> Batch:
    """What happens before so many milliseconds of each window, watched for so long: each row cut by itself."""
    target, waits_ms, mask = batch.target, batch.target.waits_ms.clone(), batch.target.mask.clone()
    for row in range(batch.history.size):
        passed_ms, kept = 0, 0
        while kept < int(target.lengths[row]) and passed_ms + int(waits_ms[row, kept]) < until_ms:
            passed_ms, kept = passed_ms + int(waits_ms[row, kept]), kept + 1
        mask[row, kept:] = False
        waits_ms[row, kept], waits_ms[row, kept + 1 :] = until_ms - passed_ms, 0
    return Batch(batch.history, replace(target, waits_ms=waits_ms, mask=mask))
