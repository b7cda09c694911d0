"""The recurrent encoder compiled: each window and its state are encoded once, and kept from tick to tick."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from bridge.scaling import Pixels
from model.actions import HORIZON_MS, MAX_ACTIONS
from model.batch import PICTURES, THUMBNAIL_SHAPE
from model.encoders.recurrent import RecurrentEncoder
from model.encoders.vision import PictureEncoder
from model.features import NowColumns, WindowColumns, now_columns, shown_picture, window_columns
from model.history import HISTORY_WINDOWS, History, HistoryWindow
from model.runtimes.encoder_weights import encoder_weights, is_known_encoder
from model.runtimes.entities import CompiledEntities
from model.runtimes.hand_motion import moved_hand
from model.runtimes.moment import Moment
from model.runtimes.structs import Floats, array_of, flags_of, pointer_to, struct_of
from model.runtimes.token_arrays import TokenArrays, token_arrays
from model.state_features import D
from model.tokens.state_tokens import state_tokens
from model.vocabulary import Vocabulary

_FACTS = 6
_BLACK = np.zeros(THUMBNAIL_SHAPE, np.uint8)
_TICK_S = np.float32(HORIZON_MS / 1000)


@dataclass(frozen=True, slots=True)
class EncodedWindow:
    """A window as the network sees it, whichever tick asks.

    Args:
        window: what was encoded; None before the session's start.
        rows: float32 (A, 7), see `model.batch.ACTION_FEATURES`; at most 100.
        length_s: 0 before the session's start.
        state: float32 (D,).
        encoded: float32 (H,), of the rows; zeros where there are none.
        embedded: float32 (H,), of the state.
        gates: float32 (4H,), what the embedded state gives to the recurrence over states.
        shown: uint8 (64, 96, 3), what was on the screen; black where nothing was seen, or nobody looks.
    """

    window: HistoryWindow | None
    rows: Floats
    length_s: float
    state: Floats
    encoded: Floats
    embedded: Floats
    gates: Floats
    shown: Pixels


class CompiledEncoder:
    """Encodes one history after another; only windows that the history before did not hold are worked out.

    Args:
        encoder: on the CPU, of parts that the kernels know; its weights are those of the moment this is made.
        vocabulary: of the checkpoint.
        kernels: of `model.runtimes.compiling`.
    """

    def __init__(self, encoder: RecurrentEncoder, vocabulary: Vocabulary, kernels: ctypes.CDLL) -> None:
        self._weights, self._vocabulary, self._kernels = encoder_weights(encoder, kernels), vocabulary, kernels
        self._entities = None if encoder.entities is None else CompiledEntities(encoder.entities, kernels)
        self._vision, self._sees_state = encoder.vision, encoder.sees_state
        self._of_the_hand = flags_of(encoder.of_the_hand)
        self._struct, self._hidden = struct_of(self._weights), encoder.windows.hidden
        columns = (self._weights.numeric, self._weights.shares, self._weights.classes)
        counts = [len(column) for column in columns]
        self._sizes = np.array([self._hidden, HISTORY_WINDOWS, *counts, self._weights.present.shape[1]], np.int64)
        self._canvas_px = np.zeros(2, np.float32)
        self._none = self._encode(None, np.zeros((0, 7), np.float32), 0.0, np.full(D, np.nan, np.float32), _BLACK)
        self._kept: tuple[EncodedWindow, ...] = ()

    @property
    def kept(self) -> tuple[EncodedWindow, ...]:
        """The windows of the history that was encoded last."""
        return self._kept

    def encode(self, history: History) -> Moment:
        """The moment of deciding; the same as `TimedActionModel.encode` gives, to rounding."""
        now = now_columns([history])
        if not np.array_equal(now.canvas[0], self._canvas_px):
            self._canvas_px, self._kept = now.canvas[0].copy(), ()  # places count in canvases
        kept = {id(known.window): known for known in self._kept}
        self._kept = tuple(kept.get(id(window)) or self._encode_window(window) for window in history.windows)
        windows = [self._none] * (HISTORY_WINDOWS - len(self._kept)) + list(self._kept)
        pointer, is_seen = now.held.pointer[0], not np.isnan(now.held.pointer[0]).any()
        pointer_px = pointer if is_seen else self._middle_px()
        idle_ms: Floats = np.float32(1000.0) * now.since_last_s
        fused, afresh = self._fuse(windows, now, pointer_px, is_seen=is_seen)
        seen: TokenArrays | None = None
        if self._vision is not None:
            shown = np.stack([window.shown for window in windows[-PICTURES:]])
            fused, afresh, seen = self._look(self._vision, shown, np.stack([fused, afresh]), pointer_px)
        if self._entities is not None:
            rows = state_tokens(history.now.state, self._vocabulary).rows
            seen = self._entities.see(rows, pointer_px, self._canvas_px, fused, afresh).behind(seen)
        return Moment(
            fused=fused,
            afresh=afresh,
            state=windows[-1].state,
            pointer_px=pointer_px,
            is_seen=np.array([is_seen]),
            canvas_px=self._canvas_px,
            hand=moved_hand([(window.rows, window.length_s) for window in windows], pointer_px, idle_ms),
            idle_ms=idle_ms,
            held_buttons=now.held.buttons[0],
            held_keys=now.held.keys[0],
            seen=seen,
        )

    def _look(
        self, vision: PictureEncoder, shown: Pixels, fused: Floats, pointer_px: Floats
    ) -> tuple[Floats, Floats, TokenArrays]:
        """The fused vectors (2, H) with the newest pictures in them, and their cells, in torch."""
        given = (torch.from_numpy(part)[None] for part in (shown, pointer_px, self._canvas_px))
        told, cells = vision.look(torch.from_numpy(fused)[:, None], *given)
        return array_of(told[0, 0]), array_of(told[1, 0]), token_arrays(cells)

    def _fuse(
        self, windows: list[EncodedWindow], now: NowColumns, pointer_px: Floats, *, is_seen: bool
    ) -> tuple[Floats, Floats]:
        facts = _window_facts(windows, pointer_px)  # (T, 6)
        told = np.concatenate([np.stack([window.encoded for window in windows]), facts], axis=1)  # (T, H + 6)
        gates = np.stack([window.gates for window in windows])  # (T, 4H)
        since_s = now.since_last_s[0]
        scalars = np.array([is_seen, np.log1p(since_s), np.exp(-since_s)], np.float32)
        held = np.concatenate([now.held.buttons[0], now.held.keys[0]]).astype(np.float32)
        present = np.concatenate([windows[-1].embedded, pointer_px / self._canvas_px, scalars, held])
        game = self._game(windows[-1].state, len(held))
        fused, afresh = np.empty((2, self._hidden), np.float32)
        self._kernels.encode_history(
            self._struct,
            *(pointer_to(array) for array in (self._sizes, told, gates, present, game, fused, afresh)),
        )
        return fused, afresh

    def _game(self, state: Floats, held: int) -> Floats:
        """`RecurrentEncoder._encode_game` before its layers."""
        embedded = np.empty(self._hidden, np.float32)
        known = np.where(self._of_the_hand, np.float32(np.nan), state)
        self._kernels.embed_state(self._struct, *(pointer_to(array) for array in (self._sizes, known, embedded)))
        just_now = np.array([0.0, 0.0, 1.0], np.float32)
        return np.concatenate([embedded, self._middle_px() / self._canvas_px, just_now, np.zeros(held, np.float32)])

    def _middle_px(self) -> Floats:
        middle: Floats = np.floor(self._canvas_px / 2)
        return middle

    def _encode_window(self, window: HistoryWindow) -> EncodedWindow:
        columns: WindowColumns = window_columns([window], self._vocabulary)
        rows = columns.rows.take(np.arange(min(columns.counts[0], MAX_ACTIONS)))
        state = columns.states.take(np.arange(1))[0] if self._sees_state else np.full(D, np.nan, np.float32)
        shown = _BLACK if self._vision is None else shown_picture(window)
        return self._encode(window, rows, float(columns.length_s[0]), state, shown)

    def _encode(
        self, window: HistoryWindow | None, rows: Floats, length_s: float, state: Floats, shown: Pixels
    ) -> EncodedWindow:
        encoded, embedded = np.empty((2, self._hidden), np.float32)
        gates = np.empty(4 * self._hidden, np.float32)
        weights, sizes = self._struct, pointer_to(self._sizes)
        self._kernels.encode_window(
            weights,
            sizes,
            pointer_to(rows),
            ctypes.c_int64(len(rows)),
            pointer_to(self._canvas_px),
            pointer_to(encoded),
        )
        self._kernels.embed_state(weights, sizes, *(pointer_to(array) for array in (state, embedded)))
        self._kernels.open_gates(weights, sizes, *(pointer_to(array) for array in (embedded, gates)))
        return EncodedWindow(window, rows, length_s, state, encoded, embedded, gates, shown)


def compile_encoder(encoder: nn.Module, vocabulary: Vocabulary, kernels: ctypes.CDLL) -> CompiledEncoder | None:
    """The encoder compiled, None where it has a part that no kernel knows."""
    return CompiledEncoder(encoder, vocabulary, kernels) if is_known_encoder(encoder) else None


def _window_facts(windows: list[EncodedWindow], pointer_px: Floats) -> Floats:
    """Of each window, as in `model.encoders.recurrent`, float32 (T, 6)."""
    facts = np.zeros((len(windows), _FACTS), np.float32)
    for row, window in zip(facts, windows, strict=True):
        count = len(window.rows)
        row[:4] = window.window is not None, count == 0, window.length_s / _TICK_S, count / MAX_ACTIONS
        if count:
            away = window.rows[-1, 2:4] - pointer_px
            row[4:] = np.sign(away) * np.log1p(np.abs(away)) / 3.0
    return facts
