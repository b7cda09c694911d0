"""The point process compiled: one context in, one drawn sequence out, the same that the decoder itself would draw."""

from __future__ import annotations

import ctypes
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from model.actions import HORIZON_MS, MAX_ACTIONS, ActionSequence
from model.decoders.decoder import Decoder, Generators, row_uniforms
from model.decoders.drawing import UNIFORMS, timed_action
from model.decoders.point_process import PointProcessDecoder
from model.decoders.progress import progress_at_start
from model.decoders.targets import TARGET_WIDTH
from model.encoders.context import Context
from model.runtimes.structs import Flags, Floats, Ints, array_of, flags_of, struct_of
from model.runtimes.weights import is_known, step_weights

MARKS = 7
"""Numbers of a drawn action: wait, kind, x, y, button, key, notches."""


class WindowSetting(NamedTuple):
    """`model.decoders.feedback.Setting` of one window: the struct of the same name in step.h, field by field.

    Args:
        context: (H,).
        offset_px: (K, 2).
        identity: (K, E).
        pointer_px, canvas_px: (2,).
        is_known: (K,).
        is_seen: (1,).
    """

    context: Floats
    offset_px: Floats
    identity: Floats
    pointer_px: Floats
    canvas_px: Floats
    is_known: Flags
    is_seen: Flags


class Hand(NamedTuple):
    """`model.decoders.progress.Progress` of one window, and what the recurrence remembers; changed in place.

    Args:
        hidden: (H,).
        displacement_px, velocity: (2,).
        idle_ms: (1,).
        held_buttons: (3,).
        held_keys: (C,).
        previous: (7,), zeros at first.
        step, elapsed_ms: (1,).
    """

    hidden: Floats
    displacement_px: Floats
    velocity: Floats
    idle_ms: Floats
    held_buttons: Flags
    held_keys: Flags
    previous: Ints
    step: Ints
    elapsed_ms: Ints


class CompiledPointProcess:
    """Draws as `PointProcessDecoder.sample` does for batches of one; the weights are those of the moment it is made.

    Args:
        decoder: the fitted process, on the CPU, of parts that the kernels know.
        kernels: of `model.runtimes.compiling`.
    """

    def __init__(self, decoder: PointProcessDecoder, kernels: ctypes.CDLL) -> None:
        self._decoder = decoder
        self._weights = step_weights(decoder)
        hidden, keys = decoder.start.out_features, decoder.feedback.key.num_embeddings - 1
        self._sizes = np.array([hidden, decoder.targets.count, TARGET_WIDTH, keys, decoder.marks.mixture], np.int64)
        self._kernels = kernels

    def sample(self, context: Context, generator: Generators) -> ActionSequence:
        """One drawn sequence for the context of one history."""
        uniforms = row_uniforms(generator, 1, MAX_ACTIONS, UNIFORMS, context.fused.device)[0].numpy()  # (100, 7)
        hand = starting_hand(self._decoder, context)
        actions = np.empty((MAX_ACTIONS, MARKS), np.int64)
        count = self.draw(window_setting(self._decoder, context), hand, uniforms, HORIZON_MS, actions)
        return ActionSequence(tuple(timed_action(*action) for action in actions[:count].tolist()))

    def draw(
        self,
        setting: WindowSetting,
        hand: Hand,
        uniforms: npt.NDArray[np.float64],
        horizon_ms: int,
        actions: Ints,
    ) -> int:
        """Draw until the clock passes the horizon or the actions are full; the GIL is not held.

        Args:
            setting: of the window.
            hand: before the first step; changed in place.
            uniforms: float64 (S, 7).
            horizon_ms: 1..600.
            actions: (S, 7), overwritten.

        Returns:
            The number of actions.
        """
        randomness = np.ascontiguousarray(uniforms, np.float64)
        count: int = self._kernels.draw_window(
            struct_of(self._weights),
            ctypes.c_void_p(self._sizes.ctypes.data),
            struct_of(setting),
            struct_of(hand),
            ctypes.c_void_p(randomness.ctypes.data),
            ctypes.c_int64(horizon_ms),
            ctypes.c_int64(len(actions)),
            ctypes.c_void_p(actions.ctypes.data),
        )
        return count


def compile_point_process(decoder: Decoder, kernels: ctypes.CDLL) -> CompiledPointProcess | None:
    """The decoder compiled, None where it has a part that no kernel knows."""
    return CompiledPointProcess(decoder, kernels) if is_known(decoder) else None


def window_setting(decoder: PointProcessDecoder, context: Context) -> WindowSetting:
    """What all steps share, for the context of one history."""
    setting = decoder.setting(context)
    return WindowSetting(
        context=array_of(setting.context[0]),
        offset_px=array_of(setting.targets.offset_px[0]),
        identity=array_of(setting.targets.identity[0]),
        pointer_px=array_of(setting.pointer_px[0]),
        canvas_px=array_of(setting.canvas_px[0]),
        is_known=flags_of(setting.targets.is_known[0]),
        is_seen=flags_of(setting.is_seen),
    )


def starting_hand(decoder: PointProcessDecoder, context: Context) -> Hand:
    """What is remembered before the first step, for the context of one history."""
    progress = progress_at_start(context)
    return Hand(
        hidden=array_of(decoder.initial(context)[0]),
        displacement_px=np.zeros(2, np.float32),
        velocity=array_of(progress.velocity[0]),
        idle_ms=array_of(progress.idle_ms),
        held_buttons=flags_of(progress.held_buttons[0]),
        held_keys=flags_of(progress.held_keys[0]),
        previous=np.zeros(MARKS, np.int64),
        step=np.zeros(1, np.int64),
        elapsed_ms=np.zeros(1, np.int64),
    )
