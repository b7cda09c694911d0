"""A model tick by tick: how likely it finds what was done, the probabilities behind it, and what it looked at.

What it looked at is told by occlusion: one thing at a time is hidden, a window of the history or a thing of the states,
and the likelihood of what was done is asked again. That is a change of this answer, not a cause in the world.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
import torch
from torch import Tensor

from model.actions import ActionKind
from model.batch import Batch, HistoryBatch
from model.dataset import WindowDataset
from model.decoders.point_process import PointProcessDecoder
from model.encoders.recurrent import without_states
from model.history import HISTORY_WINDOWS
from model.losses import PARTS
from model.state_features import STATE_FEATURES
from model.timed_action_model import TimedActionModel
from model.tokens.token import TokenField, TokenKind
from model.vocabulary import FIRST_NAME, Vocabulary


@dataclass(frozen=True, slots=True)
class KindsBehind:
    """How likely each kind was when an action happened.

    Args:
        action: its number in the window, from 0.
        at_ms: when it happened, since the tick.
        kind: what happened.
        probabilities: of each kind at that moment, given all before it; the likeliest first.
    """

    action: int
    at_ms: int
    kind: ActionKind
    probabilities: tuple[tuple[ActionKind, float], ...]


@dataclass(frozen=True, slots=True)
class TickFigures:
    """One model at one tick.

    Args:
        tick: its number in the dataset that was asked.
        nats: of what was done, by part (`model.losses.PARTS`); clock and survival are no nats without a clock of time.
        actions: how many there were.
        nothing: probability that nothing at all would be done; None where the model has no clock.
        behind: the kinds at the first press, else at the first action; None where there is none, or no model of it.
        wants: what the next press falls on and how likely that is, the likeliest first: tokens by kind, name and
            number, cells of a picture, "elsewhere", and "nothing soon"; empty where the model has no tokens.
        moved_by: how many nats more what was done costs with one thing hidden; the largest change first.
    """

    tick: int
    nats: dict[str, float]
    actions: int
    nothing: float | None
    behind: KindsBehind | None
    wants: tuple[tuple[str, float], ...]
    moved_by: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        """All parts together."""
        return sum(self.nats.values())


@torch.inference_mode()
def tick_figures(model: TimedActionModel, data: WindowDataset, device: torch.device) -> Iterator[TickFigures]:
    """Each window of some data.

    Args:
        model: is put into evaluation.
        data: windows, in order.
        device: of the model.
    """
    model.eval()
    for window in range(data.size):
        batch = data.batch(np.array([window])).to(device)
        hidden = occlusions(batch.history if model.encoder.sees_state else without_states(batch.history))
        if model.config.encoder.sees_tokens:
            hidden |= hidden_tokens(batch.history, data.vocabulary)
        again = torch.zeros(len(hidden) + 1, dtype=torch.int64, device=device)  # (1 + V,)
        parts = _parts(model, Batch(_joined([batch.history, *hidden.values()]), batch.target.rows(again)))
        totals = torch.stack(list(parts.values())).sum(dim=0)  # (1 + V,)
        changes = zip(hidden, (totals[1:] - totals[0]).tolist(), strict=True)
        nothing, behind = _behind(model, batch)
        yield TickFigures(
            tick=int(data.ticks[window]),
            nats={name: float(part[0]) for name, part in parts.items()},
            actions=int(batch.target.lengths[0]),
            nothing=nothing,
            behind=behind,
            wants=_wants(model, batch.history, data.vocabulary),
            moved_by=tuple(sorted(changes, key=lambda change: -abs(change[1]))),
        )


def things() -> dict[str, list[int]]:
    """The things that a state row tells of, by name, each with its columns; where a map shows it belongs to it."""
    columns: dict[str, list[int]] = {}
    for column, feature in enumerate(STATE_FEATURES):
        columns.setdefault(feature.name.split(".")[0].removesuffix("_map"), []).append(column)
    return columns


def occlusions(history: HistoryBatch) -> dict[str, HistoryBatch]:
    """One history with one thing at a time hidden, by the name of what is hidden.

    "window -n" is the n-th window before now as if nothing had been done in it; the name of a thing is its columns
    unknown in all states; "pictures" are black. What is not there to begin with is not named.
    """
    hidden: dict[str, HistoryBatch] = {}
    for age in range(1, HISTORY_WINDOWS + 1):
        if history.action_mask[0, -age].any():
            mask = history.action_mask.clone()
            mask[:, -age] = False
            actions = torch.where(mask.unsqueeze(-1), history.actions, 0.0)
            hidden[f"window -{age}"] = replace(history, actions=actions, action_mask=mask)
    for name, columns in things().items():
        if not history.states[..., columns].isnan().all():
            states = history.states.clone()
            states[..., columns] = torch.nan
            hidden[name] = replace(history, states=states)
    if history.pictures.any():
        hidden["pictures"] = replace(history, pictures=torch.zeros_like(history.pictures))
    return hidden


def hidden_tokens(history: HistoryBatch, vocabulary: Vocabulary) -> dict[str, HistoryBatch]:
    """One history without one of its tokens at a time, by kind, name and number of the token."""
    hidden: dict[str, HistoryBatch] = {}
    count = int(history.token_mask[0].sum())
    for index in range(count):
        rest = [*(other for other in range(history.tokens.shape[1]) if other != index), index]
        mask = history.token_mask.clone()
        mask[:, count - 1] = False
        tokens = torch.where(mask.unsqueeze(-1), history.tokens[:, rest], 0.0)
        hidden[_token_name(history, index, vocabulary)] = replace(history, tokens=tokens, token_mask=mask)
    return hidden


def _token_name(history: HistoryBatch, index: int, vocabulary: Vocabulary) -> str:
    kind, name = history.tokens[0, index, [TokenField.KIND, TokenField.NAME]].tolist()
    told = f" {vocabulary.names[int(name) - FIRST_NAME]}" if name >= FIRST_NAME else ""
    return f"{TokenKind(int(kind)).name.lower()}{told} #{index}"


def _wants(model: TimedActionModel, history: HistoryBatch, vocabulary: Vocabulary) -> tuple[tuple[str, float], ...]:
    decoder = model.decoder
    context = model.encode(history)
    if not isinstance(decoder, PointProcessDecoder) or context.seen is None:
        return ()
    foreseen = decoder.foresee(context, decoder.targets.at_start(context))[0]
    shares = foreseen.log_probabilities[0].exp().tolist()  # K + 2
    cells, tokens = context.seen.cells, int(history.token_mask[0].sum())
    names = [f"cell #{index}" for index in range(cells)]
    names += [_token_name(history, index, vocabulary) for index in range(min(tokens, len(shares) - 2 - cells))]
    told = [*zip(names, shares, strict=False), *zip(("elsewhere", "nothing soon"), shares[-2:], strict=True)]
    return tuple(sorted(told, key=lambda pair: -pair[1]))


def _parts(model: TimedActionModel, batch: Batch) -> dict[str, Tensor]:
    """The nats (B,) of each window by part."""
    decoder = model.decoder
    if isinstance(decoder, PointProcessDecoder):
        terms = decoder.terms(model.encode(batch.history), batch.target)
        return {name: -values if (values := getattr(terms, name)).dim() == 1 else -values.sum(dim=1) for name in PARTS}
    rows = torch.arange(batch.history.size, device=batch.target.kinds.device).unsqueeze(1)  # (B, 1)
    losses = [model.loss(Batch(batch.history.rows(row), batch.target.rows(row))) for row in rows]
    return {name: torch.stack([getattr(loss, name) for loss in losses]) for name in PARTS}


def _behind(model: TimedActionModel, batch: Batch) -> tuple[float | None, KindsBehind | None]:
    decoder, target = model.decoder, batch.target
    if not isinstance(decoder, PointProcessDecoder):
        return None, None
    context = model.encode(batch.history)
    silence_ms = torch.zeros_like(target.waits_ms)
    silence_ms[:, 0] = target.waits_ms.sum(dim=1)
    silent = replace(target, waits_ms=silence_ms, mask=torch.zeros_like(target.mask))
    nothing = float(decoder.terms(context, silent).survival.exp()[0])
    if not target.mask.any():
        return nothing, None
    kinds = target.kinds[0, : int(target.lengths[0])]
    presses = (kinds == ActionKind.PRESS).nonzero().flatten()
    action = int(presses[0]) if presses.numel() else 0
    probabilities = decoder.kind_probabilities(context, target)[0, action].tolist()
    ranked = sorted(zip(ActionKind, probabilities, strict=True), key=lambda pair: -pair[1])
    at_ms = int(target.waits_ms[0, : action + 1].sum())
    return nothing, KindsBehind(action, at_ms, ActionKind(int(kinds[action])), tuple(ranked))


def _joined(histories: list[HistoryBatch]) -> HistoryBatch:
    return HistoryBatch(*(torch.cat([getattr(one, field.name) for one in histories]) for field in fields(HistoryBatch)))
