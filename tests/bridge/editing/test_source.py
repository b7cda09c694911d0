from __future__ import annotations

from pathlib import Path

import pytest

from bridge.editing.source import beginning, ending, open_source, parts_between, places_in
from bridge.errors import CorruptRecording
from bridge.events import MouseButton
from bridge.geometry import Point
from bridge.held import HeldInput
from bridge.recording.channels import Topic
from tests.bridge.recording.sessions import START_NS, cut_copy, with_messages_like, write_session


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_session(tmp_path_factory.mktemp("whole") / "a.mcap", 2).path


def test_a_place_knows_what_is_held_and_which_numbers_come_next(whole: Path) -> None:
    at_ns = START_NS + 150_000_000
    place = places_in(open_source(whole), [at_ns])[at_ns]
    assert place.held == HeldInput(Point(0, 2), frozenset({MouseButton.LEFT}))
    assert [place.sequences[topic] for topic in (Topic.INPUT, Topic.STATE, Topic.SCREEN)] == [2, 1, 1]


def test_what_happens_at_a_moment_lies_behind_it(whole: Path) -> None:
    place = places_in(open_source(whole), [START_NS])[START_NS]
    assert place.held == HeldInput()
    assert set(place.sequences.values()) == {0}


def test_a_place_behind_everything_has_the_totals(whole: Path) -> None:
    source = open_source(whole)
    late_ns = source.span_ns[1] + 5
    assert places_in(source, [late_ns])[late_ns].sequences == ending(source).sequences


def test_a_whole_recording_has_its_parts_as_they_are(whole: Path) -> None:
    source = open_source(whole)
    assert parts_between(source, beginning(source), ending(source), {}) == source.manifest.session_parts


def test_an_unfinished_recording_is_to_be_repaired_first(whole: Path, tmp_path: Path) -> None:
    cut = cut_copy(whole, tmp_path / "cut.mcap", whole.stat().st_size // 2)
    with pytest.raises(CorruptRecording, match="data repair"):
        open_source(cut)


def test_an_event_that_cannot_be_read_is_told_with_what_to_do(whole: Path, tmp_path: Path) -> None:
    source = open_source(with_messages_like(whole, tmp_path / "b.mcap", Topic.INPUT, lambda _: b"{}"))
    with pytest.raises(CorruptRecording, match=r"b\.mcap: .*`osrs-agent data repair`"):
        places_in(source, [START_NS])
