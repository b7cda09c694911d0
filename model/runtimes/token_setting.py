"""What all steps of a window share where the decoder points at tokens, as the kernels begin it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.decoders.means import PLAIN_MEANS
from model.decoders.point_process import PointProcessDecoder
from model.decoders.pointing import PointingHead, TokenReader
from model.decoders.targets import TARGET_WIDTH
from model.runtimes.moment import Moment
from model.runtimes.setting import Begun, StepKernels, WindowSetting
from model.runtimes.structs import Floats, array_of, layer_of, pointer_to, struct_of


class PointingWeights(NamedTuple):
    """The struct of the same name in pointing.c, field by field.

    Args:
        start, start_bias, context, context_bias: the layers of the same names, (H, H), (H,).
        identity, identity_bias: of `TokenReader`, one row a number (W, E), and (E,).
        goal, goal_bias: the same, (2, E), (E,).
        query, query_bias: (Q E, H), (Q E,).
        token, token_bias: of `PointingHead`, one row a number (W, G), and (G,).
        wanted, wanted_bias: its `context`, (G, H), (G,).
        sought, sought_bias: its `query`, (G, H), (G,).
        score, score_bias: (1, G), (1,).
        hand, hand_bias: one row a number (E + 16, G), and (G,).
        hand_score, hand_score_bias: (1, G), (1,).
        others, others_bias: (2, H), (2,).
        right, right_bias: (1, G), (1,).
    """

    start: Floats
    start_bias: Floats
    context: Floats
    context_bias: Floats
    identity: Floats
    identity_bias: Floats
    goal: Floats
    goal_bias: Floats
    query: Floats
    query_bias: Floats
    token: Floats
    token_bias: Floats
    wanted: Floats
    wanted_bias: Floats
    sought: Floats
    sought_bias: Floats
    score: Floats
    score_bias: Floats
    hand: Floats
    hand_bias: Floats
    hand_score: Floats
    hand_score_bias: Floats
    others: Floats
    others_bias: Floats
    right: Floats
    right_bias: Floats


class PointingOut(NamedTuple):
    """What is worked out: the struct of the same name in pointing.c, field by field.

    Args:
        hidden, context: (H,).
        identity: (K, E).
        goals: (K,).
        queries: (Q, E).
        means: (5 + C).
    """

    hidden: Floats
    context: Floats
    identity: Floats
    goals: Floats
    queries: Floats
    means: Floats


class TokenSetting:
    """Begins windows of a decoder that points at tokens.

    Args:
        decoder: its weights are those of the moment this is made.
        step: what its steps read.
    """

    def __init__(self, decoder: PointProcessDecoder, step: StepKernels) -> None:
        self._weights, self._step = _pointing_weights(decoder), step
        self._struct = struct_of(self._weights)

    def begin(self, moment: Moment) -> Begun:
        """`PointProcessDecoder.setting` and `initial` of one moment."""
        seen = moment.seen
        assert seen is not None, "the encoder looks at tokens where the decoder points at them"
        count = int(np.count_nonzero(seen.is_placed))
        hidden, context = np.empty((2, len(moment.fused)), np.float32)
        out = PointingOut(
            hidden=hidden,
            context=context,
            identity=np.empty((count, TARGET_WIDTH), np.float32),
            goals=np.empty(count, np.float32),
            queries=np.empty((self._step.queries, TARGET_WIDTH), np.float32),
            means=np.empty(PLAIN_MEANS + self._step.keys, np.float32),
        )
        self._step.library.begin_tokens(
            self._struct,
            self._step.struct,
            pointer_to(self._step.sizes(count)),
            pointer_to(moment.fused),
            pointer_to(moment.afresh),
            struct_of(seen),
            pointer_to(moment.hand.velocity),
            struct_of(out),
        )
        setting = WindowSetting(
            context=out.context,
            offset_px=seen.offset_px[:count],
            identity=out.identity,
            pointer_px=moment.pointer_px,
            canvas_px=moment.canvas_px,
            half_px=seen.half_px[:count],
            goals=out.goals,
            queries=out.queries,
            means=out.means,
            is_known=seen.is_placed[:count],
            is_seen=moment.is_seen,
        )
        return Begun(setting, out.hidden)


def _pointing_weights(decoder: PointProcessDecoder) -> PointingWeights:
    reader, head = decoder.targets, decoder.goal
    assert isinstance(reader, TokenReader)
    assert isinstance(head, PointingHead)
    return PointingWeights(
        *(*layer_of(decoder.start), *layer_of(decoder.context)),
        *(array_of(reader.identity.weight.T), array_of(reader.identity.bias)),
        *(array_of(reader.goal.weight.T), array_of(reader.goal.bias)),
        *layer_of(reader.query),
        *(array_of(head.token.weight.T), array_of(head.token.bias)),
        *(*layer_of(head.context), *layer_of(head.query), *layer_of(head.score)),
        *(array_of(head.hand.weight.T), array_of(head.hand.bias)),
        *(*layer_of(head.hand_score), *layer_of(head.others), *layer_of(head.right)),
    )
