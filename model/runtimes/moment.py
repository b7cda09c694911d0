"""One encoded history as plain arrays: what the compiled decoder starts from."""

from __future__ import annotations

from dataclasses import dataclass

from model.encoders.context import Context
from model.encoders.hand_motion import last_hand_motion
from model.runtimes.hand_motion import MovedHand
from model.runtimes.structs import Flags, Floats, array_of, flags_of
from model.runtimes.token_arrays import TokenArrays, token_arrays


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment of deciding, for one history.

    Args:
        fused, afresh: float32 (H,), the fused vector of `model.encoders.context.Context`, and its `afresh`.
        state: float32 (D,), NaN is unknown.
        pointer_px: float32 (2,), the middle of the canvas where it was not seen yet.
        is_seen: bool (1,), whether it was.
        canvas_px: float32 (2,).
        hand: where it rests, and its last motion.
        idle_ms: float32 (1,), time since the last action.
        held_buttons: bool (3,).
        held_keys: bool (K,).
        seen: the tokens, of one history; None where the encoder does not look at them.
    """

    fused: Floats
    afresh: Floats
    state: Floats
    pointer_px: Floats
    is_seen: Flags
    canvas_px: Floats
    hand: MovedHand
    idle_ms: Floats
    held_buttons: Flags
    held_keys: Flags
    seen: TokenArrays | None = None


def moment_of(context: Context) -> Moment:
    """The context of one history."""
    history, hand = context.history, last_hand_motion(context.history)
    parts = hand.away_px, hand.way_px, hand.velocity, hand.rest_ms.unsqueeze(1)
    return Moment(
        fused=array_of(context.fused[0]),
        afresh=array_of(context.afresh[0]),
        state=array_of(context.state[0]),
        pointer_px=array_of(context.pointer[0]),
        is_seen=flags_of(~history.pointer.isnan().any(dim=-1)),
        canvas_px=array_of(history.canvas[0]),
        hand=MovedHand(*(array_of(part[0]) for part in parts)),
        idle_ms=array_of(1000.0 * history.since_last_s),
        held_buttons=flags_of(history.held_buttons[0]),
        held_keys=flags_of(history.held_keys[0]),
        seen=None if context.seen is None else token_arrays(context.seen),
    )
