"""What a play planned, sent and dropped, why, and how late: for people in a few lines, for programs as JSON."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from agent.statistics import PlayStatistics
from bridge.clock import MILLISECOND_NS
from bridge.recording.messages import REPORT, Marker

EDGES_MS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0)
"""Upper edges of the histograms' bins; the last bin holds what is above them all."""
_BAR = 24


def histograms(statistics: PlayStatistics) -> dict[str, object]:
    """How many events left and were seen back within which time, in the bins of `edges_ms` and one above."""
    return {
        "edges_ms": list(EDGES_MS),
        "planned_to_sent": histogram(statistics.dispatch_error_ns),
        "sent_to_seen": histogram(statistics.seen_after_ns),
    }


def histogram(times_ns: Sequence[int]) -> list[int]:
    """Counts by bin; a time on an edge counts below it."""
    counts = [0] * (len(EDGES_MS) + 1)
    for time_ns in times_ns:
        counts[bisect_left(EDGES_MS, time_ns / MILLISECOND_NS)] += 1
    return counts


def report_lines(statistics: PlayStatistics) -> list[str]:
    """The report for people."""
    refused = [f"{count} {reason.replace('_', ' ')}" for reason, count in sorted(statistics.refused.items())]
    dropped = [f"{statistics.superseded} superseded", f"{statistics.dropped_late} late", *refused]
    lines = [
        f"{statistics.ticks} ticks   {statistics.planned} events planned   {statistics.sent} sent",
        f"not sent: {', '.join(dropped)}",
    ]
    for title, times_ns in (
        ("planned → sent", statistics.dispatch_error_ns),
        ("sent → seen", statistics.seen_after_ns),
    ):
        if times_ns:
            lines += [f"{title}, ms:", *_bars(histogram(times_ns))]
    return lines


def report_marker(statistics: PlayStatistics, ended_by: str, at_ns: int) -> Marker:
    """The report as a recording keeps it: a marker whose note is JSON."""
    kept = statistics.as_json() | {"histograms": histograms(statistics), "ended_by": ended_by}
    return Marker(at_ns, REPORT, msgspec.json.encode(kept).decode())


def _bars(counts: list[int]) -> list[str]:
    edges = (0.0, *EDGES_MS)
    names = [f"{low:g} … {high:g}" for low, high in pairwise(edges)] + [f"above {EDGES_MS[-1]:g}"]
    most = max(counts)
    return [
        f"  {name:>10} {'█' * round(_BAR * count / most):{_BAR}} {count}"
        for name, count in zip(names, counts, strict=True)
        if count
    ]
