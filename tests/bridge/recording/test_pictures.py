"""What a recording shows at a moment."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bridge.errors import LocalProtocolError
from bridge.recording.pictures import PictureTrack
from bridge.recording.reader import open_recording
from tests.bridge.recording.sessions import START_NS, write_session


def test_a_moment_shows_its_latest_picture_as_if_all_had_been_decoded(tmp_path: Path) -> None:
    recording = open_recording(write_session(tmp_path / "a.mcap", 3).path)
    frames, track = list(recording.frames()), PictureTrack(recording)
    for index in (0, 1, 4, 8):
        shown = track.at(frames[index].at_ns)
        assert shown.at_ns == frames[index].at_ns
        assert np.array_equal(shown.pixels, frames[index].pixels)
    assert track.at(frames[-1].at_ns + 10**12).at_ns == frames[-1].at_ns


def test_before_the_first_picture_it_is_black(tmp_path: Path) -> None:
    track = PictureTrack(open_recording(write_session(tmp_path / "a.mcap", 1).path))
    assert not track.is_empty
    assert not track.at(START_NS - 1).pixels.any()


def test_a_recording_without_pictures_shows_nothing_and_says_so(tmp_path: Path) -> None:
    track = PictureTrack(open_recording(write_session(tmp_path / "a.mcap", 1, video=False).path))
    assert track.is_empty
    with pytest.raises(LocalProtocolError, match="without pictures"):
        track.at(START_NS)
