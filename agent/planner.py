"""Who decides, and deciding beside the loop: one thread that turns the newest history into a plan."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from types import TracebackType
from typing import Self

from agent.mailbox import Mailbox
from agent.plan import Plan
from model.history import History

Planner = Callable[[History], Plan]
"""Whoever plays: a model, a scripted expert or nobody."""


class PlannerThread:
    """Runs a planner on its own thread; a history that was not begun is replaced by a newer one.

    Args:
        planner: decides on a history.
        on_plan: called on the thread with each plan.
        on_error: called on the thread with what the planner raised; the thread then ends.
    """

    def __init__(
        self, planner: Planner, on_plan: Callable[[Plan], None], on_error: Callable[[Exception], None]
    ) -> None:
        self._planner = planner
        self._on_plan = on_plan
        self._on_error = on_error
        self._mailbox: Mailbox[History] = Mailbox()
        self._thread = Thread(target=self._run, name="planner", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._mailbox.close()
        self._thread.join()

    def decide(self, history: History) -> None:
        """Ask for a plan; returns at once."""
        self._mailbox.put(history)

    def _run(self) -> None:
        while (history := self._mailbox.take()) is not None:
            try:
                plan = self._planner(history)
            except Exception as error:
                self._on_error(error)
                return
            self._on_plan(plan)
