"""Pictures to H.264 and back, one packet a picture, no picture waiting for a later one.

A packet that begins a group (IDR) carries its parameter sets, so that decoding can start there. Annex B, 4:2:0: odd
sizes are padded by one pixel on the right or below, which the decoder takes off again.
"""

from __future__ import annotations

from fractions import Fraction

import av
import cv2
import numpy as np
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from bridge.scaling import Pixels, scale_down

_MICROSECOND = Fraction(1, 1_000_000)
_SLICE, _IDR_SLICE = 1, 5
# a constant quantiser: constant quality, without the look ahead that a rate's control needs
_OPTIONS = {
    "preset": "ultrafast",
    "tune": "zerolatency",
    "qp": "20",
    "bf": "0",
    "forced-idr": "1",
    "g": "600",
    "sc_threshold": "0",
}


class VideoEncoder:
    """Pictures of one size in, one packet each out, used by one thread.

    Args:
        width_px, height_px: of the pictures of the video; larger pictures are scaled down to it.
        frames_per_second: the declared rate, which the encoder's rate control starts from.
    """

    def __init__(self, width_px: int, height_px: int, frames_per_second: float) -> None:
        self.width_px, self.height_px = width_px, height_px
        self._codec = VideoCodecContext.create("libx264", "w")
        self._codec.width, self._codec.height = _even(width_px), _even(height_px)
        self._codec.pix_fmt = "yuv420p"
        self._codec.time_base = _MICROSECOND
        self._codec.framerate = Fraction(frames_per_second).limit_denominator(1000)
        self._codec.thread_count = 1
        self._codec.options = _OPTIONS
        self._picture: Pixels | None = None  # the last one, padded
        self._planes = np.empty((self._codec.height * 3 // 2, self._codec.width), np.uint8)
        self._last_us = -1

    def encode(self, pixels: Pixels, at_ns: int, *, is_start: bool) -> bytes:
        """The packet of one picture.

        Args:
            pixels: uint8 (H, W, 3) RGB.
            at_ns: its time.
            is_start: whether decoding must be able to start here.
        """
        fitted = scale_down(pixels, self.width_px, self.height_px)
        if self._picture is None or not _are_same(fitted, self._picture[: self.height_px, : self.width_px]):
            self._picture = _padded(fitted)
            cv2.cvtColor(self._picture, cv2.COLOR_RGB2YUV_I420, dst=self._planes)  # faster than swscale
        picture = av.VideoFrame.from_numpy_buffer(self._planes, format="yuv420p")  # x264 copies what it keeps
        self._last_us = max(at_ns // 1000, self._last_us + 1)  # two pictures of one moment stay two
        picture.pts, picture.time_base = self._last_us, _MICROSECOND
        if is_start:
            picture.pict_type = PictureType.I
        (packet,) = self._codec.encode(picture)
        return bytes(packet)


class VideoDecoder:
    """Packets in order in, one picture each out; the first must be one that `is_start_packet`."""

    def __init__(self, width_px: int, height_px: int) -> None:
        self.width_px, self.height_px = width_px, height_px
        self._codec = VideoCodecContext.create("h264", "r")
        self._codec.thread_count = 1

    def decode(self, packet: bytes) -> Pixels:
        """The picture of one packet, uint8 (H, W, 3) RGB, read-only.

        Raises:
            ValueError: the packet cannot be decoded here.
        """
        try:
            pictures = self._codec.decode(av.Packet(packet))
        except FFmpegError as error:
            raise ValueError(f"a picture cannot be decoded: {error}") from None
        if len(pictures) != 1:
            raise ValueError(f"a packet gave {len(pictures)} pictures, expected 1")
        pixels = np.asarray(pictures[0].to_ndarray(format="rgb24"), np.uint8)
        if pixels.shape[0] < self.height_px or pixels.shape[1] < self.width_px:
            raise ValueError(
                f"a picture of {pixels.shape[1]}x{pixels.shape[0]}, {self.width_px}x{self.height_px} expected"
            )
        pixels = np.ascontiguousarray(pixels[: self.height_px, : self.width_px])
        pixels.setflags(write=False)
        return pixels


def is_start_packet(packet: bytes) -> bool:
    """Whether decoding can start at this Annex B packet: its first slice belongs to an IDR picture."""
    at = packet.find(b"\0\0\1")
    while 0 <= at < len(packet) - 3:
        unit = packet[at + 3] & 0x1F
        if unit in {_SLICE, _IDR_SLICE}:
            return unit == _IDR_SLICE
        at = packet.find(b"\0\0\1", at + 3)
    return False


def _even(size_px: int) -> int:
    return size_px + size_px % 2


def _padded(pixels: Pixels) -> Pixels:
    """A copy of the picture with its last column and row repeated where the size is odd."""
    height, width = pixels.shape[:2]
    bordered = cv2.copyMakeBorder(pixels, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
    return np.asarray(bordered, np.uint8)


def _are_same(one: Pixels, other: Pixels) -> bool:
    """Whether two pictures of one size are: much cheaper than to convert one again, and games often stand still."""
    return np.array_equal(one[::16], other[::16]) and cv2.norm(one, other, cv2.NORM_INF) == 0.0
