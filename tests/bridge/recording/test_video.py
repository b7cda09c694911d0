from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from bridge.recording.video import VideoDecoder, VideoEncoder, is_start_packet
from tests.bridge.recording.sessions import HEIGHT_PX, WIDTH_PX, frame_at

TENTH_NS = 100_000_000


def _packets(count: int, *, starts: set[int]) -> list[bytes]:
    encoder = VideoEncoder(WIDTH_PX, HEIGHT_PX, 10.0)
    return [encoder.encode(frame_at(i, 0).pixels, i * TENTH_NS, is_start=i in starts) for i in range(count)]


def _psnr_db(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> float:
    return float(10 * np.log10(255**2 / np.mean((one.astype(float) - other) ** 2)))


def test_every_picture_gives_its_packet_at_once_and_comes_back_alike() -> None:
    decoder = VideoDecoder(WIDTH_PX, HEIGHT_PX)
    for index, packet in enumerate(_packets(8, starts={0})):
        pixels = decoder.decode(packet)
        assert pixels.shape == (HEIGHT_PX, WIDTH_PX, 3)
        assert not pixels.flags.writeable
        assert _psnr_db(pixels, frame_at(index, 0).pixels) > 25


def test_a_smooth_picture_of_full_size_keeps_its_colours() -> None:
    rows, columns = np.mgrid[0:503, 0:765]
    pixels = np.stack([columns // 4, rows // 2, (rows + columns) // 6], axis=2).astype(np.uint8)
    packet = VideoEncoder(765, 503, 10.0).encode(pixels, 0, is_start=True)
    assert _psnr_db(VideoDecoder(765, 503).decode(packet), pixels) > 38


@pytest.mark.parametrize("row", [0, 7, HEIGHT_PX - 1])
def test_a_picture_that_was_changed_in_place_is_not_taken_for_the_one_before(row: int) -> None:
    encoder, decoder = VideoEncoder(WIDTH_PX, HEIGHT_PX, 10.0), VideoDecoder(WIDTH_PX, HEIGHT_PX)
    pixels = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    for index in range(3):
        pixels[row, 5:35] = 255 * (index == 1)
        shown = decoder.decode(encoder.encode(pixels, index * TENTH_NS, is_start=index == 0))
        assert bool(shown[row, 10:30, 1].mean() > 100) is (index == 1)


def test_starts_are_where_they_were_asked_for() -> None:
    assert [is_start_packet(packet) for packet in _packets(7, starts={0, 3, 6})] == [True, False, False] * 2 + [True]


def test_a_start_carries_its_parameter_sets() -> None:
    for packet in _packets(4, starts={0, 2})[::2]:
        kinds = {packet[at + 3] & 0x1F for at in range(len(packet) - 3) if packet[at : at + 3] == b"\0\0\1"}
        assert {5, 7, 8} <= kinds


def test_decoding_from_a_start_gives_the_same_pixels_as_decoding_everything() -> None:
    packets = _packets(6, starts={0, 3})
    whole = VideoDecoder(WIDTH_PX, HEIGHT_PX)
    expected = [whole.decode(packet) for packet in packets]
    alone = VideoDecoder(WIDTH_PX, HEIGHT_PX)
    for packet, pixels in zip(packets[3:], expected[3:], strict=True):
        assert np.array_equal(alone.decode(packet), pixels)


def test_decoding_from_the_middle_of_a_group_is_an_error() -> None:
    with pytest.raises(ValueError, match="picture"):
        VideoDecoder(WIDTH_PX, HEIGHT_PX).decode(_packets(2, starts={0})[1])


def test_a_picture_of_another_size_than_declared_is_an_error() -> None:
    with pytest.raises(ValueError, match="46x32"):
        VideoDecoder(100, 100).decode(_packets(1, starts={0})[0])


def test_two_pictures_of_one_moment_stay_two() -> None:
    encoder = VideoEncoder(WIDTH_PX, HEIGHT_PX, 10.0)
    packets = [encoder.encode(frame_at(i, 0).pixels, 5, is_start=i == 0) for i in range(3)]
    decoder = VideoDecoder(WIDTH_PX, HEIGHT_PX)
    assert len([decoder.decode(packet) for packet in packets]) == 3


def test_bytes_without_a_slice_are_no_start() -> None:
    assert not is_start_packet(b"")
    assert not is_start_packet(b"\0\0\0\1\x67abc")
    assert not is_start_packet(b"\0\0\1")
