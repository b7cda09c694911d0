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
from bridge.geometry import Point
from bridge.importing.frame_inputs import FrameInputs, events_of_frames

HUMAN, LEFT, NONE = Author.HUMAN, MouseButton.LEFT, frozenset()


def events(*frames):
    return list(events_of_frames(frames, HUMAN))


def test_what_changes_between_frames_becomes_events_at_the_later_one():
    found = events(
        FrameInputs(1, Point(4, 5), NONE, NONE),
        FrameInputs(2, Point(4, 5), frozenset({LEFT}), frozenset({"a"})),
        FrameInputs(3, Point(6, 5), NONE, NONE),
    )
    assert found == [
        PointerMove(1, 4, 5, HUMAN),
        ButtonPress(2, 4, 5, LEFT, HUMAN),
        KeyPress(2, "a", HUMAN),
        PointerMove(3, 6, 5, HUMAN),
        ButtonRelease(3, 6, 5, LEFT, HUMAN),
        KeyRelease(3, "a", HUMAN),
    ]


def test_a_click_within_one_frame_is_a_press_and_a_release():
    found = events(FrameInputs(1, Point(4, 5), NONE, NONE, {LEFT: 2}))
    assert found[1:] == [ButtonPress(1, 4, 5, LEFT, HUMAN), ButtonRelease(1, 4, 5, LEFT, HUMAN)] * 2


def test_a_new_press_of_what_was_down_comes_after_its_release():
    down = frozenset({LEFT})
    found = events(FrameInputs(1, None, down, NONE), FrameInputs(2, None, down, NONE, {LEFT: 1}))
    assert [type(event) for event in found] == [ButtonPress, ButtonRelease, ButtonPress]


def test_the_wheel_turns_where_the_pointer_is_and_an_unknown_place_is_the_corner():
    assert events(FrameInputs(1, None, NONE, NONE, notches=-2)) == [WheelScroll(1, 0, 0, -2, HUMAN)]
