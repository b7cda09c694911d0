"""What a recording shows at a moment: its latest picture, decoded only when somebody looks."""

from __future__ import annotations

import numpy as np

from bridge.errors import CorruptRecording, LocalProtocolError
from bridge.frame import Frame
from bridge.recording.reader import Packet, Recording
from bridge.recording.upcoming import Upcoming
from bridge.recording.video import VideoDecoder


class PictureTrack:
    """The pictures of a recording along time, each asked for at or after the one before."""

    def __init__(self, recording: Recording) -> None:
        self._path = recording.path
        manifest = recording.manifest
        self._size_px = (manifest.frame_width_px, manifest.frame_height_px)
        self._packets: Upcoming[Packet] = Upcoming(recording.packets())
        self._waiting: list[Packet] = []
        self._decoder = VideoDecoder(*self._size_px)
        self._shown: Frame | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there was no picture up to now, and none comes."""
        return self._shown is None and not self._waiting and self._packets.is_empty()

    def at(self, now_ns: int) -> Frame:
        """The latest picture at or before `now_ns`; a black one before the session's first picture.

        Raises:
            LocalProtocolError: the session was recorded without pictures.
            CorruptRecording: a picture is damaged.
        """
        if self.is_empty:
            raise LocalProtocolError(f"{self._path} was recorded without pictures; replay it by its states alone")
        for packet in self._packets.before(now_ns + 1):
            if packet.is_start:
                self._waiting.clear()
            self._waiting.append(packet)
        for packet in self._waiting:
            self._shown = self._decoded(packet)
        self._waiting.clear()
        return self._shown or self._black(now_ns)

    def _decoded(self, packet: Packet) -> Frame:
        try:
            return Frame(packet.at_ns, self._decoder.decode(packet.data))
        except ValueError as error:
            raise CorruptRecording(f"{self._path}: /screen at {packet.at_ns} ns: {error}") from None

    def _black(self, now_ns: int) -> Frame:
        width_px, height_px = self._size_px
        return Frame(now_ns, np.zeros((height_px, width_px, 3), np.uint8))
