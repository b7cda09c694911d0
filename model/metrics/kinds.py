"""What the actions of a window do, and whether a hand could do them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.actions import ActionKind
from model.event_table import BUTTONS
from model.metrics.distributions import total_variation
from model.metrics.sequences import THINGS, ActionWindows, Bools, Ints

_LEFT = 0
_PRESSES = (ActionKind.PRESS, ActionKind.KEY_PRESS)


def kind_figures(draws: Sequence[ActionWindows], true: ActionWindows) -> dict[str, float]:
    """Figures of the kinds; see docs/model.md, "Metrics"."""
    tables, true_table = [kind_table(draw) for draw in draws], kind_table(true)
    return {
        "kind_tv": total_variation(np.sum(tables, axis=(0, 1)), true_table.sum(axis=0)),
        "kind_f1": kind_f1(tables, true_table),
        "presses_per_100": float(np.mean([_presses_per_100(draw) for draw in draws])),
        "presses_per_100_true": _presses_per_100(true),
        "left_presses_per_100": float(np.mean([_presses_per_100(draw, _LEFT) for draw in draws])),
        "left_presses_per_100_true": _presses_per_100(true, _LEFT),
        "impossible_share": impossible_share(draws),
    }


def kind_table(windows: ActionWindows) -> Ints:
    """How many actions of each kind each window holds, int64 (W, 6)."""
    kinds = len(ActionKind)
    flat = np.bincount(windows.window * kinds + windows.kind, minlength=windows.size * kinds)
    return flat.reshape(windows.size, kinds).astype(np.int64)


def kind_f1(draws: Sequence[Ints], true: Ints) -> float:
    """Macro F1 of tables (W, 6) over the kinds that occur in truth; NaN where none does.

    Of a kind, min(produced, true) actions of a window are hits; F1 = 2 hits / (produced + true), summed over windows
    and draws.
    """
    hits = np.sum([np.minimum(draw, true).sum(axis=0) for draw in draws], axis=0)  # (6,)
    both = np.sum([draw.sum(axis=0) + true.sum(axis=0) for draw in draws], axis=0)  # (6,)
    occurs = true.sum(axis=0) > 0
    return float(np.mean((2 * hits / np.maximum(both, 1))[occurs])) if occurs.any() else float("nan")


def impossible_share(draws: Sequence[ActionWindows]) -> float:
    """Share of impossible ones among all presses and releases of buttons and keys; 0 where there are none."""
    presses = sum(int(np.count_nonzero(draw.thing >= 0)) for draw in draws)
    impossible = sum(int(np.count_nonzero(is_impossible(draw))) for draw in draws)
    return impossible / max(presses, 1)


def is_impossible(windows: ActionWindows) -> Bools:
    """Which actions press what is down or release what is up, bool (M,), in the order in which they stand.

    An impossible press leaves its thing down and an impossible release leaves it up, as `bridge.held.HeldInput` does.
    """
    acting = np.flatnonzero(windows.thing >= 0)
    one = windows.window[acting] * THINGS + windows.thing[acting]
    order = np.argsort(one, kind="stable")
    one, is_press = one[order], np.isin(windows.kind[acting[order]], _PRESSES)
    was_down = windows.held.ravel()[one]
    again = one[1:] == one[:-1]
    was_down[1:][again] = is_press[:-1][again]
    impossible = np.zeros(len(windows.at_ms), np.bool_)
    impossible[acting[order]] = is_press == was_down
    return impossible


def _presses_per_100(windows: ActionWindows, button: int | None = None) -> float:
    """Presses of mouse buttons, or of one, in a hundred windows."""
    of_button = windows.thing < len(BUTTONS) if button is None else windows.thing == button
    return 100.0 * float(np.count_nonzero((windows.kind == ActionKind.PRESS) & of_button)) / max(windows.size, 1)
