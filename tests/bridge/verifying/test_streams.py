from __future__ import annotations

from bridge.events import Author, ButtonPress, ButtonRelease, KeyPress, KeyRelease, MouseButton, PointerMove
from bridge.recording.parts import SessionPart
from bridge.verifying.findings import Kind
from bridge.verifying.streams import InputCheck, StreamCheck, TickCheck
from tests.bridge.recording.sessions import state_at

HUMAN = Author.HUMAN
PART = SessionPart("a", "", None, 0, 0)


def told(stream: StreamCheck) -> list[tuple[Kind, bool]]:
    return [(finding.kind, finding.is_fault) for finding in stream.findings]


def test_a_hole_in_the_numbers_is_lost_time_less_the_usual_spacing() -> None:
    stream = StreamCheck("/screen", spacing_ns=100_000_000)
    stream.take(0, 0)
    stream.take(400_000_000, 3)
    assert (stream.verdict.count, stream.verdict.gaps, stream.verdict.lost_ms) == (2, 1, 300.0)
    assert (stream.findings[0].count, stream.findings[0].from_ns, stream.findings[0].until_ns) == (2, 0, 400_000_000)


def test_numbers_and_times_that_run_backwards_are_faults() -> None:
    stream = StreamCheck("/input")
    stream.take(10, 0)
    stream.take(9, 0)
    assert told(stream) == [(Kind.BACKWARDS, True), (Kind.BACKWARDS, True)]


def inputs(*events: ButtonPress | ButtonRelease | KeyPress | KeyRelease | PointerMove) -> list[tuple[Kind, bool]]:
    stream = StreamCheck("/input")
    check = InputCheck(stream, (PART,))
    for event in events:
        check.take(event, event.at_ns)
    check.end()
    return told(stream)


def test_a_press_and_its_release_are_fine() -> None:
    assert inputs(KeyPress(1, "a", HUMAN), KeyRelease(2, "a", HUMAN)) == []


def test_a_second_press_and_a_second_release_are_impossible() -> None:
    press, release = ButtonPress(1, 0, 0, MouseButton.LEFT, HUMAN), ButtonRelease(2, 0, 0, MouseButton.LEFT, HUMAN)
    assert inputs(press, press, release, release) == [(Kind.IMPOSSIBLE, True), (Kind.IMPOSSIBLE, True)]


def test_what_is_down_at_an_edge_of_the_recording_is_told_and_no_fault() -> None:
    assert inputs(KeyRelease(1, "enter", HUMAN), KeyPress(2, "ctrl", HUMAN)) == [(Kind.HELD, False), (Kind.HELD, False)]


def test_a_part_begins_with_what_was_held_there() -> None:
    stream = StreamCheck("/input")
    check = InputCheck(stream, (PART, SessionPart("b", "", None, 0, 0, from_ns=5, keys=("shift",))))
    check.take(KeyPress(1, "a", HUMAN), 1)
    check.take(KeyRelease(6, "shift", HUMAN), 6)
    check.take(KeyPress(7, "a", HUMAN), 7)
    assert told(stream) == []


def test_an_event_behind_a_later_one_is_told_with_how_late_it_was() -> None:
    stream = StreamCheck("/input")
    check = InputCheck(stream, (PART,))
    check.take(PointerMove(3_000_000, 1, 1, HUMAN), 5_000_000)
    check.end()
    assert told(stream) == [(Kind.LATE, False)]
    assert "2.000 ms" in stream.findings[0].text


def test_a_missing_tick_is_lost_time() -> None:
    stream = StreamCheck("/state", spacing_ns=600_000_000)
    check = TickCheck(stream, ())
    for index in (0, 1, 4):
        check.take(state_at(index))
    assert (stream.verdict.gaps, stream.verdict.lost_ms, stream.findings[0].count) == (1, 1200.0, 2)


def test_a_tick_that_goes_back_is_a_fault() -> None:
    stream = StreamCheck("/state")
    check = TickCheck(stream, ())
    check.take(state_at(3))
    check.take(state_at(3))
    assert told(stream) == [(Kind.BACKWARDS, True)]


def test_ticks_that_the_file_says_are_gone_are_not_missing() -> None:
    stream = StreamCheck("/state")
    check = TickCheck(stream, [(state_at(1).tick.received_ns, state_at(2).tick.received_ns)])
    check.take(state_at(0))
    check.take(state_at(4))
    assert told(stream) == []
