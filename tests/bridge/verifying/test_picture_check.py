from __future__ import annotations

from pathlib import Path

import pytest

from bridge.clock import SECOND_NS, VirtualClock
from bridge.frame import Frame
from bridge.recording.writer import RecordingWriter
from bridge.verifying.findings import Kind, Verdict
from bridge.verifying.picture_check import drift_of
from bridge.verifying.verify import verify
from tests.bridge.recording.sessions import START_NS, frame_at, manifest_of

PIXELS = frame_at(0, 0).pixels


def verdict_of(path: Path, times_s: list[float], fps: float) -> Verdict:
    with RecordingWriter(path, manifest_of(frames_per_second=fps), clock=VirtualClock()) as writer:
        for time_s in times_s:
            writer.write_frame(Frame(START_NS + round(time_s * SECOND_NS), PIXELS))
    return verify(path)


def test_the_real_rate_is_measured_and_counted_pictures_drift(tmp_path: Path) -> None:
    verdict = verdict_of(tmp_path / "a.mcap", [index / 8 for index in range(41)], 10.0)
    assert (verdict.real_fps, verdict.drift_ms) == (8.0, 1000.0)
    assert [(finding.kind, finding.is_fault) for finding in verdict.findings] == [(Kind.RATE, False)]


def test_less_than_half_the_declared_rate_fails(tmp_path: Path) -> None:
    verdict = verdict_of(tmp_path / "a.mcap", [index / 4 for index in range(21)], 10.0)
    assert [(finding.kind, finding.is_fault) for finding in verdict.findings] == [(Kind.RATE, True)]


def test_three_seconds_without_a_picture_are_lost(tmp_path: Path) -> None:
    times_s = [index / 10 for index in range(100) if not 30 <= index < 59]
    verdict = verdict_of(tmp_path / "a.mcap", times_s, 10.0)
    assert not verdict.is_ok
    assert (verdict.streams["/screen"].gaps, verdict.streams["/screen"].lost_ms) == (1, 2900.0)
    assert (verdict.findings[0].kind, verdict.findings[0].count) == (Kind.PICTURES, 29)


@pytest.mark.parametrize(("lags_ms", "drift_ms"), [([5] * 80, 0.0), (list(range(0, 1600, 20)), 1200.0), ([9] * 3, 0.0)])
def test_drift_is_how_the_lag_grows(lags_ms: list[int], drift_ms: float) -> None:
    assert drift_of([lag * 1_000_000 for lag in lags_ms]) == pytest.approx(drift_ms)
