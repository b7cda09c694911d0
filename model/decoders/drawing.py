"""Drawing windows from the point process: step by step until each row's clock passes the horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from bridge.events import KEYS
from model.actions import HORIZON_MS, MAX_ACTIONS, ActionKind, ActionSequence, TimedAction
from model.decoders.decoder import Generators, row_uniforms
from model.decoders.heads import scroll_notches
from model.decoders.legality import allowed_classes, allowed_kinds, allowed_waits
from model.decoders.progress import Marks, Progress, progress_at_start
from model.decoders.targets import TargetView
from model.distributions import draw_class, masked_log_probabilities
from model.encoders.context import Context
from model.event_table import BUTTONS

if TYPE_CHECKING:
    from model.decoders.point_process import PointProcessDecoder

_UNIFORMS = 7
_CLOCK, _KIND, _CLASS, _PLACE = 0, 1, 2, 3


@torch.inference_mode()
def draw_sequences(
    decoder: PointProcessDecoder,
    context: Context,
    generator: Generators,
    horizon_ms: int = HORIZON_MS,
    max_actions: int = MAX_ACTIONS,
) -> list[ActionSequence]:
    """One sequence a row at temperature 1.

    Args:
        decoder: the fitted process.
        context: B encoded histories.
        generator: all the randomness; a row's draw depends on its own uniforms and its own context only.
        horizon_ms: what would happen later is not drawn; 1..600.
        max_actions: a sequence is cut after so many; 0..100.

    Raises:
        ValueError: the horizon or the number of actions lies outside what the process is defined on.
    """
    if not 0 < horizon_ms <= HORIZON_MS or not 0 <= max_actions <= MAX_ACTIONS:
        raise ValueError(f"a window has 1..{HORIZON_MS} ms and 0..{MAX_ACTIONS} actions, {horizon_ms=} {max_actions=}")
    uniforms = row_uniforms(generator, context.size, max_actions, _UNIFORMS, context.fused.device)
    rows = _drawn_rows(decoder, context, uniforms, horizon_ms)
    return [ActionSequence(tuple(_action(*row) for row in drawn), horizon_ms / 1000) for drawn in rows]


def _drawn_rows(
    decoder: PointProcessDecoder, context: Context, uniforms: Tensor, horizon_ms: int
) -> list[list[tuple[int, ...]]]:
    """The actions of each row as plain numbers (wait, kind, x, y, button, key, scroll)."""
    progress, hidden = progress_at_start(context), decoder.initial(context)  # (B, H)
    identity = decoder.targets.identity(context)  # (B, K, E)
    is_running = torch.ones(context.size, dtype=torch.bool, device=hidden.device)  # (B,)
    rows: list[list[tuple[int, ...]]] = [[] for _ in range(context.size)]
    for step in range(uniforms.shape[1]):
        view = decoder.view(context, identity, progress)
        _, last = decoder.recurrent(decoder.inputs(context, progress, view), hidden.unsqueeze(0))
        hidden = last.squeeze(0)
        waits_ms = _draw_waits(decoder, hidden, progress, uniforms[:, step, _CLOCK])  # (B,)
        is_running = is_running & (progress.elapsed_ms.squeeze(1) + waits_ms < horizon_ms)
        if not is_running.any():
            break
        waits_ms = torch.where(is_running, waits_ms, 0)  # rows that have stopped stay where they are in time
        marks = _draw_marks(decoder, context, hidden, waits_ms, progress, view, uniforms[:, step])
        progress = progress.advanced(marks)
        _append(rows, is_running, context, progress)
    return rows


def _draw_waits(decoder: PointProcessDecoder, hidden: Tensor, progress: Progress, uniform: Tensor) -> Tensor:
    allowed = allowed_waits(progress.step.squeeze(1), progress.elapsed_ms.squeeze(1))  # (B, 601)
    return draw_class(masked_log_probabilities(decoder.clock(hidden), allowed), uniform)


def _draw_marks(
    decoder: PointProcessDecoder,
    context: Context,
    hidden: Tensor,
    waits_ms: Tensor,
    progress: Progress,
    view: TargetView,
    uniforms: Tensor,
) -> Marks:
    """One action a row, (B, 1) each."""
    heads, held_buttons, held_keys = decoder.marks, progress.held_buttons[:, 0], progress.held_keys[:, 0]
    trunk = heads.trunk_after_wait(hidden, waits_ms, progress.elapsed_ms.squeeze(1))  # (B, H)
    kind_logs = masked_log_probabilities(heads.kind(trunk), allowed_kinds(held_buttons, held_keys))  # (B, 6)
    kinds = draw_class(kind_logs, uniforms[:, _KIND])  # (B,)
    trunk = heads.trunk_after_kind(trunk, kinds)  # (B, H)
    pushes = (kinds == ActionKind.PRESS) | (kinds == ActionKind.RELEASE)  # (B,)
    keys = kinds >= ActionKind.KEY_PRESS  # (B,)
    scrolls = kinds == ActionKind.SCROLL  # (B,)
    may_push = allowed_classes(kinds, held_buttons, ActionKind.PRESS)  # (B, 3)
    may_key = allowed_classes(kinds, held_keys, ActionKind.KEY_PRESS)  # (B, K)
    uniform = uniforms[:, _CLASS]
    notches = scroll_notches(_draw_chosen(scrolls, heads.scroll, trunk, None, uniform))  # (B,)
    delta = heads.place_mixture(trunk, kinds, view.at(0)).draw(uniforms[:, _PLACE:])  # (B, 2)
    return Marks(
        waits_ms=waits_ms.unsqueeze(1),
        kinds=kinds.unsqueeze(1),
        delta=torch.where(keys.unsqueeze(1), 0, _on_canvas(context, progress, delta)).unsqueeze(1),
        buttons=_draw_chosen(pushes, heads.button, trunk, may_push, uniform).unsqueeze(1),
        keys=_draw_chosen(keys, heads.key, trunk, may_key, uniform).unsqueeze(1),
        scrolls=torch.where(scrolls, notches, 0).unsqueeze(1),
    )


def _draw_chosen(chosen: Tensor, head: nn.Module, trunk: Tensor, allowed: Tensor | None, uniform: Tensor) -> Tensor:
    """Classes (B,) of the chosen rows, 0 in the others."""
    if not chosen.any():
        return torch.zeros_like(chosen, dtype=torch.int64)
    logits = head(trunk)  # (B, C)
    possible = ~chosen.unsqueeze(1) | (torch.ones_like(logits, dtype=torch.bool) if allowed is None else allowed)
    return torch.where(chosen, draw_class(masked_log_probabilities(logits, possible), uniform), 0)


def _pointer_px(context: Context, progress: Progress) -> Tensor:
    """Where the pointer is, int64 (B, 2)."""
    return (context.pointer + progress.displacement_px.squeeze(1)).round().to(torch.int64)


def _on_canvas(context: Context, progress: Progress, delta: Tensor) -> Tensor:
    """The step int64 (B, 2), cut so that it ends on the canvas."""
    pointer, corner = _pointer_px(context, progress), context.history.canvas.to(torch.int64) - 1
    return torch.minimum((pointer + delta).clamp(min=0), corner) - pointer


def _append(rows: list[list[tuple[int, ...]]], is_running: Tensor, context: Context, progress: Progress) -> None:
    """Append the action that led to `progress` to every row that still runs."""
    done = progress.previous
    columns = [done.waits_ms, done.kinds, _pointer_px(context, progress), done.buttons, done.keys, done.scrolls]
    numbers = torch.cat(columns, dim=1).tolist()  # (B, 7)
    for row, runs, values in zip(rows, is_running.tolist(), numbers, strict=True):
        if runs:
            row.append(tuple(values))


def _action(wait_ms: int, kind: int, x: int, y: int, button: int, key: int, scroll: int) -> TimedAction:
    what = ActionKind(kind)
    return TimedAction(
        wait_s=wait_ms / 1000,
        kind=what,
        x=x,
        y=y,
        button=BUTTONS[button] if what in (ActionKind.PRESS, ActionKind.RELEASE) else None,
        key=KEYS[key] if what in (ActionKind.KEY_PRESS, ActionKind.KEY_RELEASE) else None,
        scroll=scroll,
    )
