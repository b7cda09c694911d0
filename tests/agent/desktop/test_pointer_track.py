from agent.desktop.pointer_track import PointerTrack
from agent.desktop.raw_input import RawInput, RawKind
from bridge.geometry import Point

XTEST, MOUSE = 4, 6


def moved(source: int, x: float | None, y: float | None) -> RawInput:
    return RawInput(RawKind.MOTION, source, 0, 0, 0, x, y)


PRESS = RawInput(RawKind.BUTTON_PRESS, MOUSE, 1, 0, 0, None, None)


def track_at(x: int, y: int) -> PointerTrack:
    track = PointerTrack(100, 50, frozenset({XTEST}))
    track.places((), Point(x, y))
    return track


def test_a_press_without_motion_happens_where_the_pointer_is_seen():
    assert track_at(1, 1).places([PRESS], Point(9, 9)) == [Point(9, 9)]


def test_each_event_of_an_injected_burst_has_its_own_place():
    burst = [moved(XTEST, 10, 20), PRESS, moved(XTEST, 30, 40), PRESS]
    places = track_at(1, 1).places(burst, Point(30, 40))
    assert places == [Point(10, 20), Point(10, 20), Point(30, 40), Point(30, 40)]


def test_steps_of_a_mouse_are_followed():
    burst = [moved(MOUSE, 2, 0), PRESS, moved(MOUSE, 1, -1)]
    assert track_at(5, 5).places(burst, Point(8, 4)) == [Point(7, 5), Point(7, 5), Point(8, 4)]


def test_parts_of_a_pixel_add_up():
    track = track_at(5, 5)
    assert track.places([moved(MOUSE, 0.6, None)], Point(5, 5)) == [Point(5, 5)]
    assert track.places([moved(MOUSE, 0.6, None), moved(MOUSE, 1, None)], Point(7, 5))[0] == Point(6, 5)


def test_a_warp_before_the_steps_is_found_out_by_looking():
    burst = [moved(MOUSE, 2, 0), PRESS, moved(MOUSE, 1, 0)]
    assert track_at(5, 5).places(burst, Point(63, 40)) == [Point(62, 40), Point(62, 40), Point(63, 40)]


def test_a_warp_does_not_touch_places_that_were_injected():
    burst = [moved(XTEST, 10, 20), moved(MOUSE, 2, 0), moved(MOUSE, 1, 0)]
    assert track_at(5, 5).places(burst, Point(14, 20)) == [Point(10, 20), Point(13, 20), Point(14, 20)]


def test_the_edge_of_the_desktop_stops_the_pointer():
    burst = [moved(MOUSE, 500, -500), moved(MOUSE, -9, 0)]
    assert track_at(5, 5).places(burst, Point(90, 0)) == [Point(99, 0), Point(90, 0)]
