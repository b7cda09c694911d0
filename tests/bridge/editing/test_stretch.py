from __future__ import annotations

import pytest

from bridge.clock import VirtualClock
from bridge.editing.source import Source, beginning, ending, open_source, places_in
from bridge.editing.stretch import Stretch, losses_in
from bridge.recording.channels import Topic
from bridge.recording.losses import Loss
from bridge.recording.writer import RecordingWriter
from tests.bridge.recording.sessions import START_NS, events_after, manifest_of


@pytest.fixture(scope="module")
def lossy(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """An event at each second from the first to the third, one lost before the second and one behind all."""
    path = tmp_path_factory.mktemp("lossy") / "a.mcap"
    with RecordingWriter(path, manifest_of(), clock=VirtualClock(), video=False) as writer:
        for index, event in enumerate(events_after(0)[:3]):
            if index == 1:
                writer.note_dropped(Topic.INPUT, 1, "full")
            writer.write_input(event)
        writer.note_dropped(Topic.INPUT, 2, "ended")
    return open_source(path)


def test_a_stretch_from_the_beginning_holds_what_is_older_than_the_session(lossy: Source) -> None:
    stretch = Stretch(lossy, beginning(lossy), ending(lossy))
    assert stretch.holds(START_NS - 1)
    assert not stretch.holds(lossy.span_ns[1] + 1)
    assert stretch.is_behind(lossy.span_ns[1] + 1)


def test_a_loss_belongs_to_where_its_stream_goes_on_and_moves_with_it(lossy: Source) -> None:
    first, second, third = (event.at_ns for event in events_after(0)[:3])
    places = places_in(lossy, [second])
    before = Stretch(lossy, beginning(lossy), places[second])
    after = Stretch(lossy, places[second], ending(lossy), shift_ns=5)
    assert losses_in(before) == ()
    assert losses_in(after) == (
        Loss("/input", 1, first + 5, second + 5, "full"),
        Loss("/input", 2, third + 5, None, "ended"),
    )
