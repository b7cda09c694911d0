from __future__ import annotations

import pytest
import torch

from model.actions import ActionKind
from model.decoders.legality import PAST_HORIZON, allowed_classes, allowed_kinds, allowed_waits


@pytest.mark.parametrize(("elapsed_ms", "longest"), [(0, 599), (1, 598), (598, 1), (599, 0)])
def test_a_wait_ends_inside_the_window_or_past_the_horizon(elapsed_ms: int, longest: int) -> None:
    allowed = allowed_waits(torch.tensor(0), torch.tensor(elapsed_ms)).nonzero().squeeze(1).tolist()
    assert allowed == [*range(longest + 1), PAST_HORIZON]


def test_after_the_hundredth_action_nothing_but_survival_is_possible() -> None:
    assert allowed_waits(torch.tensor(100), torch.tensor(0)).nonzero().tolist() == [[PAST_HORIZON]]


def test_nothing_is_released_while_nothing_is_held() -> None:
    may = allowed_kinds(torch.zeros(3, dtype=torch.bool), torch.zeros(4, dtype=torch.bool))
    kinds = {kind for kind in ActionKind if may[kind]}
    assert kinds == {ActionKind.MOVE, ActionKind.PRESS, ActionKind.SCROLL, ActionKind.KEY_PRESS}


def test_nothing_is_pressed_while_everything_is_held() -> None:
    may = allowed_kinds(torch.ones(3, dtype=torch.bool), torch.ones(4, dtype=torch.bool))
    kinds = {kind for kind in ActionKind if may[kind]}
    assert kinds == {ActionKind.MOVE, ActionKind.RELEASE, ActionKind.SCROLL, ActionKind.KEY_RELEASE}


def test_a_press_takes_what_is_up_and_a_release_what_is_down() -> None:
    held = torch.tensor([True, False, False])
    press, release = torch.tensor(ActionKind.PRESS), torch.tensor(ActionKind.RELEASE)
    assert allowed_classes(press, held, ActionKind.PRESS).tolist() == [False, True, True]
    assert allowed_classes(release, held, ActionKind.PRESS).tolist() == [True, False, False]
