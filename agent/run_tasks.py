"""Which of the sandbox's tasks a run plays where it is told nothing: what it was trained on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from agent.console import Reporter
from bridge.sandbox.tasks import DEFAULT_TASK, TASK_NAMES
from model.errors import CheckpointError
from model.run_record import read_record


def task_to_play(run: Path, asked: str | None, reporter: Reporter) -> str:
    """The task that was asked for, else the one that the run was trained on most.

    Says so where the run was trained on others only.
    """
    trained = trained_tasks(run)
    task = asked or (trained[0] if trained else DEFAULT_TASK)
    if trained and task not in trained:
        reporter.say(f"{run} was trained on {', '.join(trained)}, not on {task}")
    return task


def trained_tasks(run: Path) -> tuple[str, ...]:
    """The sandbox's tasks that a run was trained on, the one with the most windows first; none where nobody knows."""
    try:
        sessions = read_record(run).last.sessions
    except CheckpointError:
        return ()  # a checkpoint that was copied by itself
    windows = Counter[str]()
    for session in sessions:
        if session.task in TASK_NAMES and not session.is_held_out:
            windows[session.task] += session.windows
    return tuple(task for task, _ in windows.most_common())
