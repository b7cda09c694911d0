"""The comparison as a table: for programs as plain values, for people as Markdown with ratios to the baseline."""

from __future__ import annotations

from collections.abc import Mapping

from model.compared_models import BASELINE, DEFAULT, MODELS
from model.comparison_goals import GOALS, verdict
from model.comparison_run import ComparedPart, Figures

_PRODUCED = (
    "count_crps",
    "count_w1",
    "empty_share",
    "gap_w1_ms",
    "wait_w1_ms",
    "past_horizon_share",
    "backwards_share",
    "kind_tv",
    "kind_f1",
    "presses_per_100",
    "left_presses_per_100",
    "impossible_share",
)
_PLACES_AND_NATS = (
    "step_w1_px",
    "path_w1_px",
    "end_px_median",
    "end_energy_px",
    "otd_energy",
    "otd_energy_spread",
    "kind_nats_per_action",
    "place_nats_per_action",
    "button_nats_per_action",
    "scroll_nats_per_action",
    "clock_nats_per_window",
    "nats_per_window",
    "pit_ks",
)
_RATIOS = frozenset(
    {
        "count_crps",
        "gap_w1_ms",
        "path_w1_px",
        "otd_energy",
        "otd_energy_spread",
        "kind_nats_per_action",
        "place_nats_per_action",
    }
)
"""Figures whose ratio to the baseline is told."""
_TRUE = {name: f"{name}_true" for name in ("empty_share", "presses_per_100", "left_presses_per_100")}
_FLOOR = {"clock_nats_per_window": "kaplan_meier_nats_per_window"}

_NOTES = f"""
## How to read it

* In brackets: the ratio to `{BASELINE}`, as `model/compared_models.py` lists it first. Definitions: `docs/model.md`.
* `{BASELINE}` is decoded by medians and most likely classes for every figure but the two energy scores, for which it is
  drawn from its heads; `{BASELINE}_drawn` is the same run, drawn for every figure. All others are drawn; the waits of
  `sequential` and `attention` are one number and not drawn.
* `{BASELINE}` is trained once with each of two learning rates, both with the whole budget; the better on sessions that
  training holds out of its own people is judged. Every other model has one run: the baseline gets twice the time.
* Only `{DEFAULT}` (with its options) has a likelihood of time, a clock that starts from the Kaplan-Meier
  estimate (the mixture clock does not), the loss of foreseeing the next press (here without effect: imported logs
  name no targets), and kinds and buttons masked by what is held. They are part of that model, not of the encoder or
  the training.
* `-`: not defined. "truth": what people did; in the clock's column the Kaplan-Meier estimate, which knows no context.
"""


def table_values(parts: Mapping[str, ComparedPart]) -> dict[str, object]:
    """The table for JSON: figures of each model on both splits; null where a figure is not defined for it."""
    models = {
        name: {
            "seen": part.seen,
            "unseen": part.unseen,
            "seconds": round(part.seconds, 1),
            "steps": part.steps,
            "parameters": part.parameters,
            "learning_rate": part.learning_rate,
            "held_out": part.held_out,
        }
        for name, part in parts.items()
    }
    return {"models": models}


def table_markdown(parts: Mapping[str, ComparedPart]) -> str:
    """The table for people, in brackets the ratio to the baseline where that was compared too."""
    lines = ["# Comparison", "", *_budget_lines(parts), *_goal_lines(parts)]
    seen = {name: part.seen for name, part in parts.items()}
    unseen = {name: part.unseen for name, part in parts.items()}
    for title, figures in (("Seen people, unseen sessions", seen), ("Unseen people", unseen)):
        lines += ["", f"## {title}", "", *_split_lines(figures, _PRODUCED)]
        lines += ["", *_split_lines(figures, _PLACES_AND_NATS)]
    lines += _option_lines(parts)
    return "\n".join(lines) + "\n" + _NOTES


def _budget_lines(parts: Mapping[str, ComparedPart]) -> list[str]:
    def cells(name: str, part: ComparedPart) -> str:
        rates = ", ".join(f"{rate}: {loss:.4g}" for rate, loss in part.held_out.items())
        return (
            f"| {name} | {part.parameters:,} | {part.seconds:.0f} | {part.steps:,} | {part.learning_rate:g} | {rates} |"
        )

    return [
        "| model | parameters | seconds | steps | learning rate | held-out loss by learning rate |",
        "|---|--:|--:|--:|--:|---|",
        *(cells(name, part) for name, part in parts.items()),
    ]


def _goal_lines(parts: Mapping[str, ComparedPart]) -> list[str]:
    if BASELINE not in parts or DEFAULT not in parts:
        return []
    own, baseline = parts[DEFAULT], parts[BASELINE]
    lines = ["", f"## Goals of `{DEFAULT}`", "", "| | seen people | unseen people |", "|---|---|---|"]
    for goal in GOALS:
        seen = verdict(goal, "seen", own.seen, baseline.seen)
        lines.append(f"| {goal.what} | {seen} | {verdict(goal, 'unseen', own.unseen, baseline.unseen)} |")
    return lines


def _option_lines(parts: Mapping[str, ComparedPart]) -> list[str]:
    """What each option changes: its row's figures over those of the row that it is an option of."""
    pairs = [(name, MODELS[name].option_of) for name in parts if MODELS[name].option_of in parts]
    if not pairs:
        return []
    head = " | ".join(_OPTION_FIGURES)
    lines = ["", "## Options, as ratios to the model without", "", "Seen / unseen; below 1 the option helps.", ""]
    lines += [f"| option | of | {head} |", f"|---|---|{'--:|' * len(_OPTION_FIGURES)}"]
    for name, base in pairs:
        assert base is not None
        cells = " | ".join(_option_cell(figure, parts[name], parts[base]) for figure in _OPTION_FIGURES)
        lines.append(f"| {name} | {base} | {cells} |")
    return lines


_OPTION_FIGURES = (
    "count_crps",
    "gap_w1_ms",
    "path_w1_px",
    "otd_energy_spread",
    "kind_nats_per_action",
    "place_nats_per_action",
    "clock_nats_per_window",
)


def _option_cell(figure: str, own: ComparedPart, base: ComparedPart) -> str:
    def ratio(value: float | None, other: float | None) -> str:
        return "-" if value is None or not other else f"{value / other:.2f}"

    seen = ratio(own.seen.get(figure), base.seen.get(figure))
    return f"{seen} / {ratio(own.unseen.get(figure), base.unseen.get(figure))}"


def _split_lines(figures: Mapping[str, Figures], shown: tuple[str, ...]) -> list[str]:
    baseline = figures.get(BASELINE, {})
    lines = [f"| model | {' | '.join(shown)} |", f"|---|{'--:|' * len(shown)}"]
    first = next(iter(figures.values()), {})
    truth = (first.get((_TRUE | _FLOOR).get(name, "")) for name in shown)
    lines.append(f"| truth | {' | '.join('' if value is None else f'{value:.4g}' for value in truth)} |")
    for name, own in figures.items():
        cells = (_cell(each, own.get(each), baseline.get(each)) for each in shown)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def _cell(name: str, value: float | None, baseline: float | None) -> str:
    if value is None:
        return "-"
    if name not in _RATIOS or not baseline:
        return f"{value:.4g}"
    return f"{value:.4g} ({value / baseline:.2f})"
