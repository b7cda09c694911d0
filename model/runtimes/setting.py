"""What all steps of a window share, as the kernels begin it: `PointProcessDecoder.setting` and `initial`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.decoders.goal import GoalHead
from model.decoders.point_process import PointProcessDecoder
from model.decoders.targets import TargetReader
from model.runtimes.structs import Flags, Floats, Ints, array_of, layer_of

_NO_COLUMN = -1


class SettingWeights(NamedTuple):
    """The struct of the same name in setting.c, field by field.

    Args:
        start, start_bias, context, context_bias: the layers of the same names, (H, H), (H,).
        slot, name: of `TargetReader`, (K, E), (names + 1, E).
        goal, goal_bias: `TargetReader.goal`, one row a number (2, E), and (E,).
        query, query_bias, slots, slots_bias: of `GoalHead`, (E, H), (E,), (K + 2, H), (K + 2,).
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
        half_px, goals, queries: of tokens, (K, 2), (K,), (Q, E); empty otherwise.
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


def setting_weights(decoder: PointProcessDecoder) -> SettingWeights:
    """The weights of a decoder as they are now."""
    targets, goal = decoder.targets, decoder.goal
    assert isinstance(targets, TargetReader)
    assert isinstance(goal, GoalHead)
    assert targets.goal is not None, "the kernels foresee goals"
    named = [_NO_COLUMN if column is None else column for column in targets.name_columns]
    floats = (
        *(*layer_of(decoder.start), *layer_of(decoder.context)),
        *(array_of(targets.slot), array_of(targets.name.weight)),
        *(array_of(targets.goal.weight.T), array_of(targets.goal.bias)),
        *(*layer_of(goal.query), *layer_of(goal.slots)),
        array_of(targets.scale_px.reshape(-1)),
    )
    return SettingWeights(*floats, targets.columns.numpy().copy(), np.array(named, np.int64))


def empty_setting(hidden: int, targets: int, width: int) -> SettingOut:
    """Room for what is worked out."""
    return SettingOut(
        hidden=np.empty(hidden, np.float32),
        context=np.empty(hidden, np.float32),
        offset_px=np.empty((targets, 2), np.float32),
        identity=np.empty((targets, width), np.float32),
        is_known=np.empty(targets, np.bool_),
    )
