from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import pytest

from model.chapters import Chapters, Contents
from model.config import TrainingConfig
from model.shard import ShardLabel, label_of
from model.vocabulary import Vocabulary
from tests.model.sessions import cut, shard_of

CUT = cut([], 0, 600)


@dataclass(frozen=True)
class Session:
    path: Path
    label: ShardLabel


def session(name: str, windows: int, task: str = "woodcutting", author: str = "expert") -> Session:
    label = label_of(CUT, name, name, "", task, author)
    return Session(Path(name), msgspec.structs.replace(label, windows=windows))


def test_what_fits_is_one_chapter_without_end() -> None:
    contents = Contents([session("a", 10), session("b", 20)], TrainingConfig(chapter=30))
    assert contents.is_one
    assert contents.of_chapter(0) == [0, 1]


def test_chapters_go_through_every_session_before_any_comes_again() -> None:
    sessions = [session(str(number), 100) for number in range(40)]
    contents = Contents(sessions, TrainingConfig(chapter=1000, batch=10))
    assert contents.steps == 100
    seen = Counter(member for number in range(4) for member in contents.of_chapter(number))
    assert set(seen) == set(range(40))
    assert sorted(contents.of_chapter(0)) != sorted(contents.of_chapter(4))


def test_a_chapter_is_a_function_of_the_seed_and_its_number() -> None:
    sessions = [session(str(number), 100) for number in range(40)]
    first, again, other = (
        Contents(sessions, TrainingConfig(chapter=1000, seed=seed)).of_chapter(7) for seed in (0, 0, 1)
    )
    assert first == again != other


def test_every_chapter_holds_every_kind_of_play_in_its_share() -> None:
    sessions = [session(f"a{n}", 100) for n in range(60)] + [session(f"b{n}", 100, author="person") for n in range(12)]
    contents = Contents(sessions, TrainingConfig(chapter=2000, evenness=1.0))
    for number in range(10):
        members = contents.of_chapter(number)
        assert sum(member < 60 for member in members) in (10, 11)
        assert sum(member >= 60 for member in members) in range(7, 13)


def test_a_kind_of_few_windows_is_in_every_chapter() -> None:
    sessions = [session(f"a{n}", 100) for n in range(60)] + [session("rare", 10, task="combat")]
    contents = Contents(sessions, TrainingConfig(chapter=2000))
    assert all(60 in contents.of_chapter(number) for number in range(5))


@pytest.mark.parametrize(("evenness", "expected"), [(0.0, 1.0), (0.5, 3.0), (1.0, 9.0)])
def test_evenness_says_how_much_more_often_rare_play_is_drawn(evenness: float, expected: float) -> None:
    sessions = [session("a", 900), session("b", 100, author="person")]
    frequencies = Contents(sessions, TrainingConfig(evenness=evenness)).frequencies
    assert frequencies[1] / frequencies[0] == pytest.approx(expected)


def test_corrections_count_as_play_of_those_who_showed_the_task() -> None:
    sessions = [session("a", 900), session("b", 100, author="agent"), session("c", 300, author="person")]
    frequencies = Contents(sessions, TrainingConfig()).frequencies
    assert frequencies[0] == frequencies[1] == pytest.approx(0.3 * frequencies[2])


def shards(folder: Path, count: int) -> list[Session]:
    ticks = range(0, 600 * 41, 600)
    return [
        Session(one.path, one.label)
        for one in (shard_of(cut([], *ticks), folder, f"s{number}") for number in range(count))
    ]


def test_the_chapter_of_a_step_is_open_and_the_others_are_not_kept(tmp_path: Path) -> None:
    training = TrainingConfig(chapter=80, batch=8, neighbours=4)
    contents = Contents(shards(tmp_path, 8), training)
    with Chapters(contents, Vocabulary(), training, lambda data: data) as chapters:
        for step in range(100):
            chapter = chapters.at_step(step)
            assert chapter.first_step == 10 * (step // 10)
            assert len(chapter.windows_of_step(step)) == 8
            assert len(chapters._open) <= 3


def test_steps_of_a_chapter_are_the_same_when_begun_in_the_middle(tmp_path: Path) -> None:
    training = TrainingConfig(chapter=80, batch=8, neighbours=4)
    contents = Contents(shards(tmp_path, 8), training)
    taken = []
    for begin in (0, 23):
        with Chapters(contents, Vocabulary(), training, lambda data: data) as chapters:
            taken.append({step: chapters.at_step(step).windows_of_step(step).tolist() for step in range(begin, 40)})
    assert all(taken[0][step] == windows for step, windows in taken[1].items())


def test_what_is_chosen_of_a_chapter_is_what_is_drawn(tmp_path: Path) -> None:
    training = TrainingConfig(batch=8)
    with Chapters(
        Contents(shards(tmp_path, 1), training), Vocabulary(), training, lambda data: data.chosen(np.arange(5))
    ) as chapters:
        assert sorted(chapters.at_step(0).windows_of_step(0).tolist()) == [0, 1, 2, 3, 4]
