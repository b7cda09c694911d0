"""Thumbnails: one a tick, of what was on the screen then, the same wherever they are made."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from bridge.clock import SECOND_NS, VirtualClock
from bridge.editing.merging import merge
from bridge.editing.source import open_source
from bridge.frame import Frame
from bridge.link.replay import ReplayWorld
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from bridge.sandbox import demonstrations
from bridge.sandbox.demonstrations import write_demonstrations
from bridge.sandbox.tasks import task_named
from bridge.scaling import thumbnail_of
from model.dataset import dataset_of, vocabulary_of
from model.errors import DataError
from model.features import history_batch
from model.sources import built_shards, open_shards
from model.thumbnails import OLDEST_NS, cut_thumbnails, open_thumbnails, thumbnails_path, write_thumbnails
from tests.bridge.recording.sessions import START_NS, manifest_of
from tests.model.filmed import FILMED_TICKS, film, watched


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("filmed"), 3)


def grey_frames(path: Path, **levels_by_ms: int) -> Path:
    """A recording of plain pictures: their grey by when they were taken, as ms10=200."""
    manifest = msgspec.structs.replace(manifest_of(), frame_width_px=192, frame_height_px=128)
    with RecordingWriter(path, manifest, clock=VirtualClock()) as writer:
        for name, level in levels_by_ms.items():
            pixels = np.full((128, 192, 3), level, np.uint8)
            writer.write_frame(Frame(START_NS + int(name.removeprefix("ms")) * 1_000_000, pixels))
    return path


def greys_at(path: Path, *ms: int) -> list[int]:
    ticks_ns = START_NS + np.array(ms, np.int64) * 1_000_000
    return [round(float(one.mean()) / 10) * 10 for one in cut_thumbnails(path, ticks_ns)]


def test_a_tick_shows_the_latest_picture_at_or_before_it_and_nothing_of_the_future(tmp_path: Path) -> None:
    path = grey_frames(tmp_path / "grey.mcap", ms100=50, ms599=100, ms600=150, ms601=200)
    assert greys_at(path, 0, 599, 600, 1200) == [0, 100, 150, 200]


def test_a_picture_that_is_too_old_shows_no_present(tmp_path: Path) -> None:
    path = grey_frames(tmp_path / "grey.mcap", ms0=100)
    oldest_ms = OLDEST_NS // 1_000_000
    assert greys_at(path, oldest_ms, oldest_ms + 1) == [100, 0]


def test_shard_and_lockstep_show_the_same_to_what_the_video_loses(filmed: Path) -> None:
    (shard,) = open_shards([filmed], pictures=True)
    cut, shown = open_thumbnails(shard), watched(3)[1]
    assert cut.shape == (FILMED_TICKS + 1, 64, 96, 3)
    off = np.abs(cut[:-1].astype(int) - shown)
    assert off.mean(axis=(1, 2, 3)).max() < 3.0
    # a picture is nearer to that of its own tick than to any other's, wherever something changed
    changes = np.abs(shown[1:].astype(int) - shown[:-1]).mean(axis=(1, 2, 3))
    for tick in np.flatnonzero(changes > 4.0).tolist():
        assert off[tick + 1].mean() < np.abs(cut[tick + 1].astype(int) - shown[tick]).mean()
    assert (changes > 4.0).any()


def test_shard_and_replay_show_exactly_the_same(filmed: Path) -> None:
    (shard,) = open_shards([filmed], pictures=True)
    world = ReplayWorld(open_recording(next(filmed.glob("*.mcap"))), VirtualClock())
    for cut in open_thumbnails(shard):
        world.receive(0.0)
        assert np.array_equal(thumbnail_of(world.grab().pixels), cut)


def test_a_batch_holds_the_newest_two_as_a_live_history_does(filmed: Path) -> None:
    shards = open_shards([filmed], pictures=True)
    data = dataset_of(shards, vocabulary_of(shards), pictures=True)
    histories = watched(3)[0]
    index = np.array([0, 1, 12])
    cut = data.batch(index).history.pictures.numpy().astype(int)
    live = history_batch([histories[tick] for tick in index], data.vocabulary, looks=True).pictures.numpy()
    assert cut.shape == live.shape == (3, 2, 64, 96, 3)
    assert not cut[0, 0].any()  # before the session's first tick there is none
    assert not live[0, 0].any()
    assert np.abs(cut - live).mean() < 3.0
    assert np.array_equal(cut[1, 0], cut[0, 1])


def test_who_looks_at_nothing_gets_no_pictures_and_none_are_cut(tmp_path: Path) -> None:
    shards = open_shards([film(tmp_path, 4)])
    assert dataset_of(shards, vocabulary_of(shards)).batch(np.array([3])).history.pictures.shape[1] == 0
    assert not thumbnails_path(shards[0].path).exists()


def test_thumbnails_are_cut_later_beside_a_shard_that_is_there_and_then_kept(filmed: Path, tmp_path: Path) -> None:
    recording = next(filmed.glob("*.mcap"))
    (without,) = built_shards(recording, tmp_path)
    with pytest.raises(DataError, match=r"has no thumbnails beside it.*data shards --pictures"):
        open_thumbnails(open_shards([without])[0])
    assert built_shards(recording, tmp_path, pictures=True) == (without,)
    stamp = thumbnails_path(without).stat().st_mtime_ns
    built_shards(recording, tmp_path, pictures=True)
    assert thumbnails_path(without).stat().st_mtime_ns == stamp


def test_a_recording_without_pictures_says_what_to_do(tmp_path: Path) -> None:
    write_demonstrations(task_named("woodcutting"), (1,), 0.1, tmp_path)
    with pytest.raises(DataError, match=r"without pictures.*sandbox --frames.*--observe state"):
        open_shards([tmp_path], pictures=True)


def test_thumbnails_of_another_session_are_refused(filmed: Path, tmp_path: Path) -> None:
    (path,) = built_shards(next(filmed.glob("*.mcap")), tmp_path, pictures=True)
    np.save(thumbnails_path(path), np.zeros((3, 64, 96, 3), np.uint8))
    with pytest.raises(DataError, match="expected uint8"):
        open_thumbnails(open_shards([path])[0])
    thumbnails_path(path).write_bytes(b"no array")
    with pytest.raises(DataError, match="is damaged"):
        open_thumbnails(open_shards([path])[0])


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match=r"one\.thumbnails.* cannot be written.*name another folder for the cache"):
        write_thumbnails(tmp_path / "file" / "one.safetensors", np.zeros((1, 64, 96, 3), np.uint8))


def test_each_part_of_a_merged_recording_has_its_own_thumbnails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "apart"
    for seed in (3, 4):  # an hour apart
        monkeypatch.setattr(demonstrations, "wall_time_ns", lambda hours=seed: 3600 * SECOND_NS * hours)
        film(folder, seed)
    merge([open_source(path) for path in sorted(folder.glob("*.mcap"))], tmp_path / "merged.mcap")
    apart, parts = open_shards([folder], pictures=True), open_shards([tmp_path / "merged.mcap"], pictures=True)
    assert len(parts) == 2
    for one, part in zip(apart, parts, strict=True):
        assert np.array_equal(open_thumbnails(one), open_thumbnails(part))


def test_nobody_else_may_see_them(filmed: Path, tmp_path: Path) -> None:
    (path,) = built_shards(next(filmed.glob("*.mcap")), tmp_path, pictures=True)
    assert thumbnails_path(path).stat().st_mode & 0o077 == 0
