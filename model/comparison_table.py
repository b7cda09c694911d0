"""The comparison as a table: for programs as plain values, for people as Markdown with ratios to the baseline."""

from __future__ import annotations

from collections.abc import Mapping

from model.compared_models import BASELINE
from model.comparison_run import ComparedPart, Figures

_SHOWN = (
    "count_crps",
    "count_w1",
    "empty_share",
    "empty_share_true",
    "past_horizon_share",
    "gap_w1_ms",
    "kind_tv",
    "presses_per_100",
    "presses_per_100_true",
    "impossible_share",
    "step_w1_px",
    "path_w1_px",
    "otd_energy",
    "clock_nats_per_window",
    "kaplan_meier_nats_per_window",
    "pit_ks",
    "kind_nats_per_action",
    "place_nats_per_action",
)
_COMPARED = frozenset(
    {"count_crps", "gap_w1_ms", "path_w1_px", "otd_energy", "kind_nats_per_action", "place_nats_per_action"}
)
"""Figures whose ratio to the baseline is told."""


def table_values(parts: Mapping[str, ComparedPart]) -> dict[str, object]:
    """The table for JSON: figures of each model on both splits; null where a figure is not defined for it."""
    models = {
        name: {
            "seen": part.seen,
            "unseen": part.unseen,
            "seconds": round(part.seconds, 1),
            "steps": part.steps,
            "parameters": part.parameters,
        }
        for name, part in parts.items()
    }
    return {"models": models}


def table_markdown(parts: Mapping[str, ComparedPart]) -> str:
    """The table for people, in brackets the ratio to the baseline where that was compared too."""
    lines = [
        "# Comparison",
        "",
        "| model | parameters | seconds | steps |",
        "|---|--:|--:|--:|",
        *(f"| {name} | {part.parameters:,} | {part.seconds:.0f} | {part.steps:,} |" for name, part in parts.items()),
    ]
    seen = {name: part.seen for name, part in parts.items()}
    unseen = {name: part.unseen for name, part in parts.items()}
    for title, figures in (("Seen people, unseen sessions", seen), ("Unseen people", unseen)):
        lines += ["", f"## {title}", "", *_split_lines(figures)]
    return "\n".join(lines) + "\n"


def _split_lines(figures: Mapping[str, Figures]) -> list[str]:
    baseline = figures.get(BASELINE, {})
    lines = [f"| figure | {' | '.join(figures)} |", f"|---|{'--:|' * len(figures)}"]
    for shown in _SHOWN:
        cells = (_cell(shown, own.get(shown), baseline.get(shown)) for own in figures.values())
        lines.append(f"| {shown} | {' | '.join(cells)} |")
    return lines


def _cell(name: str, value: float | None, baseline: float | None) -> str:
    if value is None:
        return "-"
    if name not in _COMPARED or not baseline:
        return f"{value:.4g}"
    return f"{value:.4g} ({value / baseline:.2f})"
