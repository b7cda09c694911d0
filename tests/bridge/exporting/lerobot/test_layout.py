from pathlib import Path

from bridge.exporting.lerobot.layout import data_path, messages_path, video_path


def test_a_thousand_files_lie_in_a_chunk():
    assert data_path(999) == Path("data/chunk-000/file-999.parquet")
    assert video_path(1000) == Path("videos/observation.images.canvas/chunk-001/file-000.mp4")
    assert messages_path(7) == Path("osrs_agent/messages/episode-000007.parquet")
