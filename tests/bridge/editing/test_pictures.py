from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from foxglove_schemas_protobuf.CompressedVideo_pb2 import CompressedVideo

from bridge.editing.pictures import PictureStream
from bridge.errors import CorruptRecording
from bridge.recording.channels import Topic
from bridge.recording.raw import open_raw
from bridge.recording.reader import Packet, open_recording
from bridge.recording.video import VideoDecoder
from tests.bridge.recording.sessions import HEIGHT_PX, WIDTH_PX, manifest_of, write_session


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_session(tmp_path_factory.mktemp("whole") / "a.mcap", 3).path


def data_of(path: Path) -> list[bytes]:
    return [message.data for message in open_raw(path).messages(Topic.SCREEN)]


def test_without_edits_every_packet_is_copied(whole: Path) -> None:
    pictures = PictureStream(whole, manifest_of())
    assert [pictures.passed(data) for data in data_of(whole)] == data_of(whole)


def test_from_a_changed_picture_on_its_group_is_encoded_anew(whole: Path) -> None:
    pictures = PictureStream(whole, manifest_of())
    old = data_of(whole)
    new = [pictures.passed(data, np.zeros_like if index == 4 else None) for index, data in enumerate(old)]
    assert [index for index, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]] == [4, 5]


def test_what_comes_behind_skipped_pictures_decodes_alone(whole: Path) -> None:
    pictures = PictureStream(whole, manifest_of())
    old = data_of(whole)
    for data in old[:4]:
        pictures.skip(data)
    new = [pictures.passed(data) for data in old[4:]]
    assert [one == other for one, other in zip(old[4:], new, strict=True)] == [False, False, True, True, True]
    decoder = VideoDecoder(WIDTH_PX, HEIGHT_PX)
    frames = list(open_recording(whole).frames())[4:]
    for data, frame in zip(new, frames, strict=True):
        assert np.abs(decoder.decode(packet_of(data).data).astype(int) - frame.pixels).mean() < 4


def test_a_picture_that_cannot_be_decoded_is_told(whole: Path) -> None:
    pictures = PictureStream(whole, manifest_of())
    with pytest.raises(CorruptRecording, match="/screen"):
        pictures.passed(data_of(whole)[1])
    with pytest.raises(CorruptRecording, match="/screen"):
        pictures.passed(b"\xff")


def packet_of(data: bytes) -> Packet:
    return Packet(0, CompressedVideo.FromString(data).data, True)
