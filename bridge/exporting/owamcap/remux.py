"""The pictures of a recording in an mp4 at the times they were taken, without encoding them anew."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import IO

import av

from bridge.recording.reader import Packet

_MICROSECOND = Fraction(1, 1_000_000)
_MICROSECOND_NS = 1_000


def video_times_ns(packets: Iterable[Packet]) -> Iterator[int]:
    """When each picture is shown in the video: from 0, in whole microseconds, each later than the one before."""
    first_us = last_us = None
    for packet in packets:
        at_us = packet.at_ns // _MICROSECOND_NS
        first_us = at_us if first_us is None else first_us
        last_us = at_us if last_us is None else max(at_us, last_us + 1)
        yield (last_us - first_us) * _MICROSECOND_NS


def write_video(file: IO[bytes], packets: Iterable[Packet], times_ns: Iterable[int]) -> int:
    """Write the pictures of a session; how many there are.

    Args:
        file: open for writing, seekable.
        packets: of the recording, the first one a start.
        times_ns: of `video_times_ns`.
    """
    options = {"video_track_timescale": "1000000"}
    count = 0
    with (
        av.open(io.BufferedReader(_Joined(packets)), "r", format="h264") as source,
        av.open(file, "w", format="mp4", options=options) as target,
    ):
        stream = target.add_stream_from_template(source.streams.video[0])
        stream.time_base = _MICROSECOND
        units = (packet for packet in source.demux(video=0) if packet.size)
        for packet, time_ns in zip(units, times_ns, strict=True):
            packet.stream, packet.time_base = stream, _MICROSECOND
            packet.pts = packet.dts = time_ns // _MICROSECOND_NS
            target.mux(packet)
            count += 1
    return count


class _Joined(io.RawIOBase):
    """The bytes of packets, one after the other."""

    def __init__(self, packets: Iterable[Packet]) -> None:
        self._packets = iter(packets)
        self._rest = b""

    def readable(self) -> bool:
        """It can be read, once."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # the base takes any buffer
        """Fill the buffer as far as the packet in hand reaches."""
        if not self._rest:
            packet = next(self._packets, None)
            self._rest = b"" if packet is None else packet.data
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)
