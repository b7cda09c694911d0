import pytest
from mcap.reader import make_reader

from bridge.events import Author, ButtonPress, KeyPress, MouseButton, PointerMove, WheelScroll
from bridge.exporting.owamcap.messages import MediaRef, MouseEvent, ScreenCaptured
from bridge.importing.owamcap_messages import read_contents
from bridge.importing.rows import Dirt
from tests.bridge.importing.owa_files import FIRST_NS, click, key, write_owa

HUMAN = Author.HUMAN


def contents(path):
    with path.open("rb") as file:
        return read_contents(make_reader(file))


def test_messages_become_events(tmp_path):
    messages = [
        (0, MouseEvent("move", 1, 2)),
        (1, click(True)),
        (2, MouseEvent("scroll", 1, 2, dx=0, dy=-3)),
        (3, MouseEvent("scroll", 1, 2, dx=1, dy=0)),
        (4, key("press", 0xA1)),
        (5, key("press", 0x5B)),
    ]
    found = contents(write_owa(tmp_path / "s.mcap", messages))
    assert [one.event for one in found.inputs] == [
        PointerMove(FIRST_NS, 1, 2, HUMAN),
        ButtonPress(FIRST_NS + 1, 10, 20, MouseButton.LEFT, HUMAN),
        WheelScroll(FIRST_NS + 2, 1, 2, -3, HUMAN),
        KeyPress(FIRST_NS + 4, "shift", HUMAN),
        KeyPress(FIRST_NS + 5, "other", HUMAN),
    ]
    assert (found.manifest, found.attached, found.shots) == (None, (), ())


def test_a_button_that_we_have_no_name_for_is_counted(tmp_path):
    found = contents(write_owa(tmp_path / "s.mcap", [(0, click(True, "x1"))]))
    assert (found.inputs, dict(found.dirt)) == ((), {Dirt.UNKNOWN_BUTTON: 1})


def test_a_picture_is_where_its_reference_says(tmp_path):
    shot = ScreenCaptured(FIRST_NS + 3, (90, 62), (45, 31), MediaRef("v.mkv", 7))
    (found,) = contents(write_owa(tmp_path / "s.mcap", [(5, shot)])).shots
    assert (found.at_ns, found.size_px, found.media) == (FIRST_NS + 3, (45, 31), MediaRef("v.mkv", 7))


def test_a_file_of_another_profile_is_refused(tmp_path):
    with pytest.raises(ValueError, match="profile 'ros2', expected 'owa'"):
        contents(write_owa(tmp_path / "s.mcap", [], profile="ros2"))
