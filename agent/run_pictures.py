"""The curves of a run as a picture in its directory."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.run_curves import CurvePoint, read_curves
from model.whole_files import replace_file

PICTURE = "curves.png"
_BLUE, _ORANGE, _INK = "#0072B2", "#D55E00", "#222222"
_PARTS = {
    "total": "loss, nats an action and window",
    "clock_nats_per_window": "clock, nats a window (dotted: Kaplan-Meier)",
    "kind_nats_per_action": "kind, nats an action",
    "place_nats_per_action": "place, nats an action",
}


def draw_curves(run: Path) -> Path | None:
    """Write the picture anew; None where the run has not been judged yet.

    Raises:
        CheckpointError: the curves are damaged.
        OSError: the picture cannot be written.
    """
    points = read_curves(run)
    if not points:
        return None
    shown = {name: title for name, title in _PARTS.items() if name in points[-1].held_out}
    figure = Figure(figsize=(3.4 * len(shown), 3.0), layout="constrained")
    panels = figure.subplots(1, len(shown), squeeze=False)[0]
    for panel, (name, title) in zip(panels, shown.items(), strict=True):
        _draw(panel, points, name)
        panel.set_title(title, fontsize=9)
    figure.supxlabel("steps", fontsize=9)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper right", ncols=len(labels), fontsize=8, frameon=False)
    figure.suptitle(run.name, x=0.01, ha="left", fontsize=10)
    picture = BytesIO()
    figure.savefig(picture, format="png", dpi=110)
    replace_file(run / PICTURE, picture.getvalue())
    return run / PICTURE


def _draw(panel: Axes, points: tuple[CurvePoint, ...], name: str) -> None:
    trained = [(point.step, point.train[name]) for point in points if name in point.train]
    panel.plot(*zip(*trained, strict=True), color=_ORANGE, linewidth=1.0, label="training")
    judged = [(point.step, point.held_out[name]) for point in points]
    panel.plot(*zip(*judged, strict=True), color=_BLUE, linewidth=1.6, marker=".", label="held out (averaged weights)")
    floor = points[-1].held_out.get("kaplan_meier_nats_per_window")
    if name.startswith("clock") and floor is not None:
        panel.axhline(floor, color=_INK, linestyle=":", linewidth=1.0)
    panel.tick_params(labelsize=8)
    panel.spines[["top", "right"]].set_visible(False)
