"""Coverage against success: how a run plays if it does nothing where the present is strange to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec
from matplotlib.figure import Figure

from agent.closed_loop import play_agent, scores_of
from agent.episodes import Episode
from agent.scores import Interval, mean_interval
from model.whole_files import replace_file
from model.workers import Workers

TABLE, PICTURE = "abstention.json", "abstention.png"
THRESHOLDS = (0.999, 0.99, 0.95, 0.9, 0.75, 0.5)
"""Shares of held-out windows: what is stranger than so many of them is let be."""
_BLUE, _INK = "#0072B2", "#222222"


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """The same games at one threshold.

    Args:
        abstain_above: the threshold; None: it always acts.
        coverage: share of ticks on which it acted.
        score: a game minute.
        difference: of the score to the same games without a threshold, paired by seed.
    """

    abstain_above: float | None
    coverage: Interval
    score: Interval
    difference: Interval

    def as_json(self) -> dict[str, object]:
        """A point of `eval --abstention-curve --json`."""
        intervals = {name: getattr(self, name).as_json() for name in ("coverage", "score", "difference")}
        return {"abstain_above": self.abstain_above, **intervals}


def abstention_curve(
    run: Path,
    task_name: str,
    without: Sequence[Episode],
    device: str,
    workers: Workers,
    on_game: Callable[[float, Episode], None] | None = None,
    latency_ms: int = 0,
) -> tuple[CoveragePoint, ...]:
    """Play the same games at each threshold.

    Args:
        run: a run directory; its best checkpoint plays.
        task_name: a task of the sandbox.
        without: the games without a threshold; their seeds and minutes are played again.
        device: where the model runs.
        workers: play the games.
        on_game: called with the threshold after each game.
        latency_ms: of `without`.

    Raises:
        CheckpointError: the run cannot be loaded, or does not know what it is familiar with.
    """
    seeds, minutes = [episode.seed for episode in without], without[0].minutes
    points = [_point(None, without, without)]
    for threshold in THRESHOLDS:
        games = []
        for episode in workers.map(
            partial(play_agent, run.resolve(), device, latency_ms, threshold, task_name, minutes), seeds
        ):
            if on_game is not None:
                on_game(threshold, episode)
            games.append(episode)
        points.append(_point(threshold, games, without))
    return tuple(points)


def keep_curve(run: Path, task_name: str, points: Sequence[CoveragePoint]) -> Path:
    """Write table and picture into the run's directory; gives the picture."""
    told = {"task": task_name, "points": [point.as_json() for point in points]}
    replace_file(run / TABLE, msgspec.json.format(msgspec.json.encode(told), indent=1))
    figure = Figure(figsize=(5.0, 3.4), layout="constrained")
    panel = figure.subplots()
    coverage = [100.0 * point.coverage.mean for point in points]
    scores = [point.score for point in points]
    means = [score.mean for score in scores]
    spans = ([s.mean - s.low for s in scores], [s.high - s.mean for s in scores])
    panel.errorbar(coverage, means, yerr=spans, color=_BLUE, marker="o", markersize=4, linewidth=1.2, capsize=2)
    for x, y, point in zip(coverage, means, points, strict=True):
        name = "always acts" if point.abstain_above is None else f"{point.abstain_above:g}"
        panel.annotate(name, (x, y), textcoords="offset points", xytext=(4, 5), fontsize=7, color=_INK)
    panel.set_xlabel("coverage: ticks on which it acts, %")
    panel.set_ylabel("score per game minute")
    panel.set_title(f"{task_name}: coverage against success, 95 % intervals", fontsize=9, loc="left")
    panel.spines[["top", "right"]].set_visible(False)
    figure.savefig(run / PICTURE, dpi=110)
    return run / PICTURE


CURVE_HEADER = ("stranger than", "coverage", "score", "95 % interval", "difference", "95 % interval of it")


def curve_rows(points: Sequence[CoveragePoint]) -> list[tuple[str, ...]]:
    """A table's rows for people."""
    return [
        (
            "always acts" if point.abstain_above is None else f"{100 * point.abstain_above:g} %",
            f"{100 * point.coverage.mean:.1f} %",
            f"{point.score.mean:.2f}",
            f"{point.score.low:.2f} … {point.score.high:.2f}",
            f"{point.difference.mean:+.2f}",
            f"{point.difference.low:+.2f} … {point.difference.high:+.2f}",
        )
        for point in points
    ]


def _point(threshold: float | None, games: Sequence[Episode], without: Sequence[Episode]) -> CoveragePoint:
    covered = [1.0 - game.statistics.abstained / max(game.statistics.ticks, 1) for game in games]
    scores = scores_of(games)
    differences = [score - before for score, before in zip(scores, scores_of(without), strict=True)]
    return CoveragePoint(threshold, mean_interval(covered), mean_interval(scores), mean_interval(differences))
