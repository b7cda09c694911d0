"""A player's patience: an errand that goes on without any effect is left alone for a while."""

from __future__ import annotations

from bridge.sandbox.tasks.errand import Errand, Rest
from bridge.state import GameState

PATIENCE_TICKS = 14
WORN_TICKS = 40


class Patience:
    """Watches errands and what came of them."""

    def __init__(self) -> None:
        self._purpose = ""
        self._scene: tuple[object, ...] = ()
        self._since = 0
        self._worn_until: dict[str, int] = {}

    def watch(self, state: GameState, errand: Errand) -> None:
        """Take note of what is wanted at a tick; nothing wears while resting or while the scene changes."""
        purpose, scene = errand.purpose, _scene(state)
        if purpose != self._purpose or scene != self._scene:
            self._purpose, self._scene, self._since = purpose, scene, state.tick.index
        if not isinstance(errand, Rest) and state.tick.index - self._since >= PATIENCE_TICKS:
            self._worn_until[purpose] = state.tick.index + WORN_TICKS

    def is_worn(self, purpose: str, tick: int) -> bool:
        """Whether an errand had no effect lately."""
        return tick < self._worn_until.get(purpose, 0)


def _scene(state: GameState) -> tuple[object, ...]:
    carried = len(state.inventory.items) if state.inventory is not None else 0
    place = state.player.position if state.player is not None else None
    return place, carried, state.interface.open, state.interface.menu is None
