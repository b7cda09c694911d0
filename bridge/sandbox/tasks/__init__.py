"""What there is to do in the sandbox: one file a task, with its scripted expert."""

from __future__ import annotations

from bridge.errors import BridgeError
from bridge.sandbox.tasks.combat import COMBAT
from bridge.sandbox.tasks.jewellery import JEWELLERY
from bridge.sandbox.tasks.task import ScriptedPlayer, Task
from bridge.sandbox.tasks.woodcutting import WOODCUTTING

__all__ = ["TASKS", "ScriptedPlayer", "Task", "task_named"]

TASKS = (WOODCUTTING, COMBAT, JEWELLERY)
TASK_NAMES = tuple(task.name for task in TASKS)
DEFAULT_TASK = WOODCUTTING.name


def task_named(name: str) -> Task:
    """The task of a name.

    Raises:
        BridgeError: there is none.
    """
    for task in TASKS:
        if task.name == name:
            return task
    raise BridgeError(f"no task is called {name!r}, known are {', '.join(TASK_NAMES)}")
