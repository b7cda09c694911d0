"""Refusing columns that no cut makes: a damaged or foreign shard is found before a network learns from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bridge.events import KEYS
from model.actions import HORIZON_MS, MAX_ACTIONS, ActionKind
from model.authorship import Role
from model.batch import ACTION_FEATURES
from model.event_table import BUTTONS
from model.features import LONGEST_SINCE_S
from model.session_columns import FARTHEST_PX, LARGEST_FEATURE, MOST_NOTCHES, SessionColumns
from model.state_features import STATE_FEATURES, D
from model.targets import MAX_SCROLL, TARGET_COLUMNS
from model.tokens.state_tokens import MOST_HIDDEN, MOST_PLACED
from model.tokens.token import F_TOKEN, NAME_FIELDS, TokenField, TokenKind
from model.vocabulary import FIRST_NAME

COLUMN_DTYPES: dict[str, type[np.generic]] = {
    "ticks_ns": np.int64,
    "length_s": np.float32,
    "rows": np.float32,
    "row_offsets": np.int64,
    "states": np.float32,
    "pointer": np.float32,
    "buttons": np.bool_,
    "keys": np.bool_,
    "since_last_s": np.float32,
    "canvas": np.float32,
    "targets": np.int32,
    "target_offsets": np.int64,
    "survival_ms": np.int32,
    "roles": np.int8,
    "tokens": np.float32,
    "token_keys": np.int32,
    "token_offsets": np.int64,
}

LARGEST_QUANTITY = float(2**31)
"""The most of a stack that a game counts."""

Array = npt.NDArray[np.generic]
_LAST_KIND = len(ActionKind) - 1
_LONGEST_S = 1e10
"""Longer than any two moments in whole nanoseconds lie apart."""
_SIDE_BY_SIDE = 1024
"""Values in a row that is compared at once: enough to be quick, and within a processor's nearest cache."""


class _Limit(NamedTuple):
    """What a column of a table holds."""

    name: str
    low: float
    high: float
    may_be_unknown: bool = False


_ROW_LIMITS = (
    _Limit("offset_s", 0, _LONGEST_S),
    _Limit("kind", 0, _LAST_KIND),
    _Limit("x", -FARTHEST_PX, FARTHEST_PX),
    _Limit("y", -FARTHEST_PX, FARTHEST_PX),
    _Limit("button", 0, len(BUTTONS)),
    _Limit("key", 0, len(KEYS)),
    _Limit("scroll", -MOST_NOTCHES, MOST_NOTCHES),
)
_TARGET_LIMITS = (
    _Limit("wait_ms", 0, HORIZON_MS - 1),
    _Limit("kind", 0, _LAST_KIND),
    _Limit("dx", -2 * FARTHEST_PX, 2 * FARTHEST_PX),
    _Limit("dy", -2 * FARTHEST_PX, 2 * FARTHEST_PX),
    _Limit("button", 0, len(BUTTONS) - 1),
    _Limit("key", 0, len(KEYS) - 1),
    _Limit("scroll", -MAX_SCROLL, MAX_SCROLL),
)


def check_columns(columns: SessionColumns, name_count: int) -> None:
    """Check every column of a session.

    Args:
        columns: of a shard.
        name_count: names behind the shard's name classes.

    Raises:
        ValueError: a column is not as `SessionColumns` says; the message names it.
    """
    _check_shapes(columns)
    _check_offsets("row_offsets", columns.row_offsets, len(columns.rows))
    _check_offsets("target_offsets", columns.target_offsets, len(columns.targets))
    _check_offsets("token_offsets", columns.token_offsets, len(columns.tokens))
    _check_range("ticks_ns steps", np.diff(columns.ticks_ns), 1, np.inf)
    _check_range("length_s", columns.length_s, 0.0, _LONGEST_S)
    _check_range("since_last_s", columns.since_last_s, 0.0, LONGEST_SINCE_S)
    _check_range("canvas", columns.canvas, 1.0, FARTHEST_PX)
    _check_range("pointer", columns.pointer, -FARTHEST_PX, FARTHEST_PX, may_be_unknown=True)
    _check_table("rows", columns.rows, _ROW_LIMITS)
    _check_table("targets", columns.targets, _TARGET_LIMITS)
    _check_range("roles", columns.roles, min(Role), max(Role))
    _check_targets(columns)
    _check_table("states", columns.states, _state_limits(name_count))
    _check_range("token_offsets steps", np.diff(columns.token_offsets), 0, MOST_PLACED + MOST_HIDDEN)
    _check_table("tokens", columns.tokens, _token_limits(name_count))


