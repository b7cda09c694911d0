"""Data larger than memory: sessions are open a chapter at a time, each with every kind of play in its due share.

A kind is a pair of task and author. Each kind's sessions are gone through again and again, shuffled anew each time; a
chapter takes from each as many windows as its share asks. What a chapter holds is a function of the seed and its
number alone, so that a resumed run goes on exactly.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from model.config import TrainingConfig
from model.dataset import WindowDataset, dataset_of
from model.goals import next_presses
from model.order import WindowOrder
from model.shard import ShardLabel, open_shard
from model.splits import Labelled
from model.vocabulary import Vocabulary
from model.windows import Floats, Ints

_CORRECTED = "agent"
_CHAPTERS = 3
"""Stream of randomness under the configured seed."""

Choose = Callable[[WindowDataset], WindowDataset]
"""Some of the windows of a dataset, or other weights for them."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Open sessions with what training needs of them.

    Args:
        data: their windows.
        presses: see `model.goals.next_presses`.
        order: of the windows.
        first_step: the chapter's first step.
    """

    data: WindowDataset
    presses: Floats
    order: WindowOrder
    first_step: int

    def windows_of_step(self, step: int) -> Ints:
        """The windows of a step of this chapter."""
        return self.order.of_step(step - self.first_step)


class Contents:
    """Which sessions each chapter holds.

    Args:
        sessions: at least one.
        training: the size of a chapter, the evenness, the batch and the seed.
        pictures: whether the windows hold what was on the screen.
    """

    def __init__(self, sessions: Sequence[Labelled], training: TrainingConfig, *, pictures: bool = False) -> None:
        self._sessions, self._training, self._pictures = sessions, training, pictures
        self._windows: Ints = np.array([session.label.windows for session in sessions], np.int64)
        self._kinds = _kinds([session.label for session in sessions])
        totals = [int(self._windows[members].sum()) for members in self._kinds]
        self.frequencies: npt.NDArray[np.float64] = np.ones(len(sessions))
        """How often a window of each session is drawn beside those of the others."""
        for members, total in zip(self._kinds, totals, strict=True):
            self.frequencies[members] = max(total, 1) ** -training.evenness
        drawn = self._windows * self.frequencies
        self._shares = [float(drawn[members].sum() / drawn.sum()) for members in self._kinds]

    @property
    def is_one(self) -> bool:
        """Whether all sessions fit into one chapter, which then has no end."""
        return int(self._windows.sum()) <= self._training.chapter

    @property
    def steps(self) -> int:
        """Of each chapter, where there are several."""
        return max(1, self._training.chapter // self._training.batch)

    def open(self, number: int, vocabulary: Vocabulary) -> WindowDataset:
        """The windows of a chapter.

        Raises:
            DataError: a session of it cannot be used.
        """
        members = self.of_chapter(number)
        often = self.frequencies[members]
        shards = [open_shard(self._sessions[member].path) for member in members]
        return dataset_of(shards, vocabulary, (often / often.max()).tolist(), pictures=self._pictures)

    def of_chapter(self, number: int) -> list[int]:
        """The sessions of a chapter by their place, in order."""
        if self.is_one:
            return list(range(len(self._sessions)))
        chosen: set[int] = set()
        for kind, share in enumerate(self._shares):
            most = share * self._training.chapter
            chosen.update(self._stretch(kind, number * most, (number + 1) * most))
        return sorted(chosen)

    def _stretch(self, kind: int, start: float, end: float) -> Iterator[int]:
        """The sessions of a kind between two places on its endless line of windows, once each where it is short."""
        members = self._kinds[kind]
        total = float(self._windows[members].sum())
        for cycle in range(int(start // total), int(end // total) + 1):
            generator = np.random.default_rng((self._training.seed, _CHAPTERS, kind, cycle))
            shuffled = generator.permutation(members)
            ends = cycle * total + np.cumsum(self._windows[shuffled])
            starts = ends - self._windows[shuffled]
            yield from shuffled[(starts < end) & (ends > start)].tolist()
            if end - start >= total:
                return  # all of them are in it already


def _kinds(labels: Sequence[ShardLabel]) -> list[Ints]:
    """The sessions of each kind by their place.

    In an agent's sessions only corrections are learned from: they count as play of those who showed the task.
    """
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    for label in labels:
        if label.author != _CORRECTED:
            shown[label.task][label.author] += label.windows
    kinds: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, label in enumerate(labels):
        teachers = shown[label.task]
        is_shown = label.author != _CORRECTED or not teachers
        kinds[label.task, label.author if is_shown else max(teachers, key=teachers.__getitem__)].append(index)
    return [np.array(members) for _, members in sorted(kinds.items())]


class Chapters:
    """The chapters in turn; while one is trained on, the next is opened on a thread. `with` ends it.

    Args:
        contents: which sessions each chapter holds.
        vocabulary: numbers the names in the state features.
        training: the batch, its neighbours and the seed.
        choose: which windows of a chapter count, and how much.
    """

    def __init__(self, contents: Contents, vocabulary: Vocabulary, training: TrainingConfig, choose: Choose) -> None:
        self._contents, self._vocabulary = contents, vocabulary
        self._training, self._choose = training, choose
        self._open: dict[int, Future[Chapter]] = {}
        self._lock = Lock()
        self._opener = ThreadPoolExecutor(1, thread_name_prefix="chapters")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opener.shutdown(cancel_futures=True)

    def at_step(self, step: int) -> Chapter:
        """The chapter of a step; called on any thread.

        Raises:
            DataError: a session of it cannot be used.
        """
        number = 0 if self._contents.is_one else step // self._contents.steps
        with self._lock:
            chapter = self._opened(number)
            if not self._contents.is_one:
                self._opened(number + 1)
            for old in [other for other in self._open if other < number - 1]:
                del self._open[old]
        return chapter.result()

    def _opened(self, number: int) -> Future[Chapter]:
        if number not in self._open:
            self._open[number] = self._opener.submit(self._read, number)
        return self._open[number]

    def _read(self, number: int) -> Chapter:
        data = self._choose(self._contents.open(number, self._vocabulary))
        order = WindowOrder(data.frequencies, self._training)
        return Chapter(data, next_presses(data), order, number * self._contents.steps)
