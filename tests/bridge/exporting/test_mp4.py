import io

import numpy as np
import pytest

from bridge.errors import UnusableLog
from bridge.exporting.mp4 import even_px, mp4_writer, read_pictures
from tests.bridge.recording.sessions import frame_at


def test_pictures_come_back_in_order_and_nearly_as_they_were(tmp_path):
    frames = [frame_at(0, part) for part in range(3)]
    buffer = io.BytesIO()
    with mp4_writer(buffer, (45, 31), 10) as video:
        for frame in frames:
            video.add(frame.pixels)
    (tmp_path / "v.mp4").write_bytes(buffer.getvalue())
    found = list(read_pictures(tmp_path / "v.mp4", (45, 31)))
    assert [pixels.shape for pixels in found] == [(31, 45, 3)] * 3
    for pixels, frame in zip(found, frames, strict=True):
        assert np.abs(pixels.astype(int) - frame.pixels).mean() < 12


def test_sizes_are_made_even():
    assert [even_px(size) for size in (44, 45)] == [44, 46]


def test_what_is_no_video_is_refused(tmp_path):
    (tmp_path / "v.mp4").write_bytes(b"nothing")
    with pytest.raises(UnusableLog, match="cannot be read as a video"):
        next(read_pictures(tmp_path / "v.mp4"))
