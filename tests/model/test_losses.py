from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from model.losses import PARTS, LossParts


def parts(value: float, actions: float = 2.0, windows: float = 1.0) -> LossParts:
    each = [torch.tensor(value)] * len(PARTS)
    return LossParts(*each, torch.tensor(actions), torch.tensor(windows), torch.tensor(0))


def test_the_total_is_nats_by_action_and_window() -> None:
    assert parts(3.0).total.item() == pytest.approx(7 * 3.0 / 3.0)


def test_parts_of_two_batches_add_up_to_those_of_both() -> None:
    both = parts(1.0) + parts(2.0, actions=4.0)
    assert (both.nats.item(), both.actions.item(), both.windows.item()) == (21.0, 6.0, 2.0)


def test_the_report_gives_the_clock_by_window_and_marks_by_action() -> None:
    report = parts(3.0).report()
    assert report["clock_nats_per_window"] == 6.0
    assert report["place_nats_per_action"] == 1.5


def test_losses_of_time_that_are_no_likelihood_are_not_reported_as_nats() -> None:
    plain = replace(parts(3.0), is_likelihood=False)
    for report in (plain.report(), (plain + plain).detach().report()):
        assert report["time_loss_per_window"] == 6.0
        assert not {"clock_nats_per_window", "nats_per_window"} & set(report)
        assert report["place_nats_per_action"] == 1.5
    assert "time_loss_per_window" not in parts(3.0).report()


def test_a_batch_without_actions_has_a_report() -> None:
    assert parts(0.0, actions=0.0).report()["kind_nats_per_action"] == 0.0


def test_detached_parts_have_no_graph() -> None:
    with_graph = LossParts(*[torch.ones(1, requires_grad=True).sum() * 2] * 10)
    assert not with_graph.detach().nats.requires_grad
