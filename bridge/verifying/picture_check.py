"""The checks of the pictures: holes, the real rate, and whether they keep step with the events."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from foxglove_schemas_protobuf.CompressedVideo_pb2 import CompressedVideo

from bridge.clock import MILLISECOND_NS, SECOND_NS
from bridge.recording.manifest import Manifest
from bridge.recording.picture_rate import PictureRate
from bridge.recording.video import VideoDecoder, is_start_packet
from bridge.verifying.findings import Finding, Kind
from bridge.verifying.streams import StreamCheck

LONGEST_GAP_NS = 2 * SECOND_NS
LEAST_RATE = 0.5
"""Share of the declared rate below which a recording fails; below nine tenths it is told."""
MOST_DRIFT_MS = 500.0
_FURTHEST_BEHIND_NS = 10 * SECOND_NS
_FEWEST = 40


class PictureCheck:
    """Takes the messages of `/screen`.

    Args:
        stream: where findings go.
        manifest: of the recording.
        decodes: whether each picture is decoded, too.
    """

    def __init__(self, stream: StreamCheck, manifest: Manifest, *, decodes: bool) -> None:
        self._stream = stream
        self._manifest = manifest
        self._rate = PictureRate([part.from_ns for part in manifest.session_parts[1:]])
        self._decoder: VideoDecoder | None = None
        self._decodes = decodes
        self._first_ns: int | None = None
        self._last_ns: int | None = None
        self._lags_ns: list[int] = []

    def take(self, data: bytes, latest_ns: int | None) -> None:
        """A message.

        Args:
            data: as it stands in the file.
            latest_ns: the latest time of an event or a state before it in the file.

        Raises:
            ValueError: it is no picture of ours, or cannot be decoded.
        """
        message = CompressedVideo.FromString(data)
        if message.format != "h264":
            raise ValueError(f"video of format {message.format!r}, 'h264' expected")
        at_ns, is_start = message.timestamp.ToNanoseconds(), is_start_packet(message.data)
        if self._last_ns is None and not is_start:
            raise ValueError("the first picture builds on one that is not there")
        if self._decodes:
            self._decode(message.data, is_start=is_start)
        self._step(at_ns)
        if latest_ns is not None:
            self._lags_ns.append(latest_ns - at_ns)

    def end(self, states_ns: tuple[int, int] | None) -> tuple[float, float]:
        """The stream is over.

        Args:
            states_ns: times of the first and the last state, None where there is none.

        Returns:
            The real rate, and the drift in milliseconds of pictures counted at the declared one.
        """
        declared = self._manifest.frames_per_second
        if declared and states_ns is not None:
            self._check_edges(states_ns)
        real, span_ns = self._rate.per_second, self._rate.span_ns
        if not real:
            return 0.0, 0.0
        drift_ms = span_ns / MILLISECOND_NS - (self._stream.count - 1) * 1000 / declared if declared else 0.0
        if declared and real < 0.9 * declared and span_ns > LONGEST_GAP_NS:
            is_fault = real < LEAST_RATE * declared
            text = f"{real:.2f} pictures a second, {declared:g} were declared"
            self._stream.tell(Kind.RATE, self._first_ns, self._last_ns, text, is_fault=is_fault)
        self._check_drift()
        return real, drift_ms

    def _decode(self, packet: bytes, *, is_start: bool) -> None:
        if self._decoder is None or is_start:
            self._decoder = VideoDecoder(self._manifest.frame_width_px, self._manifest.frame_height_px)
        self._decoder.decode(packet)

    def _step(self, at_ns: int) -> None:
        last_ns, self._last_ns = self._last_ns, at_ns
        is_border = self._rate.take(at_ns)
        if last_ns is None:
            self._first_ns = at_ns
        elif not is_border and at_ns - last_ns > LONGEST_GAP_NS:
            self._lose(last_ns, at_ns)

    def _lose(self, from_ns: int, until_ns: int) -> None:
        declared = self._manifest.frames_per_second
        missing = max(1, round((until_ns - from_ns) / SECOND_NS * declared) - 1)
        self._stream.lose(missing, from_ns, until_ns, "pictures are missing", Kind.PICTURES)

    def _check_edges(self, states_ns: tuple[int, int]) -> None:
        first_ns = states_ns[1] if self._first_ns is None else self._first_ns
        if first_ns - states_ns[0] > LONGEST_GAP_NS:
            self._lose(states_ns[0], first_ns)
        if self._last_ns is not None and states_ns[1] - self._last_ns > LONGEST_GAP_NS:
            self._lose(self._last_ns, states_ns[1])

    def _check_drift(self) -> None:
        """Whether the pictures fall behind what was written beside them, the longer the further."""
        drift_ms = drift_of(self._lags_ns)
        if abs(drift_ms) > MOST_DRIFT_MS:
            text = f"the pictures move {drift_ms:.0f} ms off the events between the first and the last quarter"
            span_ns = (self._first_ns, self._last_ns)
            self._stream.note(Finding(self._stream.topic, Kind.DRIFT, True, 1, *span_ns, 0.0, text))


def drift_of(lags_ns: Sequence[int]) -> float:
    """How much a lag grows from the first to the last quarter, in milliseconds; 0.0 where that cannot be told.

    A file whose pictures were not written beside their events, as an import may do, tells nothing of it.
    """
    if len(lags_ns) < _FEWEST or max(map(abs, lags_ns)) > _FURTHEST_BEHIND_NS:
        return 0.0
    quarter = len(lags_ns) // 4
    return (median(lags_ns[-quarter:]) - median(lags_ns[:quarter])) / MILLISECOND_NS
