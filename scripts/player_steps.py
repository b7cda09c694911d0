"""The steps of the player's results: each is one command of osrs-agent, done once."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEMONSTRATIONS = {1: (2, 1.0), 5: (3, 2.5), 15: (6, 3.0), 60: (20, 3.0)}
"""Game minutes, and in how many games of how many minutes they are recorded: up to 15 with a game more, which training
holds out; of the 60 one or more are held out."""
Told = Mapping[str, Any]  # Any: what a command told as JSON
Command = Callable[[Sequence[str]], Told]


@dataclass(frozen=True, slots=True)
class Budget:
    """How much is spent; the defaults are the goals' own.

    Args:
        task: of the sandbox.
        train_minutes: of each training, on one core.
        config: preset of the models.
        episodes: unseen seeds of each evaluation.
        game_minutes: of each of their games.
        live_seeds: games that are played live and in lockstep.
        live_minutes: of each of these, in real time.
    """

    task: str = "woodcutting"
    train_minutes: float = 20.0
    config: str = "small"
    episodes: int = 30
    game_minutes: float = 10.0
    live_seeds: int = 5
    live_minutes: float = 10.0


class Steps:
    """Runs commands once each, and keeps what they told.

    Args:
        built: the folder of what is kept.
        command: runs osrs-agent with some arguments, gives what it told.
        program: digest of its sources; what another one told is not kept.
    """

    def __init__(self, built: Path, command: Command, program: str = "") -> None:
        self._built, self._command, self._program = built, command, program
        self.commands: list[str] = []

    def told(self, name: str, arguments: Sequence[str], makes: Path | None = None) -> Told:
        """What a step tells, now or when it was done before.

        Args:
            name: of the step.
            arguments: of osrs-agent.
            makes: a folder that it writes; what a cut-off step left in it is removed first.
        """
        self.commands.append("osrs-agent " + shlex.join(arguments))
        kept = self._built / f"{name}.json"
        key = [self._program, *arguments]
        if kept.exists() and (known := json.loads(kept.read_text()))["arguments"] == key:
            told: Told = known["told"]
            return told
        if makes is not None and makes.exists():
            shutil.rmtree(makes)
        told = self._command(arguments)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps({"arguments": key, "told": told}, indent=1))
        return told

    def games(self, name: str, task: str, size: tuple[int, float, int], *options: str) -> Path:
        """A folder of games of a task's expert: how many, of how many minutes, from which seed."""
        games, minutes, seed = size
        folder = self._built / name
        numbers = ("--size", str(games), "--minutes", f"{minutes:g}", "--seed", str(seed), "--out", str(folder))
        self.told(name, ("sandbox", "--expert", "--headless", "--task", task, *numbers, *options), folder)
        return folder

    def demonstrations(self, budget: Budget, minutes: int) -> Path:
        """A folder of expert play of so many game minutes."""
        return self.games(f"demonstrations-{minutes}", budget.task, (*DEMONSTRATIONS[minutes], 100))

    def trained(self, budget: Budget, minutes: int, decoder: str = "point_process") -> Path:
        """A run on so many game minutes of demonstration."""
        data, run = self.demonstrations(budget, minutes), self._built / f"run-{decoder}-{minutes}"
        arguments = ["train", str(data), "--run", str(run), "--config", budget.config]
        arguments += ["--minutes", f"{budget.train_minutes:g}"]
        if decoder != "point_process":
            arguments += ["--set", f"decoder.kind={decoder}"]
        self.told(run.name, arguments, run)
        return run

    def path(self, name: str) -> Path:
        """Where a step's folder goes."""
        return self._built / name

    def scored(self, budget: Budget, run: Path) -> Told:
        """How a run plays on unseen seeds: its task's part of `eval --json`."""
        games = ("--episodes", str(budget.episodes), "--minutes", f"{budget.game_minutes:g}")
        told = self.told(
            "-".join(("eval", *run.relative_to(self._built).parts)), ("eval", str(run), "--task", budget.task, *games)
        )
        task: Told = told["tasks"][budget.task]
        return task
