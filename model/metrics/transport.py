"""Optimal transport between sequences of actions: what it costs at least to make one of the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.actions import ActionKind
from model.metrics.distributions import energy_scores
from model.metrics.sequences import ActionWindows, Floats, Ints

DELETION_MS = 100.0
"""The cost of leaving an action out, on either side: an action is moved by less than 200 ms rather than replaced."""


def transport_energy(draws: Sequence[ActionWindows], true: ActionWindows) -> float:
    """The mean energy score of draws under `transport_distances`, ms."""
    return float(energy_scores(draws, true, transport_distances).mean())


def transport_distances(one: ActionWindows, other: ActionWindows, deletion_ms: float = DELETION_MS) -> Floats:
    """The optimal transport distance of each of W windows, (W,), ms (Mei, Qin and Eisner, 2019).

    Actions of the same kind may be paired at the cost of the difference of their times; each action that is left alone
    costs `deletion_ms`. The costs are convex on the line, so some best pairing never crosses and the recursion over
    prefixes finds it exactly:

        D(i, j) = min(D(i-1, j) + c, D(i, j-1) + c, D(i-1, j-1) + |a_i - b_j|).

    It is vectorised over windows and j, where the assignment problem would be solved window by window.

    Raises:
        ValueError: the two do not have the same number of windows.
    """
    if one.size != other.size:
        raise ValueError(f"{one.size} windows against {other.size}")
    distances = np.zeros(one.size)
    for kind in ActionKind:
        (left, left_counts), (right, right_counts) = _times(one, kind), _times(other, kind)
        busy = np.flatnonzero((left_counts > 0) | (right_counts > 0))
        if len(busy):
            found = _line_distances(left[busy], left_counts[busy], right[busy], right_counts[busy], deletion_ms)
            distances[busy] += found
    return distances


def _times(windows: ActionWindows, kind: ActionKind) -> tuple[Floats, Ints]:
    """The times of one kind in order, (W, A), pads 0, and how many there are, (W,)."""
    chosen = windows.kind == kind
    window, at_ms = windows.window[chosen], windows.at_ms[chosen]
    order = np.lexsort((at_ms, window))
    counts = np.bincount(window, minlength=windows.size)
    mask = np.arange(counts.max(initial=0)) < counts[:, None]
    times = np.zeros(mask.shape)
    times[mask] = at_ms[order]
    return times, counts


def _line_distances(left: Floats, left_counts: Ints, right: Floats, right_counts: Ints, deletion_ms: float) -> Floats:
    """D(n, m) of P pairs of sorted times, (P, A) and (P, B) with their counts.

    D(i, j) = min over k <= j of E(k) + (j - k) c, with E the best that ends in a_i: a running minimum of E(k) - k c.
    """
    order = np.argsort(-left_counts, kind="stable")
    left, left_counts, right, right_counts = left[order], left_counts[order], right[order], right_counts[order]
    alone = deletion_ms * np.arange(right.shape[1] + 1)  # (B + 1,), what leaving b_1 .. b_j alone costs
    best = np.broadcast_to(alone, (len(order), len(alone))).copy()  # (P, B + 1)
    for step in range(left.shape[1]):
        live = int(np.count_nonzero(left_counts > step))
        before = best[:live]
        reached = before + deletion_ms
        paired = before[:, :-1] + np.abs(left[:live, step, None] - right[:live])
        np.minimum(reached[:, 1:], paired, out=reached[:, 1:])
        best[:live] = np.minimum.accumulate(reached - alone, axis=1) + alone
    found = np.empty(len(order))
    found[order] = best[np.arange(len(order)), right_counts]
    return found
