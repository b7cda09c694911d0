"""The tensors between data and network: a batch of histories, and the batch of windows that follow them.

Letters: B examples, T = 10 history windows (left-padded: the last one is the newest), A action slots of the longest
window in this batch, D = 128 state features, K keys, N tokens of the state with the most.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import torch
from torch import Tensor

from bridge.scaling import THUMBNAIL_HEIGHT_PX, THUMBNAIL_WIDTH_PX
from model.tokens.token import F_TOKEN

ACTION_FEATURES = 7
"""[offset_s, kind, x_px, y_px, button, key, scroll], offset from the window's start, classes as numbers; button is 0
for none and 1..3 for left, middle, right; key is 0 for none and 1 + index in `bridge.events.KEYS` otherwise."""


PICTURES = 2
"""P: the newest tick's picture, and the one of the tick before, which shows what moves."""
THUMBNAIL_SHAPE = (THUMBNAIL_HEIGHT_PX, THUMBNAIL_WIDTH_PX, 3)


@dataclass(frozen=True, slots=True)
class HistoryBatch:
    """What is known before the window. Raw values; the encoder embeds and normalises.

    Args:
        actions: float32 (B, T, A, 7), see `ACTION_FEATURES`; zeros in empty slots. A key has the pointer's place.
        action_mask: bool (B, T, A), True where a slot holds an action; valid slots come first.
        window_mask: bool (B, T), False for windows before the session's start.
        window_s: float32 (B, T), length of each window in seconds.
        states: float32 (B, T, D), the features at each window's end; NaN is unknown.
        pointer: float32 (B, 2), canvas pixels; (NaN, NaN) where the pointer was not seen yet.
        held_buttons: bool (B, 3), left, middle, right.
        held_keys: bool (B, K).
        since_last_s: float32 (B,), time since the last action, at most 60.
        canvas: float32 (B, 2), width and height of the canvas in pixels.
        tokens: float32 (B, N, 19), what the newest state shows, see `model.tokens.token.TokenField`; NaN is unknown.
        token_mask: bool (B, N), True for real tokens; they come first, and of them those with a place.
        pictures: uint8 (B, P, 64, 96, 3), thumbnails of the newest ticks, the newest last; black where nothing was
            seen. P is 0 where nobody looks.
    """

    actions: Tensor
    action_mask: Tensor
    window_mask: Tensor
    window_s: Tensor
    states: Tensor
    pointer: Tensor
    held_buttons: Tensor
    held_keys: Tensor
    since_last_s: Tensor
    canvas: Tensor
    tokens: Tensor
    token_mask: Tensor
    pictures: Tensor

    def __post_init__(self) -> None:
        b, t, a, f = self.actions.shape
        if f != ACTION_FEATURES:
            raise ValueError(f"history actions are (B, T, A, {ACTION_FEATURES}), found {tuple(self.actions.shape)}")
        _check(
            "history",
            self,
            {
                "action_mask": (b, t, a),
                "window_mask": (b, t),
                "window_s": (b, t),
                "states": (b, t, None),
                "pointer": (b, 2),
                "held_buttons": (b, 3),
                "held_keys": (b, None),
                "since_last_s": (b,),
                "canvas": (b, 2),
                "tokens": (b, self.token_mask.shape[-1], F_TOKEN),
                "token_mask": (b, None),
                "pictures": (b, None, *THUMBNAIL_SHAPE),
            },
        )

    @property
    def size(self) -> int:
        """B."""
        return self.actions.shape[0]

    def rows(self, index: Tensor) -> HistoryBatch:
        """The histories of an index, int64 (n,)."""
        return HistoryBatch(*(getattr(self, field.name)[index] for field in fields(self)))

    def to(self, device: torch.device) -> HistoryBatch:
        """The same batch on `device`."""
        return HistoryBatch(*(getattr(self, field.name).to(device) for field in fields(self)))


@dataclass(frozen=True, slots=True)
class TargetBatch:
    """The window that follows each history, as a marked point process: one more wait than marks.

    Args:
        waits_ms: int64 (B, A + 1); after the last action comes the wait that is censored at the horizon: the whole
            milliseconds that are left (600 for an empty window); 0 beyond. A next tick that comes before 600 ms
            censors there instead, and so does an action beyond the hundredth.
        kinds: int64 (B, A), `model.actions.ActionKind`.
        delta: int64 (B, A, 2), canvas pixels from the pointer's place before the action, from the canvas's middle
            pixel while it was not seen yet; 0 for keys.
        buttons: int64 (B, A), 0 left, 1 middle, 2 right; 0 where there is none.
        keys: int64 (B, A), index in `bridge.events.KEYS`; 0 where there is none.
        scrolls: int64 (B, A), signed notches clamped to -5..5; 0 where there is none.
        mask: bool (B, A), True for real actions; they come first.
        weight: float32 (B,), weight of the window in the loss.
        committed_ms: int64 (B,), of each window so many milliseconds are given, and only what follows is scored.
    """

    waits_ms: Tensor
    kinds: Tensor
    delta: Tensor
    buttons: Tensor
    keys: Tensor
    scrolls: Tensor
    mask: Tensor
    weight: Tensor
    committed_ms: Tensor

    def __post_init__(self) -> None:
        b, a = self.kinds.shape
        _check(
            "target",
            self,
            {
                "waits_ms": (b, a + 1),
                "delta": (b, a, 2),
                "buttons": (b, a),
                "keys": (b, a),
                "scrolls": (b, a),
                "mask": (b, a),
                "weight": (b,),
                "committed_ms": (b,),
            },
        )

    @property
    def lengths(self) -> Tensor:
        """Number of actions, int64 (B,)."""
        return self.mask.sum(dim=1)

    @property
    def scored(self) -> Tensor:
        """Which actions are scored: the real ones that are not given, bool (B, A)."""
        return self.mask & (self.waits_ms[:, :-1].cumsum(dim=1) >= self.committed_ms.unsqueeze(1))

    def rows(self, index: Tensor) -> TargetBatch:
        """The windows of an index, int64 (n,)."""
        return TargetBatch(*(getattr(self, field.name)[index] for field in fields(self)))

    def to(self, device: torch.device) -> TargetBatch:
        """The same batch on `device`."""
        return TargetBatch(*(getattr(self, field.name).to(device) for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Batch:
    """Histories and what followed them, row by row."""

    history: HistoryBatch
    target: TargetBatch

    def __post_init__(self) -> None:
        if self.history.size != self.target.kinds.shape[0]:
            raise ValueError(f"{self.history.size} histories but {self.target.kinds.shape[0]} targets")

    def to(self, device: torch.device) -> Batch:
        """The same batch on `device`."""
        return Batch(self.history.to(device), self.target.to(device))


def _check(what: str, batch: object, shapes: dict[str, tuple[int | None, ...]]) -> None:
    for name, expected in shapes.items():
        found = tuple(getattr(batch, name).shape)
        if len(found) != len(expected) or any(e not in (None, f) for f, e in zip(found, expected, strict=True)):
            raise ValueError(f"{what}.{name}: expected shape {expected}, found {found}")
