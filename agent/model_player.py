"""A trained model behind the one call that the loop knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from agent.plan import Plan, as_hands_do
from agent.planner import Planner
from bridge.clock import MILLISECOND_NS
from bridge.events import Author, ButtonRelease, InputEvent, KeyRelease
from bridge.geometry import Point
from bridge.held import HeldInput
from bridge.state import TICK_NS
from model.actions import MOST_COMMITTED_MS
from model.checkpoint_label import BEST, read_label
from model.history import History, foreseen
from model.runtime import TickDecoder


def looks_at_pictures(run: Path) -> bool:
    """Whether the best checkpoint of a run has to be shown the game's pictures.

    Raises:
        CheckpointError: the run has none.
    """
    return read_label(run / BEST).config.encoder.sees_pictures


def agent_planner(run: Path, device: str, seed: int, abstain_above: float | None = None) -> Planner:
    """A planner that plays the best checkpoint of a run; its actions carry the author "agent".

    Where deciding takes time, what is committed of the tick is given to the model, which goes on after it, and the plan
    reaches into the next tick, as if the game did not change in it: that is what will be committed then.

    Args:
        run: a run directory.
        device: "auto", "cpu" or "cuda".
        seed: of the draws.
        abstain_above: it does nothing where the present is stranger than this share of held-out windows; None: it
            always acts.

    Raises:
        CheckpointError: the run cannot be loaded, or does not know what it is familiar with.
    """
    decoder = TickDecoder(run, device, seed, abstain_above)

    def decided(history: History) -> tuple[InputEvent, ...] | None:
        sequence = decoder.decide(history)
        if sequence is None:
            return None
        from_ns, until_ns = (
            _from_ns(history),
            history.now_ns + TICK_NS,
        )  # a compared decoder may draw up to the very end
        events = sequence.events(history.now_ns, Author.AGENT)
        return as_hands_do([event for event in events if from_ns <= event.at_ns < until_ns], _held(history).pointer)

    def plan(history: History) -> Plan:
        if not decoder.commits:
            history = replace(history, committed=(), committed_ms=0)
        events, committed_ns = decided(history), history.committed_ms * MILLISECOND_NS
        if events is None:
            return Plan(history.now_ns, _let_go(history), committed_ns, abstains=True)
        if committed_ns == 0:
            return Plan(history.now_ns, events)
        ahead = decided(foreseen(history, (*history.committed, *events))) or ()
        until_ns = history.now_ns + TICK_NS + MOST_COMMITTED_MS * MILLISECOND_NS
        reach = tuple(event for event in ahead if event.at_ns < until_ns)
        return Plan(history.now_ns, (*events, *reach), committed_ns)

    return plan


def _from_ns(history: History) -> int:
    """From here on it is open what happens."""
    return history.now_ns + history.committed_ms * MILLISECOND_NS


def _held(history: History) -> HeldInput:
    """What is held once what is committed has happened."""
    held = history.now.held
    for event in history.committed:
        held = held.after(event)
    return held


def _let_go(history: History) -> tuple[InputEvent, ...]:
    """The release of all that is held."""
    held, at_ns = _held(history), _from_ns(history)
    place = held.pointer or Point(0, 0)
    buttons = [ButtonRelease(at_ns, place.x, place.y, button, Author.AGENT) for button in sorted(held.buttons)]
    return (*buttons, *(KeyRelease(at_ns, key, Author.AGENT) for key in sorted(held.keys)))
