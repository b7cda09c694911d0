from __future__ import annotations

import pytest

from bridge.clock import SECOND_NS, VirtualClock
from bridge.editing.moments import (
    AtMarker,
    AtSeconds,
    AtTick,
    Moment,
    cuts_at,
    marker_times,
    segment_times,
    tick_from,
    ticks_of,
    time_of,
    times_every,
)
from bridge.editing.source import Source, open_source
from bridge.errors import UnusableEdit
from bridge.recording.messages import Marker
from bridge.recording.writer import RecordingWriter
from tests.bridge.editing.histories import timed_state
from tests.bridge.recording.sessions import START_NS, manifest_of


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """Ticks 0, 1 and 5 at 0, 1 and 4 seconds, a pause at 0.5 and a takeover at 2."""
    path = tmp_path_factory.mktemp("moments") / "a.mcap"
    with RecordingWriter(path, manifest_of(), clock=VirtualClock(), video=False) as writer:
        for index, second in ((0, 0), (1, 1), (5, 4)):
            writer.write_state(timed_state(index, START_NS + second * SECOND_NS))
        writer.write_marker(Marker(START_NS + SECOND_NS // 2, "pause", ""))
        writer.write_marker(Marker(START_NS + 2 * SECOND_NS, "takeover", ""))
    return open_source(path)


@pytest.mark.parametrize(
    ("moment", "second"), [(AtSeconds(1.5), 1.5), (AtTick(1), 1), (AtTick(2), 4), (AtMarker("takeover"), 2)]
)
def test_a_moment_has_its_time(source: Source, moment: Moment, second: float) -> None:
    assert time_of(moment, source, ticks_of(source)) == START_NS + round(second * SECOND_NS)


@pytest.mark.parametrize(("moment", "told"), [(AtTick(9), "end at 5"), (AtMarker("x"), "pause, takeover")])
def test_a_moment_that_is_not_there_is_told_with_what_is(source: Source, moment: Moment, told: str) -> None:
    with pytest.raises(UnusableEdit, match=told):
        time_of(moment, source, ticks_of(source))


def test_a_moment_is_brought_to_the_next_tick(source: Source) -> None:
    ticks = ticks_of(source)
    seconds = [
        (tick_from(START_NS + one, ticks) - START_NS) / SECOND_NS for one in (0, 1, SECOND_NS + 1, 5 * SECOND_NS)
    ]
    assert seconds == [0, 1, 4, 5]


def test_cuts_lie_inside_each_once(source: Source) -> None:
    times_ns = [START_NS, START_NS + SECOND_NS, START_NS + 2 * SECOND_NS, START_NS + 3 * SECOND_NS]
    assert cuts_at(times_ns, source, ticks_of(source)) == (START_NS + SECOND_NS, START_NS + 4 * SECOND_NS)


def test_steps_markers_and_silences_name_moments(source: Source) -> None:
    seconds = [
        [(one - START_NS) / SECOND_NS for one in times]
        for times in (
            times_every(SECOND_NS * 3 // 2, source),
            marker_times("", source),
            marker_times("takeover", source),
            segment_times(source, ticks_of(source)),
        )
    ]
    assert seconds == [[1.5, 3.0], [0.5, 2.0], [2.0], [4.0]]
