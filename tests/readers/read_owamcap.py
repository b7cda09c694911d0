"""The real `mcap-owa-support` opens what we export: `make test-owamcap`."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
from mcap_owa.highlevel import OWAMcapReader, OWAMcapWriter
from owa.msgs.desktop.keyboard import KeyboardEvent
from owa.msgs.desktop.mouse import MouseEvent

from bridge.events import Author, KeyPress, PointerMove
from bridge.exporting.owamcap.session import export_owamcap
from bridge.importing.owamcap import import_owamcap
from bridge.recording.reader import open_recording

SAMPLE = Path(__file__).parents[2] / "recordings/sample/woodcutting.mcap"


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> Path:
    return export_owamcap(open_recording(SAMPLE), "sample", tmp_path_factory.mktemp("owa")).files[0]


def test_every_message_decodes_as_the_packages_own_type_without_a_warning(exported):
    with warnings.catch_warnings(), OWAMcapReader(exported) as reader:
        warnings.simplefilter("error")
        kinds = [type(message.decoded).__name__ for message in reader.iter_messages()]
    events = len(list(open_recording(SAMPLE).inputs()))
    assert kinds.count("MouseEvent") + kinds.count("KeyboardEvent") == events
    assert kinds.count("ScreenCaptured") == len(list(open_recording(SAMPLE).packets()))
    assert kinds.count("WindowInfo") == 1


def test_events_are_at_their_places_and_times(exported):
    manifest = open_recording(SAMPLE).manifest
    moves = [event for event in open_recording(SAMPLE).inputs() if isinstance(event, PointerMove)]
    prefix = "agent/" if moves[0].author is Author.AGENT else ""
    with OWAMcapReader(exported) as reader:
        found = [
            (one.decoded.x, one.decoded.y, one.decoded.timestamp - manifest.started_wall_ns + manifest.started_ns)
            for one in reader.iter_messages(topics=[f"{prefix}mouse"])
            if one.decoded.event_type == "move"
        ]
    assert found == [(move.x, move.y, move.at_ns) for move in moves]


def test_pictures_load_through_their_references(exported):
    frames = list(open_recording(SAMPLE).frames())
    with OWAMcapReader(exported) as reader:
        shots = [message.decoded for message in reader.iter_messages(topics=["screen"])]
    for index in range(0, len(shots), 25):
        shown = shots[index].resolve_relative_path(exported.as_posix()).to_rgb_array()
        height, width = frames[index].pixels.shape[:2]
        assert np.abs(shown[:height, :width].astype(int) - frames[index].pixels).mean() < 3


def test_a_file_that_the_package_wrote_is_imported(tmp_path):
    with OWAMcapWriter(tmp_path / "s.mcap") as writer:
        writer.write_message(MouseEvent(event_type="move", x=3, y=4), topic="mouse", timestamp=1_000)
        writer.write_message(KeyboardEvent(event_type="press", vk=0x41), topic="keyboard", timestamp=2_000)
    imported = import_owamcap(tmp_path / "s.mcap", tmp_path / "back.mcap")
    expected = [PointerMove(0, 3, 4, Author.HUMAN), KeyPress(1_000, "a", Author.HUMAN)]
    assert list(open_recording(imported.path).inputs()) == expected
