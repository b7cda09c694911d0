"""Patience ends after a while without effect, and comes back."""

from __future__ import annotations

from bridge.geometry import Rect
from bridge.sandbox.tasks.errand import ClickOn, Rest
from bridge.sandbox.tasks.patience import PATIENCE_TICKS, WORN_TICKS, Patience
from tests.bridge.sandbox.tasks.scenes import scene

ERRAND = ClickOn("use tree-1", Rect(0, 0, 20, 20))


def watched(ticks: int, logs_each_tick: int = 0) -> Patience:
    patience = Patience()
    for tick in range(ticks):
        patience.watch(scene(tick=tick, logs=min(28, tick * logs_each_tick)), ERRAND)
    return patience


def test_an_errand_without_effect_wears_out() -> None:
    assert not watched(PATIENCE_TICKS).is_worn("use tree-1", PATIENCE_TICKS)
    assert watched(PATIENCE_TICKS + 1).is_worn("use tree-1", PATIENCE_TICKS)


def test_an_errand_with_effect_does_not_wear_out() -> None:
    assert not watched(PATIENCE_TICKS + 5, logs_each_tick=1).is_worn("use tree-1", PATIENCE_TICKS + 5)


def test_other_errands_are_as_good_as_before() -> None:
    assert not watched(PATIENCE_TICKS + 1).is_worn("use tree-2", PATIENCE_TICKS)


def test_patience_comes_back() -> None:
    assert not watched(PATIENCE_TICKS + 1).is_worn("use tree-1", PATIENCE_TICKS + WORN_TICKS)


def test_resting_never_wears_out() -> None:
    patience = Patience()
    for tick in range(100):
        patience.watch(scene(tick=tick), Rest())
    assert not patience.is_worn("rest", 100)
