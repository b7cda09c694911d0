"""Hours of play as shards: four games of the scripted expert, linked under as many names as there are to be sessions.

Run as a program it goes through such data as training does, in a process of its own whose memory can be told:
`python -m tests.soak.generated_play FOLDER HOURS STEPS CHAPTER`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from time import perf_counter, process_time

import msgspec

from bridge.clock import SystemClock
from model.chapters import Chapters, Contents
from model.config import TrainingConfig
from model.dataset import vocabulary_of
from model.loader import Loader
from model.shard import label_of, read_label, write_shard
from model.sources import ShardFile
from tests.model.sessions import played

SESSIONS_AN_HOUR = 6
TICKS = 1001
"""Of a session of ten minutes."""
GAMES = 4


class Passage(msgspec.Struct, frozen=True):
    """What going through some steps cost.

    Args:
        hours: of play in the data.
        windows_per_s: made ready, with the opening of chapters, by the clock on the wall.
        windows_per_cpu_s: the same by the time that processors spent on it, whatever else they did meanwhile.
        own_mib: memory that no file backs, in the end.
        chapters: that were gone through.
    """

    hours: int
    windows_per_s: float
    windows_per_cpu_s: float
    own_mib: float
    chapters: int


def generated_sessions(folder: Path, hours: int) -> list[ShardFile]:
    """Sessions of ten minutes in a folder that may hold some already; every second is called a person's."""
    games = generated_games(folder)
    labels = [read_label(game) for game in games]
    sessions = []
    for number in range(hours * SESSIONS_AN_HOUR):
        path = folder / f"session-{number:05d}.safetensors"
        if not path.exists():
            os.link(games[number % GAMES], path)
        author = "expert" if number % 2 else "person"
        label = msgspec.structs.replace(labels[number % GAMES], session=path.stem, author=author)
        sessions.append(ShardFile(path, label))
    return sessions


def generated_games(folder: Path) -> list[Path]:
    """Four sessions of ten minutes, each a game of its own, in a folder that may hold them already."""
    folder.mkdir(exist_ok=True)
    return [_game(folder, seed) for seed in range(1, GAMES + 1)]


def pass_through(sessions: list[ShardFile], steps: int, training: TrainingConfig) -> Passage:
    """Make the batches of some steps ready, as training does."""
    vocabulary, clock = vocabulary_of(sessions), SystemClock()
    contents = Contents(sessions, training)
    with Chapters(contents, vocabulary, training, lambda data: data) as chapters:
        chapters.at_step(0)

        def batch(step: int) -> int:
            chapter = chapters.at_step(step)
            return chapter.data.batch(chapter.windows_of_step(step)).history.size

        with Loader(batch, 0, clock) as loader:
            start_s, start_cpu_s = perf_counter(), process_time()
            windows = sum(loader.take(step) for step in range(steps))
            seconds, cpu_s = perf_counter() - start_s, process_time() - start_cpu_s
    passed = 1 if contents.is_one else 1 + (steps - 1) // contents.steps
    hours = len(sessions) // SESSIONS_AN_HOUR
    return Passage(hours, windows / seconds, windows / cpu_s, _own_mib(), passed)


def _game(folder: Path, seed: int) -> Path:
    path = folder / f"game-{seed}.safetensors"
    if not path.exists():
        cut = played(seed, TICKS).cut()
        write_shard(path, cut, label_of(cut, f"game {seed}", path.name, "0" * 64, "woodcutting", "expert"))
    return path


def _own_mib() -> float:
    """Resident memory that no file backs, MiB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    place, *numbers = sys.argv[1:]
    hours, steps, chapter = map(int, numbers)
    found = pass_through(generated_sessions(Path(place), hours), steps, TrainingConfig(chapter=chapter))
    print(json.dumps(msgspec.to_builtins(found)))  # noqa: T201 - the result of a program
