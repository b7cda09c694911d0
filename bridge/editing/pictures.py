"""The pictures of an edited recording: copied packet by packet, and encoded anew only where that cannot be.

A packet builds on those before it up to the last one that starts a group. So a group that lost its beginning to a cut
is encoded anew, and of a group with a changed picture everything from that picture on; nothing of the old picture is
left then.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from foxglove_schemas_protobuf.CompressedVideo_pb2 import CompressedVideo
from google.protobuf.message import DecodeError  # type: ignore[import-untyped] # it ships no types

from bridge.errors import CorruptRecording
from bridge.recording.manifest import Manifest
from bridge.recording.video import VideoDecoder, VideoEncoder, is_start_packet
from bridge.scaling import Pixels

Edit = Callable[[Pixels], Pixels]


class PictureStream:
    """Takes the `/screen` messages of one recording in order.

    Args:
        path: the recording, for what goes wrong.
        manifest: size and rate of its pictures.
    """

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self._path = path
        self._size_px = (manifest.frame_width_px, manifest.frame_height_px)
        self._rate = manifest.frames_per_second or 10.0
        self._group: list[bytes] = []
        self._is_whole = False
        self._decoder: VideoDecoder | None = None
        self._encoder: VideoEncoder | None = None

    def skip(self, data: bytes) -> None:
        """A picture that is left out, although later ones may build on it."""
        message = self._parsed(data)
        self._note_start(message.data)
        self._is_whole = False
        self._group.append(message.data)
        if self._decoder is not None:
            self._decoded(self._decoder, message.data)

    def passed(self, data: bytes, edit: Edit | None = None) -> bytes:
        """The message of a picture as it is written.

        Args:
            data: the message as it was.
            edit: makes the new picture of the old one; None: nothing is to change.

        Raises:
            CorruptRecording: a picture that must be encoded anew cannot be decoded.
        """
        message = self._parsed(data)
        is_start = self._note_start(message.data)
        if edit is None and self._is_whole:
            self._group.append(message.data)
            return data
        is_first = self._is_whole or self._decoder is None
        pixels = self._pixels(message.data)
        self._is_whole = False
        message.data = self._encoded(
            pixels if edit is None else edit(pixels), message.timestamp.ToNanoseconds(), is_start=is_first or is_start
        )
        return bytes(message.SerializeToString())

    def _note_start(self, packet: bytes) -> bool:
        is_start = is_start_packet(packet)
        if is_start:
            self._group, self._decoder, self._is_whole = [], None, True
        return is_start

    def _pixels(self, packet: bytes) -> Pixels:
        if self._decoder is None:
            self._decoder = VideoDecoder(*self._size_px)
            for earlier in self._group:
                self._decoded(self._decoder, earlier)
        self._group.append(packet)
        return self._decoded(self._decoder, packet)

    def _decoded(self, decoder: VideoDecoder, packet: bytes) -> Pixels:
        try:
            return decoder.decode(packet)
        except ValueError as error:
            raise CorruptRecording(f"{self._path}: /screen: {error}; nothing was written") from None

    def _encoded(self, pixels: Pixels, at_ns: int, *, is_start: bool) -> bytes:
        if self._encoder is None:
            self._encoder = VideoEncoder(*self._size_px, self._rate)
        return self._encoder.encode(pixels, at_ns, is_start=is_start)

    def _parsed(self, data: bytes) -> CompressedVideo:
        message = CompressedVideo()
        try:
            message.ParseFromString(data)
        except DecodeError as error:
            raise CorruptRecording(f"{self._path}: /screen: {error}; nothing was written") from None
        return message
