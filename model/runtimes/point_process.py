"""The point process compiled: one context in, one drawn sequence out, the same that the decoder itself would draw."""

from __future__ import annotations

import ctypes
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from model.actions import HORIZON_MS, MAX_ACTIONS, ActionSequence
from model.committed import NOTHING_COMMITTED, Committed
from model.decoders.decoder import Decoder, Generators, row_uniforms
from model.decoders.drawing import UNIFORMS, timed_action
from model.decoders.point_process import PointProcessDecoder
from model.decoders.pointing import TokenReader
from model.runtimes.hand_motion import MovedHand
from model.runtimes.moment import Moment
from model.runtimes.setting import FeatureSetting, Setting, StepKernels, WindowSetting
from model.runtimes.structs import Flags, Floats, Ints, pointer_to, struct_of
from model.runtimes.token_setting import TokenSetting
from model.runtimes.weights import is_known

_CPU = torch.device("cpu")
MARKS = 7
"""Numbers of a drawn action: wait, kind, x, y, button, key, notches."""


class Hand(NamedTuple):
    """`model.decoders.progress.Progress` of one window, and what the recurrence remembers; changed in place.

    Args:
        hidden: (H,).
        displacement_px, hand_px, way_px, velocity: (2,).
        idle_ms, rest_ms: (1,).
        held_buttons: (3,).
        held_keys: (C,).
        previous: (7,), zeros at first.
        step, elapsed_ms: (1,).
    """

    hidden: Floats
    displacement_px: Floats
    hand_px: Floats
    way_px: Floats
    velocity: Floats
    idle_ms: Floats
    rest_ms: Floats
    held_buttons: Flags
    held_keys: Flags
    previous: Ints
    step: Ints
    elapsed_ms: Ints


class CompiledPointProcess:
    """Draws as `PointProcessDecoder.sample` does for one history; the weights are those of the moment it is made.

    Args:
        decoder: the fitted process, on the CPU, of parts that the kernels know.
        kernels: of `model.runtimes.compiling`.
    """

    def __init__(self, decoder: PointProcessDecoder, kernels: ctypes.CDLL) -> None:
        self._step = StepKernels(decoder, kernels)
        points = isinstance(decoder.targets, TokenReader)
        self._setting: Setting = (TokenSetting if points else FeatureSetting)(decoder, self._step)

    def sample(self, moment: Moment, generator: Generators, committed: Committed = NOTHING_COMMITTED) -> ActionSequence:
        """One drawn sequence for one history, which begins with what is committed."""
        uniforms = row_uniforms(generator, 1, MAX_ACTIONS, UNIFORMS, _CPU)[0].numpy()  # (100, 7)
        actions = np.empty((MAX_ACTIONS, MARKS), np.int64)
        count = self.draw(*self.begin(moment), uniforms, HORIZON_MS, actions, committed)
        return ActionSequence(tuple(timed_action(*action) for action in actions[:count].tolist()))

    def begin(self, moment: Moment) -> tuple[WindowSetting, Hand]:
        """What the window's steps share, and what is remembered before the first of them."""
        setting, hidden = self._setting.begin(moment)
        moved = MovedHand(*(part.copy() for part in moment.hand))
        still, counters = np.zeros(2, np.float32), np.zeros((2, 1), np.int64)
        held = moment.held_buttons.copy(), moment.held_keys.copy()
        previous = np.zeros(MARKS, np.int64)
        idle_ms = moment.idle_ms.copy()
        hand = Hand(
            *(hidden, still, moved.away_px, moved.way_px, moved.velocity, idle_ms, moved.rest_ms),
            *(*held, previous, *counters),
        )
        return setting, hand

    def draw(
        self,
        setting: WindowSetting,
        hand: Hand,
        uniforms: npt.NDArray[np.float64],
        horizon_ms: int,
        actions: Ints,
        committed: Committed = NOTHING_COMMITTED,
    ) -> int:
        """Draw until the clock passes the horizon or the actions are full; the GIL is not held.

        Args:
            setting: of the window.
            hand: before the first step; changed in place.
            uniforms: float64 (S, 7).
            horizon_ms: 1..600.
            actions: (S, 7), overwritten.
            committed: of the window.

        Returns:
            The number of actions.
        """
        randomness = np.ascontiguousarray(uniforms, np.float64)
        sizes = self._step.sizes(len(setting.is_known))
        given = np.ascontiguousarray(committed.actions, np.int64)
        count: int = self._step.library.draw_window(
            self._step.struct,
            pointer_to(sizes),
            struct_of(setting),
            struct_of(hand),
            pointer_to(given),
            ctypes.c_int64(len(given)),
            ctypes.c_int64(committed.until_ms),
            pointer_to(randomness),
            ctypes.c_int64(horizon_ms),
            ctypes.c_int64(len(actions)),
            pointer_to(actions),
        )
        return count


def compile_point_process(decoder: Decoder, kernels: ctypes.CDLL) -> CompiledPointProcess | None:
    """The decoder compiled, None where it has a part that no kernel knows."""
    return CompiledPointProcess(decoder, kernels) if is_known(decoder) else None
