"""Drawing windows from the point process: step by step until each row's clock passes the horizon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from bridge.events import KEYS
from model.actions import HORIZON_MS, MAX_ACTIONS, ActionKind, ActionSequence, TimedAction
from model.committed import NOTHING_COMMITTED, Committed
from model.decoders.decoder import Generators, row_uniforms
from model.decoders.feedback import Setting
from model.decoders.given import Given, given_of
from model.decoders.heads import MarkHeads, scroll_notches
from model.decoders.legality import allowed_classes, allowed_kinds
from model.decoders.progress import Marks, Progress, progress_at_start
from model.decoders.targets import TargetView
from model.distributions import draw_class, masked_log_probabilities
from model.encoders.context import Context
from model.event_table import BUTTONS
from model.place_mixture import PlaceMixture

if TYPE_CHECKING:
    from model.decoders.point_process import PointProcessDecoder

UNIFORMS = 7
"""Random numbers that an action takes: for the wait, the kind, its button, key or notches, and four for the place."""
_CLOCK, _KIND, _CLASS, _PLACE = 0, 1, 2, 3
_CROWDED = 0.75
_KINDS = tuple(ActionKind)
_BUTTON_KINDS = int(ActionKind.PRESS), int(ActionKind.RELEASE)
_KEY_KINDS = int(ActionKind.KEY_PRESS), int(ActionKind.KEY_RELEASE)
_Head = Callable[[Tensor, Tensor | None], Tensor]
"""The trunk (B, H) and the means to what is wanted, see `model.decoders.means` -> logits (B, C)."""


@dataclass(frozen=True, slots=True)
class MarkChances:
    """What the marks of B actions are drawn from; log-probabilities are -inf where something cannot be.

    Args:
        kinds: float (B, 6), log-probabilities.
        buttons, keys, scrolls: float (B, C), log-probabilities given the kind that was drawn, of no meaning where that
            has no such mark; None where they were left out.
        places: given the kind, of where the hand steps to.
    """

    kinds: Tensor
    buttons: Tensor | None
    keys: Tensor | None
    scrolls: Tensor | None
    places: PlaceMixture


@torch.inference_mode()
def draw_sequences(
    decoder: PointProcessDecoder,
    context: Context,
    generator: Generators,
    horizon_ms: int = HORIZON_MS,
    max_actions: int = MAX_ACTIONS,
    committed: Sequence[Committed] | None = None,
) -> list[ActionSequence]:
    """One sequence a row at temperature 1.

    Args:
        decoder: the fitted process.
        context: B encoded histories.
        generator: all the randomness; a row's draw depends on its own uniforms and its own context only.
        horizon_ms: what would happen later is not drawn; 1..600.
        max_actions: a sequence is cut after so many; 0..100.
        committed: what each row begins with, and until when nothing else may happen; None: nothing.

    Raises:
        ValueError: the horizon or the number of actions lies outside what the process is defined on.
    """
    if not 0 < horizon_ms <= HORIZON_MS or not 0 <= max_actions <= MAX_ACTIONS:
        raise ValueError(f"a window has 1..{HORIZON_MS} ms and 0..{MAX_ACTIONS} actions, {horizon_ms=} {max_actions=}")
    uniforms = row_uniforms(generator, context.size, max_actions, UNIFORMS, context.fused.device)
    given = given_of(committed or [NOTHING_COMMITTED] * context.size, context.fused.device)
    rows = _drawn_rows(decoder, context, uniforms, horizon_ms, given)
    return [ActionSequence(tuple(timed_action(*row) for row in drawn), horizon_ms / 1000) for drawn in rows]


def _drawn_rows(
    decoder: PointProcessDecoder, context: Context, uniforms: Tensor, horizon_ms: int, given: Given
) -> list[list[tuple[int, ...]]]:
    """The actions of each row as plain numbers (wait, kind, x, y, button, key, scroll)."""
    setting, progress = decoder.setting(context), progress_at_start(context)
    hidden = decoder.initial(context)  # (B, H)
    places = torch.arange(context.size, device=hidden.device)  # (B,), where each row still drawn belongs
    is_running = torch.ones_like(places, dtype=torch.bool)  # (B,)
    rows: list[list[tuple[int, ...]]] = [[] for _ in range(context.size)]
    for slot in range(uniforms.shape[1]):
        own, is_first = uniforms[:, slot], slot == 0  # (B, 7)
        until_ms = given.until_ms
        view, hidden, _, waits_ms = draw_wait(decoder, setting, progress, hidden, own, until_ms, is_first=is_first)
        waits_ms = given.waits_at(slot, waits_ms)
        is_running = is_running & (progress.elapsed_ms + waits_ms < horizon_ms)
        if not is_running.any():
            break
        if is_running.sum() <= _CROWDED * len(places):  # most rows stop early: the rest need not carry them on
            index = is_running.nonzero().squeeze(1)
            setting, progress, view = setting.rows(index), progress.chosen(index), view.chosen(index)
            given = given.rows(index)
            hidden, waits_ms, uniforms, places = (each[index] for each in (hidden, waits_ms, uniforms, places))
            is_running = is_running[index]
        waits_ms = torch.where(is_running, waits_ms, 0)  # rows that have stopped stay where they are in time
        marks, _ = draw_marks(decoder.marks, setting, progress, view, hidden, waits_ms, uniforms[:, slot])
        progress = progress.advanced(given.marks_at(slot, marks))
        _append([rows[place] for place in places.tolist()], is_running, action_numbers(setting, progress))
    return rows


def draw_wait(
    decoder: PointProcessDecoder,
    setting: Setting,
    progress: Progress,
    hidden: Tensor,
    uniforms: Tensor,
    until_ms: Tensor,
    *,
    is_first: bool,
) -> tuple[TargetView, Tensor, Tensor, Tensor]:
    """The targets before a step of B windows, what is remembered (B, H), the clock (B, 601), and the waits (B,) drawn.

    Args:
        decoder: the fitted process.
        setting: of the windows.
        progress: before the step.
        hidden: float (B, H), remembered from the step before.
        uniforms: float64 (B, 7), of this step.
        until_ms: int64 (B,), nothing is drawn before so many milliseconds of the window.
        is_first: whether it may be the first step of a window.
    """
    view = decoder.view(setting, progress)
    hidden = next_hidden(decoder.recurrent, decoder.feedback(setting, progress, view), hidden)  # (B, H)
    logs = decoder.clock.log_probabilities(hidden, progress, are_first=is_first)  # (B, 601)
    waits_ms = torch.arange(logs.shape[1], device=logs.device)  # (601,)
    logs = logs.masked_fill(waits_ms < (until_ms - progress.elapsed_ms).unsqueeze(1), -torch.inf)
    return view, hidden, logs, draw_class(logs, uniforms[:, _CLOCK])


def next_hidden(recurrent: nn.GRU, inputs: Tensor, hidden: Tensor) -> Tensor:
    """One step of the recurrence without its bookkeeping for sequences, (B, H)."""
    w_ih, w_hh, b_ih, b_hh = recurrent.all_weights[0]
    return torch.gru_cell(inputs, hidden, w_ih, w_hh, b_ih, b_hh)


def draw_marks(
    heads: MarkHeads,
    setting: Setting,
    progress: Progress,
    view: TargetView,
    hidden: Tensor,
    waits_ms: Tensor,
    uniforms: Tensor,
    *,
    skips: bool = True,
) -> tuple[Marks, MarkChances]:
    """One action a row, (B,) each, and what it is drawn from.

    Args:
        heads: of the decoder.
        setting: of the windows.
        progress: before the step.
        view: before the step.
        hidden: float (B, H), remembered at the step.
        waits_ms: int64 (B,).
        uniforms: float64 (B, 7), of this step.
        skips: whether heads that no row needs are left out; otherwise the same is worked out whatever is drawn.
    """
    carried_px = progress.carried_px(waits_ms)  # (B, 2)
    trunk = heads.trunk_after_wait(hidden, waits_ms, progress.elapsed_ms, carried_px)  # (B, H)
    may_be = allowed_kinds(progress.held_buttons, progress.held_keys)  # (B, 6)
    kind_logs = masked_log_probabilities(heads.kind_logits(trunk, setting.means, view), may_be)  # (B, 6)
    kinds = draw_class(kind_logs, uniforms[:, _KIND])  # (B,)
    trunk = heads.trunk_after_kind(trunk, kinds)  # (B, H)
    pushes = (kinds == ActionKind.PRESS) | (kinds == ActionKind.RELEASE)  # (B,)
    keys, scrolls = kinds >= ActionKind.KEY_PRESS, kinds == ActionKind.SCROLL  # (B,)

    def drawn(chosen: Tensor, head: _Head, allowed: Tensor | None) -> tuple[Tensor, Tensor | None]:
        if skips and not chosen.any():
            return torch.zeros_like(kinds), None
        return _draw_chosen(chosen, head(trunk, setting.means), allowed, uniforms[:, _CLASS])

    may_push = allowed_classes(kinds, progress.held_buttons, ActionKind.PRESS)  # (B, 3)
    buttons, button_logs = drawn(pushes, heads.button_logits, may_push)
    may_key = allowed_classes(kinds, progress.held_keys, ActionKind.KEY_PRESS)  # (B, K)
    key_classes, key_logs = drawn(keys, heads.key_logits, may_key)
    scroll_classes, scroll_logs = drawn(scrolls, heads.scroll_logits, None)
    corner_px = progress.corner_step(setting.pointer_px)  # (B, 2)
    places = heads.place_mixture(trunk, kinds, view, carried_px, corner_px, progress.hand_px)
    delta = places.draw(uniforms[:, _PLACE:]) + progress.hand_px.to(torch.int64)  # (B, 2), from the pointer
    delta = torch.where(keys.unsqueeze(1), 0, _on_canvas(setting, progress, delta))
    notches = torch.where(scrolls, scroll_notches(scroll_classes), 0)  # (B,)
    marks = Marks(waits_ms, kinds, delta, buttons, key_classes, notches)
    return marks, MarkChances(kind_logs, button_logs, key_logs, scroll_logs, places)


def _draw_chosen(chosen: Tensor, logits: Tensor, allowed: Tensor | None, uniform: Tensor) -> tuple[Tensor, Tensor]:
    """Classes (B,) of the chosen rows by their logits (B, C), 0 in the others, and their log-probabilities (B, C)."""
    possible = ~chosen.unsqueeze(1) | (torch.ones_like(logits, dtype=torch.bool) if allowed is None else allowed)
    logs = masked_log_probabilities(logits, possible)  # (B, C)
    return torch.where(chosen, draw_class(logs, uniform), 0), logs


def _pointer_px(setting: Setting, progress: Progress) -> Tensor:
    """Where the pointer is, int64 (B, 2)."""
    return (setting.pointer_px + progress.displacement_px).round().to(torch.int64)


def _on_canvas(setting: Setting, progress: Progress, delta: Tensor) -> Tensor:
    """The step int64 (B, 2), cut so that it ends on the canvas."""
    pointer, corner = _pointer_px(setting, progress), setting.canvas_px.to(torch.int64) - 1
    return torch.minimum((pointer + delta).clamp(min=0), corner) - pointer


def action_numbers(setting: Setting, progress: Progress) -> Tensor:
    """The action that led to `progress` as plain numbers int64 (B, 7): wait, kind, x, y, button, key, scroll."""
    done, place = progress.previous, _pointer_px(setting, progress)  # (B, 2)
    columns = [done.waits_ms, done.kinds, *place.unbind(dim=1), done.buttons, done.keys, done.scrolls]
    return torch.stack(columns, dim=1)


def _append(rows: list[list[tuple[int, ...]]], is_running: Tensor, numbers: Tensor) -> None:
    """Append an action int64 (B, 7) to every row that still runs."""
    for row, runs, values in zip(rows, is_running.tolist(), numbers.tolist(), strict=True):
        if runs:
            row.append(tuple(values))


def timed_action(wait_ms: int, kind: int, x: int, y: int, button: int, key: int, scroll: int) -> TimedAction:
    """An action from its classes; what its kind does not have is left out."""
    return TimedAction(
        wait_s=wait_ms / 1000,
        kind=_KINDS[kind],
        x=x,
        y=y,
        button=BUTTONS[button] if kind in _BUTTON_KINDS else None,
        key=KEYS[key] if kind in _KEY_KINDS else None,
        scroll=scroll,
    )
