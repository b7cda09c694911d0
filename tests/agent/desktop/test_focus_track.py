import pytest

from agent.desktop.focus_track import FocusTrack
from agent.desktop.x11 import FOCUS_IN, FOCUS_OUT

NORMAL, GRAB, UNGRAB = 0, 1, 2
INFERIOR, NONLINEAR, POINTER = 2, 3, 5


def focus_event(kind: int, detail: int = NONLINEAR, mode: int = NORMAL) -> bytes:
    return bytes([kind, detail, *[0] * 6, mode, *[0] * 27])


@pytest.fixture
def ours() -> FocusTrack:
    return FocusTrack(True)


@pytest.fixture
def under_pointer() -> FocusTrack:
    return FocusTrack(None)


def test_without_a_window_in_focus_keys_go_under_the_pointer(under_pointer):
    assert under_pointer.is_ours(is_pointer_over=True)
    assert not under_pointer.is_ours(is_pointer_over=False)


def test_with_the_focus_keys_are_ours_wherever_the_pointer_is(ours):
    assert ours.is_ours(is_pointer_over=False)


def test_keys_before_a_loss_in_the_same_burst_are_ours(ours):
    ours.begin(False)
    assert ours.is_ours(is_pointer_over=False)
    ours.saw(focus_event(FOCUS_OUT))
    assert not ours.is_ours(is_pointer_over=True)


def test_between_a_loss_and_a_gain_in_one_burst_keys_go_elsewhere(ours):
    ours.begin(True)
    ours.saw(focus_event(FOCUS_OUT))
    assert not ours.is_ours(is_pointer_over=True)
    ours.saw(focus_event(FOCUS_IN))
    assert ours.is_ours(is_pointer_over=False)


def test_the_answer_for_a_burst_does_not_run_ahead_of_its_events(ours):
    ours.saw(focus_event(FOCUS_OUT))
    ours.begin(True)
    assert not ours.is_ours(is_pointer_over=True)


def test_a_focus_on_a_window_inside_ours_is_no_loss(ours):
    ours.saw(focus_event(FOCUS_OUT, INFERIOR))
    assert ours.is_ours(is_pointer_over=False)


def test_a_focus_that_left_without_an_event_is_lost(under_pointer):
    under_pointer.begin(False)
    assert not under_pointer.is_ours(is_pointer_over=True)


def test_keys_follow_the_pointer_again_from_the_next_burst_on():
    track = FocusTrack(False)
    track.begin(None)
    assert not track.is_ours(is_pointer_over=True)
    track.end()
    assert track.is_ours(is_pointer_over=True)


def test_keys_follow_the_pointer_as_soon_as_an_event_says_so(ours):
    ours.saw(focus_event(FOCUS_OUT))
    ours.saw(focus_event(FOCUS_IN, POINTER))
    assert ours.is_ours(is_pointer_over=True)
    assert not ours.is_ours(is_pointer_over=False)


def test_under_a_grab_keys_go_elsewhere_though_the_server_names_our_window(ours):
    ours.saw(focus_event(FOCUS_OUT, mode=GRAB))
    ours.begin(True)
    assert not ours.is_ours(is_pointer_over=True)
    ours.saw(focus_event(FOCUS_IN, mode=UNGRAB))
    assert ours.is_ours(is_pointer_over=True)
