"""Writing a LeRobot dataset, a session an episode."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from bridge.errors import CorruptRecording
from bridge.exporting.arrow import need_pyarrow, write_table
from bridge.exporting.exported import Exported, create_file, removed_on_failure
from bridge.exporting.lerobot import layout
from bridge.exporting.lerobot.grid import NEVER_NS, Ints, SessionGrid, StateColumns, frames_on, session_grid
from bridge.exporting.lerobot.messages import write_messages
from bridge.exporting.lerobot.statistics import (
    Statistics,
    column_statistics,
    is_sampled,
    joined,
    picture_statistics,
    sample,
)
from bridge.exporting.lerobot.tables import (
    Columns,
    Episode,
    data_table,
    episodes_table,
    info,
    plain,
    tasks_of,
    tasks_table,
)
from bridge.exporting.mp4 import mp4_writer
from bridge.recording.reader import Recording

USUAL_FRAMES_PER_SECOND = 10
NO_TASK = "play"
"""The task of a session that names none."""

OnRow = Callable[[float, float], None]
"""Told how many rows of a session are written, and of how many."""


class LeRobotWriter:
    """A dataset being written; `with lerobot_writer(...)` opens one and writes what tells of all episodes at its end.

    Args:
        root: the dataset's folder.
        columns: how states become numbers.
        names: the names behind the name classes of those columns, asked for at the end.
        frames_per_second: rows a second; None: as the first session declares.
    """

    def __init__(
        self, root: Path, columns: StateColumns, names: Callable[[], Sequence[str]], frames_per_second: int | None
    ) -> None:
        self._root = root
        self._columns = columns
        self._names = names
        self._frames_per_second = frames_per_second
        self._frame_px: tuple[int, int] | None = None
        self._episodes: list[Episode] = []

    def add(self, recording: Recording, name: str, on_row: OnRow | None = None) -> Exported:
        """Write a session as the next episode; of one that cannot be written nothing stays.

        Args:
            recording: the session.
            name: what its recording is called again after an import.
            on_row: told how many rows have their picture, and of how many.

        Raises:
            CorruptRecording: it is damaged or empty, or its pictures are of another size than those before.
            RecordingExists: a file of that name is there already.
        """
        frame_px = _frame_px(recording)
        self._check_fits(recording, frame_px)
        rate = self._frames_per_second or round(recording.manifest.frames_per_second) or USUAL_FRAMES_PER_SECOND
        number = len(self._episodes)
        data, messages, video = (
            self._root / place(number) for place in (layout.data_path, layout.messages_path, layout.video_path)
        )
        files = (data, messages) if frame_px is None else (data, messages, video)
        with removed_on_failure(files):
            grid = session_grid(recording, rate, self._columns)
            write_messages(messages, recording, name)
            shown_ns, pictures = np.full(len(grid.at_ns), NEVER_NS, np.int64), None
            if frame_px is not None:
                shown_ns, pictures = _write_video(video, recording, grid.at_ns, frame_px, rate, on_row)
            task = recording.manifest.task or NO_TASK
            columns = self._columns_of(grid, shown_ns, task, rate)
            write_table(data, data_table(columns))
        statistics = {name: column_statistics(values) for name, values in columns.items()}
        statistics |= {} if pictures is None else {layout.VIDEO_KEY: pictures}
        self._episodes.append(Episode(task, len(grid.at_ns), statistics))
        self._frame_px, self._frames_per_second = frame_px, rate
        frames = len(set(shown_ns.tolist()) - {NEVER_NS})
        session = recording.manifest.session_id
        return Exported(recording.path, session, grid.events, files, frames, len(grid.at_ns))

    def finish(self) -> None:
        """Write what tells of all episodes, where there is one."""
        if not self._episodes:
            return
        rate, episodes = self._frames_per_second or USUAL_FRAMES_PER_SECOND, self._episodes
        joint = {name: joined([one.statistics[name] for one in episodes]) for name in episodes[0].statistics}
        self._write_json(layout.INFO_PATH, info(episodes, self._columns.names, self._frame_px, rate))
        self._write_json(layout.STATS_PATH, {name: plain(statistics) for name, statistics in joint.items()})
        self._write_json(layout.NAMES_PATH, {"names": list(self._names())})
        write_table(self._root / layout.TASKS_PATH, tasks_table(tasks_of(episodes)))
        write_table(self._root / layout.EPISODES_PATH, episodes_table(episodes, rate))

    def _check_fits(self, recording: Recording, frame_px: tuple[int, int] | None) -> None:
        if self._episodes and frame_px != self._frame_px:
            raise CorruptRecording(
                f"{recording.path} has {_size(frame_px)}, the sessions before it {_size(self._frame_px)}; "
                "a dataset has pictures of one size: export it into another folder"
            )

    def _columns_of(self, grid: SessionGrid, shown_ns: Ints, task: str, rate: int) -> Columns:
        rows, before = np.arange(len(grid.at_ns), dtype=np.int64), sum(one.rows for one in self._episodes)
        tasks = [*tasks_of(self._episodes), task]
        return {
            "observation.state": grid.states,
            "observation.state_is_known": grid.is_known,
            "action": grid.actions,
            "timestamp": (rows / rate).astype(np.float32),
            "frame_index": rows,
            "episode_index": np.full_like(rows, len(self._episodes)),
            "index": rows + before,
            "task_index": np.full_like(rows, tasks.index(task)),
            "at_ns": grid.at_ns,
            "state_at_ns": grid.state_at_ns,
            "frame_at_ns": shown_ns,
        }

    def _write_json(self, place: Path, value: object) -> None:
        with create_file(self._root / place) as file:
            file.write(json.dumps(value, indent=4).encode() + b"\n")


@contextmanager
def lerobot_writer(
    root: Path, columns: StateColumns, names: Callable[[], Sequence[str]], frames_per_second: int | None = None
) -> Iterator[LeRobotWriter]:
    """A dataset that takes sessions; leaving finishes it. See `LeRobotWriter`.

    Raises:
        PackageMissing: pyarrow is not installed.
    """
    need_pyarrow()
    writer = LeRobotWriter(root, columns, names, frames_per_second)
    yield writer
    writer.finish()


def _frame_px(recording: Recording) -> tuple[int, int] | None:
    """Width and height of a session's pictures, None where it has none."""
    if next(recording.packets(), None) is None:
        return None
    return recording.manifest.frame_width_px, recording.manifest.frame_height_px


def _size(frame_px: tuple[int, int] | None) -> str:
    return "no pictures" if frame_px is None else f"pictures of {frame_px[0]}x{frame_px[1]}"


def _write_video(
    path: Path, recording: Recording, at_ns: Ints, frame_px: tuple[int, int], rate: int, on_row: OnRow | None
) -> tuple[Ints, Statistics]:
    """A picture a row, black before the first; the time of the picture of each row, and the statistics of them."""
    black = np.zeros((frame_px[1], frame_px[0], 3), np.uint8)
    shown_ns = np.full(len(at_ns), NEVER_NS, np.int64)
    samples = []
    with create_file(path) as file, mp4_writer(file, frame_px, rate) as video:
        for row, frame in enumerate(frames_on(at_ns, recording.frames())):
            pixels = black if frame is None else frame.pixels
            shown_ns[row] = NEVER_NS if frame is None else frame.at_ns
            video.add(pixels)
            if is_sampled(row, len(at_ns)):
                samples.append(sample(pixels))
            if on_row is not None:
                on_row(row + 1, len(at_ns))
    return shown_ns, picture_statistics(samples)
