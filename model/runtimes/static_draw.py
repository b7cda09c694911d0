"""Drawing one window in steps of fixed shapes, on tensors that stay where they are: what a graph can be captured of."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from model.actions import HORIZON_MS, MAX_ACTIONS
from model.committed import NOTHING_COMMITTED, Committed
from model.decoders.drawing import UNIFORMS, MarkChances, action_numbers, draw_marks, draw_wait, next_hidden
from model.decoders.feedback import Setting
from model.decoders.given import given_of
from model.decoders.point_process import PointProcessDecoder
from model.decoders.progress import Progress, progress_at_start
from model.encoders.context import Context
from model.runtimes.nested_tensors import cloned, copy_tensors

STEPS = 8
"""Steps that are drawn in one go; beyond a window's end they change nothing."""
SLOTS = -(-MAX_ACTIONS // STEPS) * STEPS
_ROOM = SLOTS + STEPS  # what is committed comes before the first step of a go
_NUMBERS = 7


@dataclass(frozen=True, slots=True)
class StaticStep:
    """Where B windows stand between two steps, and what the step before was drawn from.

    Args:
        progress: after the step before.
        hidden: float (B, H), remembered.
        is_running: bool (B,), whether that step's action lies within the horizon; otherwise the window has ended.
        waits: float (B, 601), log-probabilities; None before the first step.
        marks: given the wait that was drawn; None before the first step.
    """

    progress: Progress
    hidden: Tensor
    is_running: Tensor
    waits: Tensor | None = None
    marks: MarkChances | None = None


def draw_step(
    decoder: PointProcessDecoder,
    setting: Setting,
    before: StaticStep,
    uniforms: Tensor,
    until_ms: Tensor,
    *,
    is_first: bool,
) -> StaticStep:
    """One action more in each of B windows, drawn without looking at what is drawn.

    Args:
        decoder: the fitted process.
        setting: of the windows, made without looking.
        before: where the windows stand.
        uniforms: float64 (B, 7).
        until_ms: int64 (B,), nothing is drawn before so many milliseconds of the window.
        is_first: whether it may be the first step of a window.
    """
    progress, own = before.progress, uniforms
    view, hidden, waits, waits_ms = draw_wait(
        decoder, setting, progress, before.hidden, own, until_ms, is_first=is_first
    )
    running = before.is_running & (progress.elapsed_ms + waits_ms < HORIZON_MS)  # (B,)
    waits_ms = torch.where(running, waits_ms, 0)  # (B,)
    marks, chances = draw_marks(decoder.marks, setting, progress, view, hidden, waits_ms, own, skips=False)
    return StaticStep(progress.advanced(marks), hidden, running, waits, chances)


class StaticDraw:
    """Draws one window at a time, `STEPS` steps a call, without ever looking at what it draws.

    The same as `model.decoders.drawing.draw_sequences` draws from the same uniforms.

    Args:
        decoder: the fitted process.
        context: any one history, for the shapes.
    """

    def __init__(self, decoder: PointProcessDecoder, context: Context) -> None:
        self._decoder, device = decoder, context.fused.device
        setting = decoder.setting(context, looks=False)
        self._setting, self._progress = cloned(setting), cloned(progress_at_start(context))
        self._hidden = decoder.initial(context).clone()  # (1, H)
        self._until_ms = torch.zeros(1, dtype=torch.int64, device=device)
        self._is_at_start = True
        self._uniforms = torch.zeros((_ROOM, UNIFORMS), dtype=torch.float64, device=device)
        self._slot = torch.zeros(1, dtype=torch.int64, device=device)
        self._count = torch.zeros(1, dtype=torch.int64, device=device)
        self._is_running = torch.ones(1, dtype=torch.bool, device=device)
        self._actions = torch.zeros((_ROOM, _NUMBERS), dtype=torch.int64, device=device)

    def begin(self, context: Context, uniforms: Tensor, committed: Committed = NOTHING_COMMITTED) -> None:
        """Start a window, with what is committed of it done already: all its randomness is float64 (100, 7)."""
        copy_tensors(self._decoder.setting(context, looks=False), self._setting)
        progress, hidden = self._taught(context, committed)
        copy_tensors(progress, self._progress)
        self._hidden.copy_(hidden)
        self._until_ms.fill_(committed.until_ms)
        self._uniforms[:MAX_ACTIONS].copy_(uniforms)
        self._slot.fill_(len(committed.actions))
        self._count.fill_(len(committed.actions))
        self._is_at_start = not len(committed.actions)
        self._is_running.fill_(value=True)

    @property
    def is_at_start(self) -> bool:
        """Whether the window's first step is still to come: nothing of it is committed."""
        return self._is_at_start

    def _taught(self, context: Context, committed: Committed) -> tuple[Progress, Tensor]:
        """The progress, and what is remembered (1, H), after what is committed."""
        decoder, setting = self._decoder, self._setting
        progress, hidden = progress_at_start(context), decoder.initial(context)
        given = given_of([committed], hidden.device)
        for slot in range(len(committed.actions)):
            view = decoder.view(setting, progress)
            hidden = next_hidden(decoder.recurrent, decoder.feedback(setting, progress, view), hidden)
            progress = progress.advanced(given.marks_at(slot, progress.previous))
            self._actions[slot].copy_(action_numbers(setting, progress)[0])
        return progress, hidden

    def draw_first(self) -> None:
        """Draw the first steps."""
        self._draw(is_first=True)

    def draw_next(self) -> None:
        """Draw the steps after those."""
        self._draw(is_first=False)

    @property
    def is_running(self) -> bool:
        """Whether more may follow; on a device this waits for it."""
        return bool(self._is_running)

    def actions(self) -> list[tuple[int, ...]]:
        """What was drawn, as `model.decoders.drawing.timed_action` takes it."""
        return [tuple(row) for row in self._actions[: min(int(self._count), MAX_ACTIONS)].tolist()]

    def _draw(self, *, is_first: bool) -> None:
        progress, hidden, running = self._progress, self._hidden, self._is_running
        for step in range(STEPS):
            progress, hidden, running = self._step(progress, hidden, running, is_first=is_first and step == 0)
        copy_tensors(progress, self._progress)
        self._hidden.copy_(hidden)
        self._is_running.copy_(running)

    def _step(
        self, progress: Progress, hidden: Tensor, running: Tensor, *, is_first: bool
    ) -> tuple[Progress, Tensor, Tensor]:
        own, decoder = self._uniforms.index_select(0, self._slot), self._decoder  # (1, 7)
        before = StaticStep(progress, hidden, running)
        step = draw_step(decoder, self._setting, before, own, self._until_ms, is_first=is_first)
        self._actions.index_copy_(0, self._slot, action_numbers(self._setting, step.progress))
        self._count += step.is_running
        self._slot += 1
        return step.progress, step.hidden, step.is_running
