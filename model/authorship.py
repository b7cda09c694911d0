"""Whose the windows of a session are: demonstrated by a person, corrected by one, or an agent's own attempt.

An agent learns from what others do, and never from what it did itself. What it did stays in the history, as in play.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from bridge.recording.messages import HANDBACK, TAKEOVER, Marker
from model.event_table import AGENT, EventTable
from model.windows import Ints


class Role(IntEnum):
    """What a target window is to training."""

    DEMONSTRATED = 0
    CORRECTED = 1
    OWN = 2


def target_roles(
    table: EventTable, ticks_ns: Ints, markers: Iterable[Marker] = (), *, is_attempt: bool = False
) -> npt.NDArray[np.int8]:
    """The role of each target window.

    Args:
        table: every event of the session, in order of time.
        ticks_ns: int64 (N,), growing; window i is [ticks_ns[i], ticks_ns[i + 1]).
        markers: of the session; takeovers and handbacks say who plays. Without them the last event's author does.
        is_attempt: whether an agent played the session, as the manifest says; then what others did are corrections.

    Returns:
        int8 (N - 1,), of `Role`. A window in which an agent acts is its own.
    """
    starts_ns, edges = ticks_ns[:-1], np.searchsorted(table.at_ns, ticks_ns)
    by_agent = table.author == AGENT
    so_far = np.concatenate(([0], np.cumsum(by_agent)))
    acts = so_far[edges[1:]] > so_far[edges[:-1]]
    if not is_attempt:
        return np.where(acts, Role.OWN, Role.DEMONSTRATED).astype(np.int8)
    is_corrected = ~acts & _is_persons(table, starts_ns, markers)
    return np.where(is_corrected, Role.CORRECTED, Role.OWN).astype(np.int8)


def _is_persons(table: EventTable, starts_ns: Ints, markers: Iterable[Marker]) -> npt.NDArray[np.bool_]:
    """Whether a person, or a corrector in one's place, plays at each moment of an attempt."""
    changes = [(marker.at_ns, marker.name == TAKEOVER) for marker in markers if marker.name in (TAKEOVER, HANDBACK)]
    if changes:
        times_ns, is_persons = np.array([at for at, _ in changes], np.int64), np.array([one for _, one in changes])
    else:
        times_ns, is_persons = table.at_ns, table.author != AGENT
    newest = np.searchsorted(times_ns, starts_ns, side="right") - 1
    known = newest >= 0
    found = np.zeros(len(starts_ns), np.bool_)
    found[known] = is_persons[newest[known]]
    return found
