"""A player without a body: each errand is done exactly, at once. What a human hand could reach at best."""

from __future__ import annotations

from typing import assert_never

from bridge.clock import MILLISECOND_NS
from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.geometry import Rect
from bridge.held import HeldInput
from bridge.sandbox.tasks.errand import ClickOn, Errand, HoldKey, MoveOff, Rest, TurnWheel, TypeKeys
from bridge.sandbox.tasks.human_player import Policy
from bridge.state import TICK_NS, GameState

AUTHOR = Author.HUMAN
TAP_NS = 60 * MILLISECOND_NS


class OraclePlayer:
    """Carries out a policy's errands in the tick in which they come up, without delay or miss.

    Args:
        policy: decides; may keep memory of its own.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def act(self, state: GameState, held: HeldInput) -> tuple[InputEvent, ...]:
        """See `ScriptedPlayer.act`; what is held down from elsewhere is not its affair."""
        del held
        return _events(self._policy.want(state), state.tick.received_ns)


def _events(errand: Errand, now_ns: int) -> tuple[InputEvent, ...]:
    match errand:
        case ClickOn():
            return _click(errand.target, errand.button, now_ns)
        case HoldKey():
            end_ns = now_ns + min(max(errand.hold_ns, TAP_NS), TICK_NS - 1)
            return KeyPress(now_ns, errand.key, AUTHOR), KeyRelease(end_ns, errand.key, AUTHOR)
        case TypeKeys():
            return tuple(event for key in errand.keys for event in _tap(key, now_ns))
        case TurnWheel():
            middle = errand.area.centre
            return (WheelScroll(now_ns, middle.x, middle.y, errand.notches, AUTHOR),)
        case MoveOff():
            middle = errand.area.centre
            return (PointerMove(now_ns, middle.x, middle.y, AUTHOR),)
        case Rest():
            return ()
        case _:
            assert_never(errand)


def _tap(key: str, now_ns: int) -> tuple[InputEvent, InputEvent]:
    return KeyPress(now_ns, key, AUTHOR), KeyRelease(now_ns, key, AUTHOR)


def _click(target: Rect, button: MouseButton, now_ns: int) -> tuple[InputEvent, ...]:
    x, y = target.centre.x, target.centre.y
    return (
        PointerMove(now_ns, x, y, AUTHOR),
        ButtonPress(now_ns, x, y, button, AUTHOR),
        ButtonRelease(now_ns + TAP_NS, x, y, button, AUTHOR),
    )
