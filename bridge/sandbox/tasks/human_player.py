"""A scripted player with a human hand: it answers what it sees after a reaction time, misses, corrects and pauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, assert_never

import numpy as np

from bridge.clock import SECOND_NS
from bridge.events import InputEvent, MouseButton
from bridge.geometry import Point, Rect
from bridge.held import HeldInput
from bridge.sandbox.tasks.errand import ClickOn, Errand, HoldKey, MoveOff, Rest, TurnWheel, TypeKeys
from bridge.sandbox.tasks.hand import Hand
from bridge.sandbox.tasks.motion import Habits
from bridge.state import TICK_NS, GameState

PAUSE_EVERY_S = (30.0, 50.0)
PAUSE_S = (1.0, 3.0)


class Policy(Protocol):
    """What a player wants, tick by tick."""

    def want(self, state: GameState) -> Errand:
        """The next errand, as if nothing were under way."""
        ...


@dataclass(frozen=True, slots=True)
class _Plan:
    """An errand that the hand has in its queue: it begins, acts (a press, or the first notch or key), and is done."""

    errand: Errand
    start_ns: int
    act_ns: int
    done_ns: int
    place: Point | None = None

    def serves(self, errand: Errand) -> bool:
        """Whether carrying out this plan still does what `errand` asks for."""
        if self.errand.purpose != errand.purpose:
            return False
        return self.place is None or not isinstance(errand, ClickOn) or errand.target.contains(*_pair(self.place))


class HumanPlayer:
    """Carries out a policy's errands with a hand.

    Args:
        policy: decides; may keep memory of its own.
        seed: of the hand and the pauses.
        habits: the numbers of the hand.
    """

    def __init__(self, policy: Policy, seed: int, habits: Habits) -> None:
        self._policy = policy
        self._generator = np.random.default_rng(seed)
        self._habits = habits
        self._hand: Hand | None = None
        self._plan: _Plan | None = None
        self._pause_ns = 0
        self._rest_until_ns = 0
        self._goes_on = False

    def act(self, state: GameState, held: HeldInput) -> tuple[InputEvent, ...]:
        """See `ScriptedPlayer.act`."""
        now_ns = state.tick.received_ns
        hand = self._take_hand(state)
        hand.see(held, now_ns)
        errand = self._policy.want(state)
        if not self._is_pausing(now_ns):
            self._answer(hand, errand, now_ns)
        self._goes_on = False
        return hand.due(now_ns, now_ns + TICK_NS)

    def watch(self, state: GameState) -> None:
        """See `Expert.watch`: the policy keeps its memory, what the hand had begun is forgotten."""
        self._policy.want(state)
        self._hand, self._plan = None, None

    def take_over(self, *, in_motion: bool) -> None:
        """See `Expert.take_over`."""
        self._goes_on = in_motion

    def _take_hand(self, state: GameState) -> Hand:
        if self._hand is None:
            canvas = Rect(0, 0, state.view.canvas_width_px, state.view.canvas_height_px)
            self._hand = Hand(self._generator, canvas, self._habits)
            self._pause_ns = state.tick.received_ns + self._seconds_ns(PAUSE_EVERY_S)
        return self._hand

    def _is_pausing(self, now_ns: int) -> bool:
        is_busy = self._plan is not None and self._plan.done_ns > now_ns
        if now_ns >= self._pause_ns and not is_busy:
            self._rest_until_ns = now_ns + self._seconds_ns(PAUSE_S)
            self._pause_ns = self._rest_until_ns + self._seconds_ns(PAUSE_EVERY_S)
        return now_ns < self._rest_until_ns

    def _answer(self, hand: Hand, errand: Errand, now_ns: int) -> None:
        """Let the plan under way go on while it serves; otherwise take up the errand after a reaction time."""
        start_ns = now_ns if self._goes_on else hand.react_ns(now_ns)
        plan = self._plan
        if plan is not None and plan.done_ns > now_ns:
            if plan.serves(errand) and plan.act_ns >= now_ns:
                return
            if plan.act_ns >= now_ns:
                start_ns = _turn_ns(plan, errand, start_ns, now_ns)
                if start_ns >= plan.act_ns:
                    return
                hand.stop_pointer(start_ns)
        self._plan = self._carry_out(hand, errand, start_ns)

    def _carry_out(self, hand: Hand, errand: Errand, start_ns: int) -> _Plan | None:
        match errand:
            case ClickOn():
                aim = hand.click(errand.target, start_ns, self._button(errand.button))
                return _Plan(errand, start_ns, aim.press_ns, aim.release_ns, aim.place)
            case MoveOff():
                landed_ns = hand.point(errand.area, start_ns)
                return _Plan(errand, start_ns, landed_ns, landed_ns)
            case TurnWheel():
                hand.scroll(errand.area, errand.notches, start_ns)
                return _Plan(errand, start_ns, hand.pointer_free_ns, hand.pointer_free_ns)
            case HoldKey():
                if errand.hold_ns:
                    hand.hold_key(errand.key, start_ns, errand.hold_ns)
                else:
                    hand.tap_key(errand.key, start_ns)
                return _Plan(errand, start_ns, hand.keys_free_ns, hand.keys_free_ns)
            case TypeKeys():
                for key in errand.keys:
                    hand.tap_key(key, start_ns)
                return _Plan(errand, start_ns, hand.keys_free_ns, hand.keys_free_ns)
            case Rest():
                return None
            case _:
                assert_never(errand)

    def _button(self, wanted: MouseButton) -> MouseButton:
        """The wanted button, but for a slip."""
        is_slip = self._generator.random() < self._habits.wrong_button_share
        other = MouseButton.RIGHT if wanted is MouseButton.LEFT else MouseButton.LEFT
        return other if is_slip else wanted

    def _seconds_ns(self, span_s: tuple[float, float]) -> int:
        return round(float(self._generator.uniform(*span_s)) * SECOND_NS)


def _turn_ns(plan: _Plan, errand: Errand, start_ns: int, now_ns: int) -> int:
    """When the hand turns to an errand: a motion for the same purpose that has not begun only takes its fresh aim."""
    has_begun = plan.start_ns <= now_ns
    return plan.start_ns if errand.purpose == plan.errand.purpose and not has_begun else start_ns


def _pair(point: Point) -> tuple[int, int]:
    return point.x, point.y
