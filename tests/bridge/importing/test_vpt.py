import json

import numpy as np
import pytest

from bridge.errors import UnusableLog
from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.exporting.mp4 import mp4_writer
from bridge.importing.rows import Dirt
from bridge.importing.vpt import import_vpt
from bridge.recording.reader import open_recording

HUMAN = Author.HUMAN
FIRST_MILLI = 1_638_403_200_000


def line(x=640.0, y=360.0, milli=None, keys=(), new_keys=(), **mouse):
    """A line as the contractors' recorder wrote it, with the fields that nobody reads here."""
    told = {
        "mouse": {"x": x, "y": y, "dx": 0.0, "dy": 0.0, "scaledX": 0.0, "scaledY": 0.0, "dwheel": 0.0}
        | {"buttons": [], "newButtons": []}
        | mouse,
        "keyboard": {"keys": list(keys), "newKeys": list(new_keys), "chars": ""},
        "isGuiOpen": True,
        "hotbar": 0,
    }
    return told if milli is None else told | {"milli": FIRST_MILLI + milli}


def written(path, *lines):
    path.write_text("".join(json.dumps(one) + "\n" for one in lines))
    return path


def test_a_line_a_frame_becomes_the_events_that_explain_it(tmp_path):
    source = written(
        tmp_path / "s.jsonl",
        line(milli=0),
        line(milli=50, buttons=[0], newButtons=[0], keys=["key.keyboard.w"], new_keys=["key.keyboard.w"]),
        line(x=650.4, milli=100, dx=10.4, dwheel=-1.0, keys=["key.keyboard.w"]),
        line(x=650.4, milli=151, newButtons=[1]),
    )
    imported = import_vpt(source, tmp_path / "back.mcap")
    ms = 1_000_000
    assert list(open_recording(imported.path).inputs()) == [
        PointerMove(0, 640, 360, HUMAN),
        ButtonPress(50 * ms, 640, 360, MouseButton.LEFT, HUMAN),
        KeyPress(50 * ms, "w", HUMAN),
        PointerMove(100 * ms, 650, 360, HUMAN),
        ButtonRelease(100 * ms, 650, 360, MouseButton.LEFT, HUMAN),
        WheelScroll(100 * ms, 650, 360, -1, HUMAN),
        ButtonPress(151 * ms, 650, 360, MouseButton.RIGHT, HUMAN),
        ButtonRelease(151 * ms, 650, 360, MouseButton.RIGHT, HUMAN),
        KeyRelease(151 * ms, "w", HUMAN),
    ]
    assert (imported.rows, imported.events, imported.dirt) == (4, 9, {})


def test_lines_without_a_time_are_a_twentieth_of_a_second_apart(tmp_path):
    source = written(tmp_path / "s.jsonl", line(), line(x=1.0), line(x=2.0))
    back = open_recording(import_vpt(source, tmp_path / "back.mcap").path)
    assert [event.at_ns for event in back.inputs()] == [0, 50_000_000, 100_000_000]


def test_what_has_no_words_of_ours_is_counted(tmp_path):
    source = written(
        tmp_path / "s.jsonl",
        line(milli=10, new_keys=["key.keyboard.keypad.3"]),
        line(milli=0, newButtons=[4], dx=3.0),
        line(milli=20, x=1e9),
    )
    assert import_vpt(source, tmp_path / "back.mcap").dirt == {
        Dirt.UNKNOWN_KEY: 1,
        Dirt.UNKNOWN_BUTTON: 1,
        Dirt.OUT_OF_ORDER: 1,
        Dirt.OFF_SCREEN: 2,
    }


def test_the_video_beside_it_gives_the_pictures_and_the_screen_is_a_multiple_of_it(tmp_path):
    source = written(tmp_path / "s.jsonl", *(line(x=80.0, y=40.0, milli=50 * index) for index in range(3)))
    with (tmp_path / "s.mp4").open("wb") as file, mp4_writer(file, (64, 36), 20) as video:
        for shade in (40, 120, 200):
            video.add(np.full((36, 64, 3), shade, np.uint8))
    back = open_recording(import_vpt(source, tmp_path / "back.mcap").path)
    found = [(frame.at_ns, round(float(frame.pixels.mean()), -1)) for frame in back.frames()]
    assert found == [(0, 40), (50_000_000, 120), (100_000_000, 200)]
    manifest = back.manifest
    assert (manifest.canvas_width_px, manifest.canvas_height_px) == (128, 72)
    assert (manifest.frame_width_px, manifest.frame_height_px, manifest.frames_per_second) == (64, 36, 20.0)


@pytest.mark.parametrize(
    ("text", "wrong"), [("", "has no line"), ('{"mouse": 3}\n', "line 1: "), ("{}\nx", "line 1: .*`mouse`")]
)
def test_what_is_no_such_log_is_refused_with_its_line(text, wrong, tmp_path):
    (tmp_path / "s.jsonl").write_text(text)
    with pytest.raises(UnusableLog, match=wrong):
        import_vpt(tmp_path / "s.jsonl", tmp_path / "back.mcap")
