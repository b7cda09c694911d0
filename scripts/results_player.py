"""The player's results part by part: all tasks, pixels, other decoders, minutes of demonstration, live play.

    make results PARTS="tasks observe decoders demonstrations live" PLAYER="--train-minutes 20 --episodes 30"

Each step is one command of osrs-agent; what it told is kept under build/results/player, and a step that is kept is
not done again, unless the program's sources have changed. A training that was cut off starts anew. The page
docs/results/player-parts.md is written from what is there, with the commands.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from matplotlib.figure import Figure
from player_steps import DEMONSTRATIONS, Budget, Steps, Told

from agent.latency import MARGIN_MS
from agent.scores import Interval, mean_interval
from model.revision import source_digest

BUILT = Path("build/results/player")
PAGE, PICTURES = Path("docs/results/player-parts.md"), Path("docs/results/player")
DECODERS = ("point_process", "parallel", "sequential", "attention")
OBSERVED = ("state", "pixels", "both")
FIRST_SEED = 900_000
_HELD_OUT = (
    "Training holds out one game or more to choose its checkpoint by: a game more than 1, 5 and 15 minutes, "
    "one or more of the games of the 60."
)


@dataclass(frozen=True, slots=True)
class Lessons:
    """How a task is learned from an hour of its expert.

    Args:
        games: sets of games of the hour: how many, of how many minutes, from which seed.
        steps: of training on them.
        corrections: games of each of two rounds.
        more_steps: of training in each round.
    """

    games: tuple[tuple[int, float, int], ...]
    steps: int
    corrections: int
    more_steps: int


LESSONS = {
    "woodcutting": Lessons(((20, 3.0, 100),), 2500, 32, 1400),
    "combat": Lessons(((12, 5.0, 100),), 2500, 40, 1600),
    "jewellery": Lessons(((30, 1.0, 100), (10, 3.0, 5100)), 2500, 72, 2400),
}
"""Games of five minutes show combat's chest, many short ones jewellery's bank."""


def tasks(steps: Steps, budget: Budget) -> list[str]:
    """Every task from an hour of its expert, before and after two rounds of corrections."""
    rows = []
    for task, lessons in LESSONS.items():
        of_task = replace(budget, task=task)
        data = [str(steps.games(f"{task}-{n}", task, size)) for n, size in enumerate(lessons.games)]
        run, corrected = steps.path(f"run-{task}"), steps.path(f"corrected-{task}")
        preset = ("--config", budget.config, "--set", f"training.steps={lessons.steps}")
        steps.told(run.name, ("train", *data, "--run", str(run), *preset), run)
        rounds = ("--rounds", "2", "--games", str(lessons.corrections), "--minutes", "60")
        more = ("--set", f"training.steps={lessons.more_steps}", "--out", str(corrected))
        rows.append(_row(f"{task}, demonstrations alone", steps.scored(of_task, run)))
        steps.told(corrected.name, ("correct", str(run), *data, "--task", task, *rounds, *more), corrected)
        rows.append(_row(f"{task}, two rounds of corrections", steps.scored(of_task, corrected / "round-2")))
    return ["## All tasks", "", _games_line(budget), "", *_head("task, player"), *rows]


def observe(steps: Steps, budget: Budget) -> list[str]:
    """What a run sees: the state, pictures, or both, of the same filmed games."""
    data, rows = steps.games("filmed", budget.task, (*DEMONSTRATIONS[60], 100), "--frames"), []
    for seen in OBSERVED:
        run = steps.path(f"run-{seen}")
        how = ("--config", budget.config, "--minutes", f"{budget.train_minutes:g}", "--observe", seen)
        steps.told(run.name, ("train", str(data), "--run", str(run), *how), run)
        rows.append(_row(f"`{seen}`", steps.scored(budget, run)))
    return ["## What a run sees", "", *_budget_lines(budget), "", *_head("`--observe`"), *rows]


def decoders(steps: Steps, budget: Budget) -> list[str]:
    """Other decoders on the same data and budget: the lines of its section."""
    rows = [_row(f"`{name}`", steps.scored(budget, steps.trained(budget, 60, name))) for name in DECODERS]
    return ["## Other decoders", "", *_budget_lines(budget), "", *_head("decoder"), *rows]


def demonstrations(steps: Steps, budget: Budget) -> list[str]:
    """The ratio against minutes of demonstration."""
    rows, points = [], []
    for minutes, (games, each) in DEMONSTRATIONS.items():
        scores = steps.scored(budget, steps.trained(budget, minutes))
        rows.append(_row(f"{minutes} ({games} games of {each:g})", scores))
        points.append((minutes, _as_interval(scores["ratio"])))
    PICTURES.mkdir(parents=True, exist_ok=True)
    draw_demonstrations(points, PICTURES / "demonstrations.png", budget.task)
    picture = "![ratio against minutes of demonstration](player/demonstrations.png)"
    return [
        "## Minutes of demonstration",
        "",
        *_budget_lines(budget),
        "",
        _HELD_OUT,
        "",
        *_head("minutes"),
        *rows,
        "",
        picture,
    ]


def live(steps: Steps, budget: Budget) -> list[str]:
    """Live play in the window against lockstep on the same seeds, the measured latency injected."""
    run = steps.trained(budget, 60)
    seeds = range(FIRST_SEED, FIRST_SEED + budget.live_seeds)
    games = ("--task", budget.task, "--minutes", f"{budget.live_minutes:g}")
    played = [steps.told(f"live-{seed}", ("play", str(run), "--seed", str(seed), *games)) for seed in seeds]
    committed_ms = median(one["committed_ms"]["p50"] for one in played)
    latency_ms = max(0, round(committed_ms) - MARGIN_MS)
    episodes = ("--episodes", str(budget.live_seeds))
    lockstep = steps.told(
        "live-lockstep",
        ("eval", str(run), *games, "--seed", str(FIRST_SEED), *episodes, "--latency-ms", str(latency_ms)),
    )["tasks"][budget.task]["scores"]["agent"]
    scores = [one["score"] / budget.live_minutes for one in played]
    difference = mean_interval([a - b for a, b in zip(scores, lockstep, strict=True)])
    rows = [
        f"| {seed} | {a:.2f} | {b:.2f} | {a - b:+.2f} | {one['decision_ms']['p50']:.0f} | {one['dropped_late']} |"
        for seed, a, b, one in zip(seeds, scores, lockstep, played, strict=True)
    ]
    return [
        "## Live against lockstep",
        "",
        f"{budget.live_seeds} games of {budget.live_minutes:g} minutes of {budget.task}, live in the window, and "
        f"in lockstep with a latency of {latency_ms} ms injected, for which it commits {latency_ms + MARGIN_MS} ms of "
        "each tick: what the live plays committed, in the median. Scores are those of a minute.",
        "",
        "| seed | live | lockstep | difference | decision, median ms | dropped late |",
        "|--:|--:|--:|--:|--:|--:|",
        *rows,
        "",
        f"Mean difference, paired by seed: {difference.mean:+.2f} ({difference.low:+.2f} … {difference.high:+.2f}).",
    ]


PARTS: dict[str, Callable[[Steps, Budget], list[str]]] = {
    "tasks": tasks,
    "observe": observe,
    "decoders": decoders,
    "demonstrations": demonstrations,
    "live": live,
}


def draw_demonstrations(points: Sequence[tuple[int, Interval]], path: Path, task: str) -> None:
    """The curve as a picture."""
    figure = Figure(figsize=(5.0, 3.4), layout="constrained")
    panel = figure.subplots()
    minutes, ratios = [point[0] for point in points], [point[1] for point in points]
    spans = ([r.mean - r.low for r in ratios], [r.high - r.mean for r in ratios])
    panel.errorbar(minutes, [r.mean for r in ratios], yerr=spans, color="#0072B2", marker="o", capsize=3)
    panel.set_xscale("log")
    panel.set_xticks(minutes, [str(each) for each in minutes])
    panel.set_xlabel("minutes of demonstration")
    panel.set_ylabel("agent / expert")
    panel.set_ylim(bottom=0.0)
    panel.set_title(f"{task}: score against demonstration, 95 % intervals", fontsize=9, loc="left")
    panel.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110)


def page(sections: Mapping[str, Sequence[str]], commands: Mapping[str, Sequence[str]]) -> str:
    """The page of the parts that are there, each with its commands."""
    lines = ["# The player, part by part", "", "Written by `make results`; see scripts/results_player.py."]
    for name, section in sections.items():
        unique = dict.fromkeys(commands[name])
        lines += ["", *section, "", *(f"    {command}" for command in unique)]
    return "\n".join(lines) + "\n"


def _budget_lines(budget: Budget) -> list[str]:
    return [
        f"{budget.task}, preset `{budget.config}`, {budget.train_minutes:g} minutes of training each.",
        _games_line(budget),
    ]


def _games_line(budget: Budget) -> str:
    return f"{budget.episodes} unseen seeds of {budget.game_minutes:g} game minutes; 95 % intervals."


def _head(first: str) -> list[str]:
    return [f"| {first} | score per game minute | agent / expert |", "|---|--:|--:|"]


def _row(name: str, scores: Told) -> str:
    return f"| {name} | {_interval(scores['agent'])} | {_interval(scores['ratio'])} |"


def _as_interval(told: Told | None) -> Interval:
    return Interval(0.0, 0.0, 0.0) if told is None else Interval(told["mean"], *told["ci95"])


def _interval(told: Told | None) -> str:
    found = _as_interval(told)
    return f"{found.mean:.2f} ({found.low:.2f} … {found.high:.2f})"


def _osrs_agent(arguments: Sequence[str]) -> Told:
    """Run the command; its text goes to this one's standard error."""
    done = subprocess.run(  # noqa: S603 (ours)
        [Path(sys.executable).parent / "osrs-agent", *arguments, "--json"],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    """Do the parts that are asked for."""
    parser = argparse.ArgumentParser(description="the player's results, part by part")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)} (default: all)")
    for name, default in (("train-minutes", 20.0), ("game-minutes", 10.0), ("live-minutes", 10.0)):
        parser.add_argument(f"--{name}", type=float, default=default)
    for name, count in (("episodes", 30), ("live-seeds", 5)):
        parser.add_argument(f"--{name}", type=int, default=count)
    parser.add_argument("--task", default="woodcutting")
    parser.add_argument("--config", default="small")
    arguments = vars(parser.parse_args())
    parts = arguments.pop("parts") or list(PARTS)
    if unknown := [name for name in parts if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    budget, program = Budget(**arguments), source_digest(packages=("agent", "bridge", "model"))
    sections: dict[str, list[str]] = {}
    commands: dict[str, list[str]] = {}
    for name in parts:
        steps = Steps(BUILT, _osrs_agent, program)
        sections[name], commands[name] = PARTS[name](steps, budget), steps.commands
        kept = BUILT / f"part-{name}.json"
        kept.write_text(json.dumps({"section": sections[name], "commands": commands[name]}))
        print(f"results: {name} is done")  # noqa: T201 (a script)
    for name in PARTS:
        kept = BUILT / f"part-{name}.json"
        if kept.exists():
            known = json.loads(kept.read_text())
            sections[name], commands[name] = known["section"], known["commands"]
    PAGE.write_text(page({name: sections[name] for name in PARTS if name in sections}, commands))
    print(f"results: wrote {PAGE}")  # noqa: T201


if __name__ == "__main__":
    main()
