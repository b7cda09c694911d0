"""Pictures to mp4 and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import IO

import av
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError
from av.video.stream import VideoStream

from bridge.clock import SECOND_NS
from bridge.errors import UnusableLog

Pixels = npt.NDArray[np.uint8]


def even_px(size_px: int) -> int:
    """The next even size: 4:2:0 has no odd ones."""
    return size_px + size_px % 2


class Mp4Writer:
    """An H.264 mp4 with an even rate, one picture after the other; `with mp4_writer(...)` opens one."""

    def __init__(self, stream: VideoStream) -> None:
        self._stream = stream
        self._count = 0

    def add(self, pixels: Pixels) -> None:
        """Add a picture, uint8 (H, W, 3) RGB; odd sizes are padded by their last column and row."""
        height, width = pixels.shape[:2]
        padded = np.pad(pixels, ((0, even_px(height) - height), (0, even_px(width) - width), (0, 0)), mode="edge")
        picture = av.VideoFrame.from_ndarray(padded, format="rgb24")
        picture.pts = self._count
        self._count += 1
        self._mux(picture)

    def _mux(self, picture: av.VideoFrame | None) -> None:
        for packet in self._stream.encode(picture):
            self._stream.container.mux(packet)  # type: ignore[attr-defined] # an output stream has an output container


@contextmanager
def mp4_writer(file: IO[bytes], size_px: tuple[int, int], frames_per_second: int) -> Iterator[Mp4Writer]:
    """A video being written; leaving finishes it.

    Args:
        file: open for writing, seekable.
        size_px: width and height of the pictures.
        frames_per_second: their even rate.
    """
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=frames_per_second)
        stream.width, stream.height = even_px(size_px[0]), even_px(size_px[1])
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, frames_per_second)
        stream.options = {"crf": "23", "preset": "veryfast", "g": "2", "bf": "0"}
        stream.thread_count = 1
        writer = Mp4Writer(stream)
        yield writer
        writer._mux(None)


def read_pictures(path: Path, size_px: tuple[int, int] | None = None) -> Iterator[Pixels]:
    """The pictures of a video in order; see `read_timed_pictures`."""
    return (pixels for _, pixels in read_timed_pictures(path, size_px))


def read_timed_pictures(path: Path, size_px: tuple[int, int] | None = None) -> Iterator[tuple[int, Pixels]]:
    """The pictures of a video in order, each with its time in nanoseconds, as uint8 (H, W, 3) RGB.

    Args:
        path: the video.
        size_px: width and height that each is cut to; None: as they are.

    Raises:
        UnusableLog: it cannot be read as a video.
    """
    try:
        with av.open(str(path)) as container:
            for picture in container.decode(video=0):
                pixels = np.asarray(picture.to_ndarray(format="rgb24"), np.uint8)
                if size_px is not None:
                    pixels = np.ascontiguousarray(pixels[: size_px[1], : size_px[0]])
                yield round((picture.pts or 0) * (picture.time_base or 0) * SECOND_NS), pixels
    except (OSError, FFmpegError, IndexError, ValueError) as error:
        raise UnusableLog(f"{path} cannot be read as a video: {error}") from None
