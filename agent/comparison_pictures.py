"""The pictures of a comparison, as PNG files: each model beside what people did.

Colours are those of Okabe and Ito (2008), which also the colour-blind tell apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.compared_models import MODELS
from model.comparison_curves import PIT_BINS, Curves, PathExample
from model.comparison_run import ComparedPart, Figures

Parts = Mapping[str, ComparedPart]

_BLUE, _ORANGE, _GREY, _INK = "#0072B2", "#D55E00", "#B8B8B8", "#222222"
_COLUMNS = 3
_MOST_ACTIONS, _MOST_GAP_MS, _GAP_BIN_MS = 40, 200, 4
_MOST_PATH_ROWS = 6
_DPI, _SMALL_DPI = 110, 72


def draw_pictures(parts: Parts, folder: Path) -> tuple[Path, ...]:
    """Write the pictures into a folder that is there; the files written.

    Args:
        parts: of at least one model; options of another model are left out of the distributions.
        folder: gets lengths.png, waits.png, calibration.png, paths.png and likelihood.png.
    """
    main = {name: part for name, part in parts.items() if MODELS[name].option_of is None} or dict(parts)
    pictures = {
        "lengths": _distributions(
            main, f"actions in a window ({_MOST_ACTIONS}: or more)", "share of windows", _lengths
        ),
        "waits": _distributions(main, "wait between two actions (ms)", "share of waits", _waits),
        "calibration": _calibration(parts),
        "paths": _paths(main),
        "likelihood": _likelihood(parts),
    }
    written = []
    for name, figure in pictures.items():
        written.append(folder / f"{name}.png")
        figure.savefig(written[-1], dpi=_SMALL_DPI if name == "paths" else _DPI)
    return tuple(written)


def _distributions(parts: Parts, x: str, y: str, draw: Callable[[Axes, Curves], None]) -> Figure:
    """A panel for each model: people as a grey area, the model as a line; unseen people."""
    rows = -(-len(parts) // _COLUMNS)
    figure = Figure(figsize=(3.6 * _COLUMNS, 0.9 + 2.2 * rows), layout="constrained")
    panels = figure.subplots(rows, _COLUMNS, sharex=True, sharey=True, squeeze=False)
    for panel, (name, part) in zip(panels.flat, parts.items(), strict=False):
        draw(panel, part.unseen_curves)
        _plain(panel, name)
    for panel in panels.flat[len(parts) :]:
        panel.set_axis_off()
    figure.supxlabel(x, fontsize=9)
    figure.supylabel(y, fontsize=9)
    _legend(figure, panels.flat[0], "unseen people: what they did and what each model makes of the same windows")
    return figure


def _lengths(panel: Axes, curves: Curves) -> None:
    counts = np.arange(_MOST_ACTIONS + 1)
    panel.fill_between(counts, _up_to(curves.counts_true, _MOST_ACTIONS), step="mid", color=_GREY, label="people")
    panel.step(counts, _up_to(curves.counts, _MOST_ACTIONS), where="mid", color=_BLUE, label="model")
    panel.set_yscale("symlog", linthresh=1e-3)
    panel.set_ylim(0.0, 1.0)


def _waits(panel: Axes, curves: Curves) -> None:
    starts = np.arange(0, _MOST_GAP_MS, _GAP_BIN_MS)
    true, drawn = (_binned(gaps) for gaps in (curves.gaps_true, curves.gaps))
    panel.fill_between(starts, true, step="post", color=_GREY, label="people")
    panel.step(starts, drawn, where="post", color=_BLUE, label="model")
    panel.set_yscale("symlog", linthresh=1e-3)
    panel.set_ylim(0.0, 1.0)


def _up_to(shares: list[float], most: int) -> list[float]:
    """Shares 0..most, the last with all that lies beyond."""
    return [*shares[:most], sum(shares[most:])]


def _binned(gaps: list[float]) -> list[float]:
    return [sum(gaps[start : start + _GAP_BIN_MS]) for start in range(0, _MOST_GAP_MS, _GAP_BIN_MS)]


def _calibration(parts: Parts) -> Figure:
    """The PIT of every clock on both splits; flat where the clock's probabilities are true."""
    clocks = {name: part for name, part in parts.items() if part.seen_curves.pit is not None}
    figure = Figure(figsize=(3.6 * max(len(clocks), 2), 3.2), layout="constrained")
    if not clocks:
        figure.text(0.5, 0.5, "none of these models has a clock", ha="center")
        return figure
    panels = figure.subplots(1, len(clocks), sharey=True, squeeze=False)
    edges = np.linspace(0.0, 1.0, PIT_BINS + 1)
    for panel, (name, part) in zip(panels.flat, clocks.items(), strict=True):
        for label, curves, colour, line in (
            ("seen people", part.seen_curves, _BLUE, "-"),
            ("unseen people", part.unseen_curves, _ORANGE, "--"),
        ):
            panel.stairs(
                PIT_BINS * np.array(curves.pit), edges, color=colour, linestyle=line, linewidth=1.6, label=label
            )
        panel.axhline(1.0, color=_INK, linewidth=0.8, label="calibrated")
        panel.set_ylim(0.0, 2.0)
        _plain(panel, name)
    figure.supxlabel("probability integral transform of the waits", fontsize=9)
    figure.supylabel("density", fontsize=9)
    _legend(figure, panels.flat[0], "reliability of the clocks")
    return figure


