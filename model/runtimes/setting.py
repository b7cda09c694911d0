"""What all steps of a window share, as the kernels begin it: `PointProcessDecoder.setting` and `initial`."""

from __future__ import annotations

import ctypes
from typing import NamedTuple, Protocol

import numpy as np

from model.decoders.goal import GoalHead
from model.decoders.point_process import PointProcessDecoder
from model.decoders.pointing import TokenReader
from model.decoders.targets import TARGET_WIDTH, TargetReader
from model.runtimes.moment import Moment
from model.runtimes.structs import Flags, Floats, Ints, array_of, layer_of, pointer_to, struct_of
from model.runtimes.weights import step_weights

_NO_COLUMN = -1


class SettingWeights(NamedTuple):
    """The struct of the same name in setting.c, field by field.

    Args:
        start, start_bias, context, context_bias: the layers of the same names, (H, H), (H,).
        slot, name: of `TargetReader`, (K, E), (names + 1, E).
        goal, goal_bias: `TargetReader.goal`, one row a number (2, E), and (E,).
        query, query_bias, slots, slots_bias, others, others_bias: of `GoalHead`, (E, H), (E,), (K, H), (K,), (2, H),
            (2,).
        scale_px: (K,).
        columns: of the offsets, (K, 2).
        name_columns: (K,), -1 for none.
    """

    start: Floats
    start_bias: Floats
    context: Floats
    context_bias: Floats
    slot: Floats
    name: Floats
    goal: Floats
    goal_bias: Floats
    query: Floats
    query_bias: Floats
    slots: Floats
    slots_bias: Floats
    others: Floats
    others_bias: Floats
    scale_px: Floats
    columns: Ints
    name_columns: Ints


class WindowSetting(NamedTuple):
    """`model.decoders.feedback.Setting` of one window: the struct of the same name in step.h, field by field.

    Args:
        context: (H,).
        offset_px: (K, 2).
        identity: (K, E).
        pointer_px, canvas_px: (2,).
        half_px, goals, queries, means: of tokens, (K, 2), (K,), (Q, E), (5 + C); empty otherwise.
        is_known: (K,).
        is_seen: (1,).
    """

    context: Floats
    offset_px: Floats
    identity: Floats
    pointer_px: Floats
    canvas_px: Floats
    half_px: Floats
    goals: Floats
    queries: Floats
    means: Floats
    is_known: Flags
    is_seen: Flags


class SettingOut(NamedTuple):
    """What is worked out: the struct of the same name in setting.c, field by field.

    Args:
        hidden, context: (H,).
        offset_px: (K, 2).
        identity: (K, E).
        is_known: (K,).
    """

    hidden: Floats
    context: Floats
    offset_px: Floats
    identity: Floats
    is_known: Flags


class Begun(NamedTuple):
    """What a window starts with.

    Args:
        setting: what its steps share.
        hidden: float32 (H,), what is remembered before the first of them.
    """

    setting: WindowSetting
    hidden: Floats


class StepKernels:
    """What the kernels of a decoder's steps read.

    Args:
        decoder: on the CPU, of parts that the kernels know; its weights are those of the moment this is made.
        library: of `model.runtimes.compiling`.
    """

    def __init__(self, decoder: PointProcessDecoder, library: ctypes.CDLL) -> None:
        self.library = library
        self.queries = decoder.targets.queries if isinstance(decoder.targets, TokenReader) else 0
        self._weights = step_weights(decoder, library)
        self.struct = struct_of(self._weights)
        self.keys, points = decoder.marks.key.out_features, decoder.marks.point is not None
        self._sizes = decoder.start.out_features, TARGET_WIDTH, self.keys, decoder.marks.mixture, self.queries, points

    def sizes(self, targets: int) -> Ints:
        """The struct Sizes for a window with so many targets."""
        hidden, *others = self._sizes
        return np.array([hidden, targets, *others], np.int64)


class Setting(Protocol):
    """Begins windows, by the features or by tokens."""

    def begin(self, moment: Moment) -> Begun:
        """`PointProcessDecoder.setting` and `initial` of one moment."""
        ...


class FeatureSetting:
    """Begins windows of a decoder whose targets are those of the features.

    Args:
        decoder: its weights are those of the moment this is made.
        step: what its steps read.
    """

    def __init__(self, decoder: PointProcessDecoder, step: StepKernels) -> None:
        self._weights, self._step = _setting_weights(decoder), step
        self._struct = struct_of(self._weights)

    def begin(self, moment: Moment) -> Begun:
        """See `Setting`."""
        hidden, targets = len(moment.fused), len(self._weights.name_columns)
        out = SettingOut(
            hidden=np.empty(hidden, np.float32),
            context=np.empty(hidden, np.float32),
            offset_px=np.empty((targets, 2), np.float32),
            identity=np.empty((targets, TARGET_WIDTH), np.float32),
            is_known=np.empty(targets, np.bool_),
        )
        self._step.library.begin_window(
            self._struct,
            self._step.struct,
            pointer_to(self._step.sizes(targets)),
            pointer_to(moment.fused),
            pointer_to(moment.afresh),
            pointer_to(moment.state),
            pointer_to(moment.hand.velocity),
            struct_of(out),
        )
        nothing = np.empty(0, np.float32)
        setting = WindowSetting(
            context=out.context,
            offset_px=out.offset_px,
            identity=out.identity,
            pointer_px=moment.pointer_px,
            canvas_px=moment.canvas_px,
            half_px=nothing,
            goals=nothing,
            queries=nothing,
            means=nothing,
            is_known=out.is_known,
            is_seen=moment.is_seen,
        )
        return Begun(setting, out.hidden)


def _setting_weights(decoder: PointProcessDecoder) -> SettingWeights:
    targets, goal = decoder.targets, decoder.goal
    assert isinstance(targets, TargetReader)
    assert isinstance(goal, GoalHead)
    assert targets.goal is not None, "the kernels foresee goals"
    named = [_NO_COLUMN if column is None else column for column in targets.name_columns]
    floats = (
        *(*layer_of(decoder.start), *layer_of(decoder.context)),
        *(array_of(targets.slot), array_of(targets.name.weight)),
        *(array_of(targets.goal.weight.T), array_of(targets.goal.bias)),
        *(*layer_of(goal.query), *layer_of(goal.slots), *layer_of(goal.others)),
        array_of(targets.scale_px.reshape(-1)),
    )
    return SettingWeights(*floats, targets.columns.numpy().copy(), np.array(named, np.int64))
