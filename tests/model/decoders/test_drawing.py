from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from bridge.events import KEYS, Author
from bridge.geometry import Point
from bridge.held import HeldInput
from model.actions import ActionSequence
from model.batch import Batch
from model.event_table import BUTTONS
from model.timed_action_model import TimedActionModel
from tests.model.network_batches import CANVAS, random_history, row_of, target_of, tiny_model


def lively(kind_bias: float = 0.0) -> TimedActionModel:
    """A model that acts often, and presses and releases often."""
    model = tiny_model()
    with torch.no_grad():
        model.decoder.clock.project.bias[:12] += 5.5
        model.decoder.marks.kind.bias[1:] += kind_bias
    return model


def generators(rows: int, seed: int = 0) -> list[torch.Generator]:
    return [torch.Generator().manual_seed(seed + row) for row in range(rows)]


def test_drawing_stops_by_itself_at_the_horizon() -> None:
    for sequence in lively().sample(random_history(16), generators(16)):
        assert sequence.horizon_s == 0.6
        assert all(action.wait_s >= 0 for action in sequence.actions)
        assert sum(action.wait_s for action in sequence.actions) < 0.6


def test_nothing_impossible_is_ever_drawn() -> None:
    history = random_history(16)
    for row, sequence in enumerate(lively(2.0).sample(history, generators(16))):
        held = HeldInput(
            Point(*(int(value) for value in history.pointer[row])),
            frozenset(button for index, button in enumerate(BUTTONS) if history.held_buttons[row, index]),
            frozenset(key for index, key in enumerate(KEYS) if history.held_keys[row, index]),
        )
        for event in sequence.events(0, Author.AGENT):
            assert held.allows(event)
            held = held.after(event)


def test_places_lie_on_the_canvas() -> None:
    model = lively()
    with torch.no_grad():
        model.decoder.marks.scale_bias.fill_(6.0)
    actions = [action for sequence in model.sample(random_history(8), generators(8)) for action in sequence.actions]
    assert len(actions) > 50
    assert all(0 <= action.x < CANVAS[0] and 0 <= action.y < CANVAS[1] for action in actions)


def test_a_draw_does_not_depend_on_batch_mates() -> None:
    history, model = random_history(12), lively()
    together = model.sample(history, generators(12))
    for row in (0, 5, 11):
        assert model.sample(row_of(history, row), [torch.Generator().manual_seed(row)]) == [together[row]]


def test_the_same_seed_gives_the_same_draw_and_another_seed_another() -> None:
    history, model = random_history(3), lively()
    first, again = (model.sample(history, torch.Generator().manual_seed(4)) for _ in range(2))
    assert first == again
    assert first != model.sample(history, torch.Generator().manual_seed(5))


def test_at_most_so_many_actions_are_drawn_as_asked() -> None:
    sequences = lively().sample(random_history(8), generators(8), max_actions=4)
    assert max(len(sequence.actions) for sequence in sequences) == 4
    assert lively().sample(random_history(2), generators(2), max_actions=0) == [ActionSequence(())] * 2


def test_a_shorter_horizon_cuts_the_same_draw() -> None:
    history, model = random_history(8), lively()
    whole, short = (model.sample(history, generators(8), horizon_ms=horizon) for horizon in (600, 100))
    for long_sequence, cut in zip(whole, short, strict=True):
        kept, elapsed_ms = [], 0
        for action in long_sequence.actions:
            elapsed_ms += round(action.wait_s * 1000)
            if elapsed_ms < 100:
                kept.append(action)
        assert cut == ActionSequence(tuple(kept), 0.1)


@pytest.mark.parametrize(("horizon_ms", "max_actions"), [(0, 100), (601, 100), (600, 101), (600, -1)])
def test_a_window_that_the_process_is_not_defined_on_is_refused(horizon_ms: int, max_actions: int) -> None:
    with pytest.raises(ValueError, match="a window has"):
        tiny_model().sample(random_history(1), generators(1), horizon_ms, max_actions)


def test_the_pointer_stands_in_the_middle_where_it_was_not_seen() -> None:
    history = random_history(4)
    unseen = replace(history, pointer=torch.full_like(history.pointer, torch.nan))
    assert all(isinstance(sequence, ActionSequence) for sequence in lively().sample(unseen, generators(4)))


def test_the_average_log_likelihood_of_draws_is_minus_the_entropy_of_the_first_wait() -> None:
    """Sampling and likelihood are of the same distribution: the first wait's shares match its probabilities."""
    model, rows = tiny_model(), 4000
    one = random_history(1)
    history = type(one)(*(getattr(one, name).expand(rows, *getattr(one, name).shape[1:]) for name in one.__slots__))
    sequences = model.sample(history, torch.Generator().manual_seed(0), max_actions=1)
    with torch.no_grad():
        none = model.decoder.terms(model.encode(one), target_of([ActionSequence(())], one)).survival.exp().item()
    share = sum(not sequence.actions for sequence in sequences) / rows
    assert share == pytest.approx(none, abs=4 * (none * (1 - none) / rows) ** 0.5)


def test_draws_are_scored_as_they_were_drawn() -> None:
    history, model = random_history(8), lively(2.0)
    sequences = model.sample(history, generators(8))
    loss = model.loss(Batch(history, target_of(sequences, history)))
    assert loss.nats.isfinite()
    assert loss.impossible.item() == 0
