import json

import numpy as np
import pytest

from bridge.errors import CorruptRecording
from bridge.exporting.arrow import read_table
from bridge.exporting.lerobot.dataset import lerobot_writer
from bridge.exporting.mp4 import read_pictures
from bridge.recording.reader import open_recording
from tests.bridge.exporting.lerobot.columns import COLUMNS
from tests.bridge.recording.sessions import flipped_copy, write_session


def names() -> tuple[str, ...]:
    return ("Tree",)


def test_a_session_becomes_an_episode_with_a_row_a_tenth_second(tmp_path):
    session = write_session(tmp_path / "s.mcap", 2)
    told: list[tuple[float, float]] = []
    with lerobot_writer(tmp_path / "set", COLUMNS, names) as dataset:
        exported = dataset.add(open_recording(session.path), "s", lambda row, rows: told.append((row, rows)))
    assert told == [(row + 1, 11) for row in range(11)]
    rows = read_table(tmp_path / "set/data/chunk-000/file-000.parquet")
    assert (exported.events, exported.rows, exported.frames) == (12, 11, 6)
    np.testing.assert_array_equal(rows["timestamp"].to_numpy(), (np.arange(11) / 10).astype(np.float32))
    assert len(list(read_pictures(tmp_path / "set/videos/observation.images.canvas/chunk-000/file-000.mp4"))) == 11


def test_what_tells_of_all_episodes_is_written_at_the_end(tmp_path):
    with lerobot_writer(tmp_path / "set", COLUMNS, names, 5) as dataset:
        for name in ("a", "b"):
            dataset.add(open_recording(write_session(tmp_path / f"{name}.mcap", 2, video=False).path), name)
        assert not (tmp_path / "set/meta").exists()
    told = json.loads((tmp_path / "set/meta/info.json").read_text())
    assert (told["codebase_version"], told["total_episodes"], told["fps"]) == ("v3.0", 2, 5)
    assert json.loads((tmp_path / "set/osrs_agent/names.json").read_text()) == {"names": ["Tree"]}
    assert json.loads((tmp_path / "set/meta/stats.json").read_text())["at_ns"]["count"] == [10]
    second = read_table(tmp_path / "set/data/chunk-000/file-001.parquet")
    assert (second["index"].to_pylist(), set(second["episode_index"].to_pylist())) == (list(range(5, 10)), {1})


def test_a_damaged_session_leaves_no_file_and_no_number(tmp_path):
    whole = write_session(tmp_path / "s.mcap", 3).path
    broken = flipped_copy(whole, tmp_path / "broken.mcap", whole.stat().st_size // 3, 3)
    with lerobot_writer(tmp_path / "set", COLUMNS, names) as dataset:
        with pytest.raises(CorruptRecording):
            dataset.add(open_recording(broken), "broken")
        assert [path for path in (tmp_path / "set").rglob("*") if path.is_file()] == []
        dataset.add(open_recording(whole), "s")
    assert json.loads((tmp_path / "set/meta/info.json").read_text())["total_episodes"] == 1


def test_sessions_with_and_without_pictures_do_not_mix(tmp_path):
    with lerobot_writer(tmp_path / "set", COLUMNS, names) as dataset:
        dataset.add(open_recording(write_session(tmp_path / "a.mcap", 1).path), "a")
        with pytest.raises(CorruptRecording, match="has no pictures, the sessions before it pictures of 45x31"):
            dataset.add(open_recording(write_session(tmp_path / "b.mcap", 1, video=False).path), "b")


def test_no_session_makes_no_dataset(tmp_path):
    with lerobot_writer(tmp_path / "set", COLUMNS, names):
        pass
    assert not (tmp_path / "set").exists()
