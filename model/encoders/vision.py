"""Pictures: what the newest ticks showed, as a grid of cells that keep their place: a decoder can point at them.

Each of the 12 x 8 cells is a token like those of a state: what shows there, and where it lies from the pointer. Where
in its cell the thing lies the network says by itself.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from bridge.scaling import THUMBNAIL_HEIGHT_PX, THUMBNAIL_WIDTH_PX
from model.distributions import signed_log
from model.encoders.context import NO_SHORTCUT, Context, SeenTokens, middle_px
from model.encoders.entities import TOKEN_WIDTH, inside_numbers

CELL_COLUMNS, CELL_ROWS = 12, 8
CELLS = CELL_COLUMNS * CELL_ROWS
_CHANNELS = 8
"""Three colours now, their change since the tick before, and the place."""
_GROUP = 8
_WHOLE = 16
_NUMBERS = 7
_BRIGHTNESS, _TINT = 0.1, 0.05
"""Spread of what training changes in a picture's light: no seed's colours are those of the next."""


class PictureEncoder(nn.Module):
    """Context -> the same with the cells of its pictures as tokens, and the whole picture added to its fused vector.

    Args:
        hidden: H.
        width: V, channels of the first layer; the others have twice as many.
        dropout: share of the numbers of the whole picture that is dropped in training.
    """

    place: Tensor

    def __init__(self, hidden: int, width: int, dropout: float) -> None:
        super().__init__()
        rows, columns = (torch.linspace(-1.0, 1.0, size) for size in (THUMBNAIL_HEIGHT_PX, THUMBNAIL_WIDTH_PX))
        self.register_buffer("place", torch.stack(torch.meshgrid(columns, rows, indexing="xy")), persistent=False)
        self.layers = nn.Sequential(
            _layer(_CHANNELS, width, kernel=5, stride=2),  # (B, V, 32, 48)
            _layer(width, 2 * width, stride=2),  # (B, 2 V, 16, 24)
            _layer(2 * width, 2 * width),
            _layer(2 * width, 2 * width, stride=2),  # (B, 2 V, 8, 12)
            _layer(2 * width, 2 * width),
        )
        self.within = nn.Linear(2 * width, 2)
        self.cells = nn.Sequential(
            nn.Linear(2 * width + _NUMBERS, TOKEN_WIDTH), nn.SiLU(), nn.Linear(TOKEN_WIDTH, TOKEN_WIDTH), nn.SiLU()
        )
        self.whole = nn.Sequential(nn.Linear(2 * width, _WHOLE), nn.SiLU(), nn.Flatten(), nn.Dropout(dropout))
        self.found = nn.Sequential(nn.Linear(hidden + CELLS * _WHOLE, hidden), nn.SiLU(), nn.Linear(hidden, hidden))

    def forward(self, context: Context) -> Context:
        """Look at the newest pictures once."""
        history = context.history
        both = torch.stack([context.fused, context.afresh])  # (2, B, H)
        (fused, afresh), seen = self.look(both, history.pictures, context.pointer, history.canvas)
        return replace(context, fused=fused, afresh=afresh, seen=seen)

    def look(self, fused: Tensor, pictures: Tensor, pointer: Tensor, canvas: Tensor) -> tuple[Tensor, SeenTokens]:
        """The fused vectors (..., B, H) with the whole picture in them, and the cells.

        Args:
            fused: float (..., B, H).
            pictures: uint8 (B, 2, 64, 96, 3), see `model.batch.HistoryBatch`.
            pointer: float (B, 2), canvas pixels.
            canvas: float (B, 2), its width and height.
        """
        shown = self.layers(self._channels(pictures)).flatten(2).transpose(1, 2)  # (B, 96, 2 V)
        whole = self.whole(shown).expand(*fused.shape[:-1], -1)  # (..., B, 96 * 16)
        found: Tensor = self.found(torch.cat([fused, whole], dim=-1))  # (..., B, H)
        size = cell_size(canvas).unsqueeze(1)  # (B, 1, 2)
        middle = (cell_corners(canvas.device) + 0.5 + torch.tanh(self.within(shown)) / 2.0) * size  # (B, 96, 2)
        offset_px, half_px = middle - pointer.unsqueeze(1), (size / 4.0).expand_as(middle)
        share = middle / canvas.unsqueeze(1)
        embedded, apart = (
            self._cells(shown, share, seen_from, half_px)
            for seen_from in (offset_px, middle - middle_px(canvas).unsqueeze(1))
        )  # (B, 96, W) each
        there = torch.ones_like(embedded[..., 0], dtype=torch.bool)  # (B, 96)
        none, shortcuts = torch.zeros_like(share[..., 0]), torch.full_like(there, NO_SHORTCUT, dtype=torch.int64)
        seen = SeenTokens(embedded, apart, there, there, offset_px, half_px, none, none, shortcuts, cells=CELLS)
        return fused + found, seen

    def _cells(self, shown: Tensor, share: Tensor, offset_px: Tensor, half_px: Tensor) -> Tensor:
        far = signed_log(offset_px) / 3.0
        numbers = torch.cat([share, far, *inside_numbers(offset_px, half_px)], dim=-1)  # (B, 96, 7)
        embedded: Tensor = self.cells(torch.cat([shown, numbers], dim=-1))  # (B, 96, W)
        return embedded

    def _channels(self, pictures: Tensor) -> Tensor:
        light = pictures.permute(0, 1, 4, 2, 3).to(self.place.dtype) / 255.0 - 0.5  # (B, 2, 3, 64, 96)
        if self.training:
            gain = 1.0 + _BRIGHTNESS * torch.randn(len(light), 1, 3, 1, 1, device=light.device)
            light = gain * light + _TINT * torch.randn_like(gain)
        before, now = light[:, -2], light[:, -1]  # (B, 3, 64, 96)
        return torch.cat([now, now - before, self.place.expand(len(light), -1, -1, -1)], dim=1)  # (B, 8, 64, 96)


def cell_corners(device: torch.device) -> Tensor:
    """The upper left corner of each cell, row by row, counted in cells: float (96, 2)."""
    cells = torch.arange(CELLS, device=device)
    return torch.stack([cells % CELL_COLUMNS, cells // CELL_COLUMNS], dim=1).to(torch.float32)


def cell_size(canvas: Tensor) -> Tensor:
    """How large cells are on canvases (B, 2): pixels (B, 2)."""
    return canvas / canvas.new_tensor([CELL_COLUMNS, CELL_ROWS])


def cells_holding(place_px: Tensor, canvas: Tensor) -> Tensor:
    """The number of the cell that holds each place (B, 2) of canvases (B, 2): float (B,), NaN outside, or of NaN."""
    column, row = torch.floor(place_px / cell_size(canvas)).unbind(dim=1)  # (B,)
    is_inside = (column >= 0) & (column < CELL_COLUMNS) & (row >= 0) & (row < CELL_ROWS)  # False for NaN
    return torch.where(is_inside, row * CELL_COLUMNS + column, torch.nan)


def press_labels(presses: Tensor, context: Context) -> Tensor:
    """What the next presses fall on, as the number among all tokens that were seen.

    Args:
        presses: float (B, 5), see `model.goals.next_presses`.
        context: of the same windows.

    Returns:
        float (B, 5), the same with the two numbers counted behind the cells; where the third is NaN, the cell that
        holds the press.
    """
    seen = context.seen
    if seen is None or seen.cells == 0:
        return presses
    cell = cells_holding(context.pointer + presses[:, :2], context.history.canvas)  # (B,)
    tokens, wanted = (presses[:, 2:4] + seen.cells).unbind(dim=1)  # (B,)
    if seen.mask.shape[1] == seen.cells:
        tokens = wanted = torch.full_like(tokens, torch.nan)  # the state is not looked at
    tokens, wanted = (torch.where(each.isnan(), cell, each) for each in (tokens, wanted))
    return torch.stack([*presses[:, :2].unbind(dim=1), tokens, wanted, presses[:, 4]], dim=1)


def aim_loss(presses: Tensor, context: Context) -> Tensor:
    """How far the cells that hold the next presses say that their thing lies from there, in quarters of a cell: ().

    Args:
        presses: float (B, 5), see `model.goals.next_presses`.
        context: of the same windows.
    """
    seen = context.seen
    if seen is None or seen.cells == 0:
        return context.fused.new_zeros(())
    cell = cells_holding(context.pointer + presses[:, :2], context.history.canvas)  # (B,)
    rows = (~cell.isnan()).nonzero().squeeze(1)  # (b,)
    held = cell[rows].to(torch.int64)
    off = (seen.offset_px[rows, held] - presses[rows, :2]) / seen.half_px[rows, held]  # (b, 2)
    return functional.smooth_l1_loss(off, torch.zeros_like(off), reduction="sum") / len(presses)


def _layer(channels: int, out: int, *, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels, out, kernel, stride, padding=kernel // 2), nn.GroupNorm(out // _GROUP, out), nn.SiLU()
    )