def _paths(parts: Parts) -> Figure:
    """The same windows of unseen people for every model: the true way and up to three draws."""
    mended = {name: part for name, part in parts.items() if not name.endswith("as_written")}
    shown = dict(list((mended or parts).items())[-_MOST_PATH_ROWS:])
    columns = max(len(part.unseen_curves.paths) for part in shown.values())
    figure = Figure(figsize=(2.0 * max(columns, 2), 0.7 + 1.9 * len(shown)), layout="constrained")
    panels = figure.subplots(len(shown), max(columns, 1), squeeze=False)
    for row, (name, part) in zip(panels, shown.items(), strict=True):
        for panel, example in zip(row, part.unseen_curves.paths, strict=False):
            _draw_paths(panel, example)
        for panel in row:
            panel.set_xticks([])
            panel.set_yticks([])
        row[0].set_ylabel(name.replace("_", "\n"), fontsize=8)
    _legend(
        figure,
        panels.flat[0],
        "the pointer's way through 600 ms, from the dot; each frame is 1.6 times as wide as the true way",
    )
    return figure


def _draw_paths(panel: Axes, example: PathExample) -> None:
    true = np.array(example.true)
    for number, draw in enumerate(example.draws):
        places = np.array(draw)
        panel.plot(
            *places.T, color=_BLUE, linewidth=0.9, alpha=0.75, marker=".", markersize=2, label="" if number else "draws"
        )
    panel.plot(*true.T, color=_INK, linewidth=1.5, label="person")
    panel.plot(*true[0], "o", color=_INK, markersize=4)
    middle, reach = (true.min(axis=0) + true.max(axis=0)) / 2, 0.8 * max(np.ptp(true, axis=0).max(), 20.0)
    panel.set_xlim(middle[0] - reach, middle[0] + reach)
    panel.set_ylim(middle[1] + reach, middle[1] - reach)
    panel.set_aspect("equal")


_NATS = {
    "kind_nats_per_action": "kind, nats an action",
    "place_nats_per_action": "place, nats an action",
    "clock_nats_per_window": "clock, nats a window (dotted: Kaplan-Meier)",
}


def _likelihood(parts: Parts) -> Figure:
    """Nats by part for every model on both splits; fewer are better."""
    figure = Figure(figsize=(11.0, 1.2 + 0.42 * len(parts)), layout="constrained")
    panels = figure.subplots(1, len(_NATS), sharey=True)
    names, rows = list(parts), np.arange(len(parts))
    for panel, (key, title) in zip(panels, _NATS.items(), strict=True):
        for label, of, colour, shift in (
            ("seen people", "seen", _BLUE, -0.2),
            ("unseen people", "unseen", _ORANGE, 0.2),
        ):
            figures: list[Figures] = [getattr(part, of) for part in parts.values()]
            values = [figure_of.get(key) or np.nan for figure_of in figures]
            panel.barh(rows + shift, values, height=0.38, color=colour, label=label)
            floor = figures[0].get("kaplan_meier_nats_per_window") if key.startswith("clock") else None
            if floor is not None:
                panel.axvline(floor, color=colour, linestyle=":", linewidth=1.4)
        panel.set_xlim(left=0.0)
        _plain(panel, title)
    panels[0].set_yticks(rows, names, fontsize=8)
    panels[0].invert_yaxis()
    _legend(
        figure,
        panels[0],
        "negative log-likelihood of what people did; where there is no bar the model has no such likelihood",
    )
    return figure


def _plain(panel: Axes, title: str) -> None:
    panel.set_title(title, fontsize=9)
    panel.tick_params(labelsize=8)
    panel.spines[["top", "right"]].set_visible(False)


def _legend(figure: Figure, panel: Axes, title: str) -> None:
    handles, labels = panel.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper right", ncols=len(labels), fontsize=8, frameon=False)
    figure.suptitle(title, x=0.01, ha="left", fontsize=10)