def _check_shapes(columns: SessionColumns) -> None:
    ticks = len(columns.ticks_ns)
    if ticks < 2:
        raise ValueError(f"ticks_ns: a session with a window has at least 2 ticks, found {ticks}")
    expected: dict[str, tuple[int, ...]] = {
        "ticks_ns": (ticks,),
        "length_s": (ticks,),
        "rows": (len(columns.rows), ACTION_FEATURES),
        "row_offsets": (ticks + 1,),
        "states": (ticks, D),
        "pointer": (ticks, 2),
        "buttons": (ticks, len(BUTTONS)),
        "keys": (ticks, len(KEYS)),
        "since_last_s": (ticks,),
        "canvas": (ticks, 2),
        "targets": (len(columns.targets), len(TARGET_COLUMNS)),
        "target_offsets": (ticks,),
        "survival_ms": (ticks - 1,),
        "roles": (ticks - 1,),
        "tokens": (len(columns.tokens), F_TOKEN),
        "token_keys": (len(columns.tokens),),
        "token_offsets": (ticks + 1,),
    }
    for field in fields(columns):
        found: Array = getattr(columns, field.name)
        if found.shape != expected[field.name] or found.dtype != COLUMN_DTYPES[field.name]:
            dtype = np.dtype(COLUMN_DTYPES[field.name])
            raise ValueError(
                f"{field.name}: expected {dtype} {expected[field.name]}, found {found.dtype} {found.shape}"
            )


def _check_offsets(name: str, offsets: npt.NDArray[np.int64], rows: int) -> None:
    if offsets[0] != 0 or offsets[-1] != rows or np.any(np.diff(offsets) < 0):
        raise ValueError(f"{name}: expected to grow from 0 to {rows}")


def _check_range(
    name: str, values: npt.NDArray[np.number], low: float, high: float, *, may_be_unknown: bool = False
) -> None:
    is_right = (values >= low) & (values <= high) & np.isfinite(values)
    if may_be_unknown:
        is_right |= np.isnan(values)
    wrong = np.argwhere(~is_right)
    if len(wrong):
        place = tuple(wrong[0].tolist())
        raise ValueError(f"{name}: {values[place]} at {place}, expected {low} .. {high}")


def _check_targets(columns: SessionColumns) -> None:
    counts = np.diff(columns.target_offsets)
    _check_range("target_offsets steps", counts, 0, MAX_ACTIONS)
    total_ms = columns.survival_ms.astype(np.int64)
    _check_range("survival_ms", total_ms, 0, HORIZON_MS)
    waits_ms = np.bincount(np.repeat(np.arange(len(counts)), counts), columns.targets[:, 0], len(counts))
    _check_range("waits and survival of a window", total_ms + waits_ms.astype(np.int64), 0, HORIZON_MS)


def _check_table(name: str, values: npt.NDArray[np.number], limits: Sequence[_Limit]) -> None:
    """Check each column; every single value is looked at only where the extremes say that one is wrong."""
    if not len(values):
        return
    least, most = _extremes(np.fmin, values), _extremes(np.fmax, values)  # (C,), NaN where all are unknown
    for index, limit in enumerate(limits):
        column = values[:, index]
        is_outside = least[index] < limit.low or most[index] > limit.high
        if is_outside or (not limit.may_be_unknown and np.isnan(column).any()):
            column_name = f"{name}.{limit.name}"
            _check_range(column_name, column, limit.low, limit.high, may_be_unknown=limit.may_be_unknown)


def _extremes(extreme: np.ufunc, values: npt.NDArray[np.number]) -> npt.NDArray[np.number]:
    """The least or the most of each column of (N, C), with N at least 1, (C,).

    Rows are laid side by side first: numpy compares long rows many times as quickly as short ones.
    """
    columns = values.shape[1]
    beside = _SIDE_BY_SIDE // columns
    whole = len(values) - len(values) % beside
    if whole:
        widest = extreme.reduce(values[:whole].reshape(-1, beside * columns), axis=0)
        values = np.concatenate([widest.reshape(beside, columns), values[whole:]])
    found: npt.NDArray[np.number] = extreme.reduce(values, axis=0)
    return found


def _state_limits(name_count: int) -> list[_Limit]:
    limits = []
    for feature in STATE_FEATURES:
        classes = FIRST_NAME + name_count if feature.is_name else feature.classes
        low, high = (0.0, classes - 1.0) if feature.classes else (-LARGEST_FEATURE, LARGEST_FEATURE)
        limits.append(_Limit(feature.name, low, high, may_be_unknown=True))
    return limits


def _token_limits(name_count: int) -> list[_Limit]:
    limits = {
        TokenField.KIND: (0.0, float(max(TokenKind))),
        **dict.fromkeys(NAME_FIELDS, (0.0, FIRST_NAME + name_count - 1.0)),
        TokenField.QUANTITY: (0.0, LARGEST_QUANTITY),
        **dict.fromkeys((TokenField.WIDTH, TokenField.HEIGHT), (1.0, float(FARTHEST_PX))),
        TokenField.COVERED: (0.0, 1.0),
        TokenField.SHORTCUT: (0.0, len(KEYS) - 1.0),
    }
    usual, known = (-float(FARTHEST_PX), float(FARTHEST_PX)), {TokenField.KIND, *NAME_FIELDS}
    return [_Limit(field.name.lower(), *limits.get(field, usual), field not in known) for field in TokenField]
