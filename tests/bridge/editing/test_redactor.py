from __future__ import annotations

import msgspec
import pytest

from bridge.editing.redactor import Redactor, Wish, cleared
from bridge.events import Author, InputEvent, KeyPress, KeyRelease
from bridge.recording.channels import Topic
from bridge.recording.messages import PlannedInput, SentInput
from bridge.recording.parts import SessionPart
from bridge.recording.raw import RawMessage

HUMAN = Author.HUMAN


class Kept:
    """Keeps what it is told, one line each."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Topic, bytes]] = []

    def add(self, topic: Topic, log_time_ns: int, sequence: int, data: bytes) -> None:
        self.said.append(("add", topic, data))

    def insert(self, topic: Topic, log_time_ns: int, data: bytes) -> None:
        self.said.append(("insert", topic, data))

    def leave_out(self, topic: Topic) -> None:
        self.said.append(("leave out", topic, b""))


def inputs_after(wish: Wish, events: list[InputEvent], *parts: SessionPart) -> list[InputEvent]:
    sink = Kept()
    redactor = Redactor(wish, parts or (SessionPart("a", "", None, 0, 0),), sink)
    for number, event in enumerate(events):
        redactor.take(RawMessage(Topic.INPUT, event.at_ns, number, msgspec.json.encode(event)))
    return [msgspec.json.decode(data, type=InputEvent) for what, _, data in sink.said if what != "leave out"]


def test_a_key_pressed_before_and_released_in_the_span_of_its_redaction_stays_whole() -> None:
    events = [KeyPress(1, "q", HUMAN), KeyRelease(6, "q", HUMAN), KeyPress(7, "q", HUMAN), KeyRelease(12, "q", HUMAN)]
    assert inputs_after(Wish(5, 10, key="q"), events) == events[:2]


def test_a_release_that_never_had_a_press_is_not_ours_to_remove() -> None:
    events = [KeyRelease(1, "q", HUMAN), KeyPress(20, "a", HUMAN)]
    assert inputs_after(Wish(5, 10), events) == events


def test_an_event_goes_by_its_own_time_too() -> None:
    sink = Kept()
    late = KeyPress(8, "q", HUMAN)
    Redactor(Wish(5, 10), (SessionPart("a", "", None, 0, 0),), sink).take(
        RawMessage(Topic.INPUT, 12, 0, msgspec.json.encode(late))
    )
    assert sink.said == [("leave out", Topic.INPUT, b"")]


def test_what_the_agent_planned_and_sent_goes_too() -> None:
    sink = Kept()
    redactor = Redactor(Wish(5, 10, key="q"), (SessionPart("a", "", None, 0, 0),), sink)
    plan = PlannedInput(4, None, (KeyPress(4, "q", HUMAN), KeyPress(6, "q", HUMAN), KeyPress(6, "a", HUMAN)))
    redactor.take(RawMessage(Topic.PLAN, 4, 0, msgspec.json.encode(plan)))
    redactor.take(RawMessage(Topic.SENT, 7, 0, msgspec.json.encode(SentInput(7, plan.events[1]))))
    assert msgspec.json.decode(sink.said[0][2], type=PlannedInput).events == (plan.events[0], plan.events[2])
    assert sink.said[1] == ("leave out", Topic.SENT, b"")
    assert redactor.removed == {"/plan events": 1, "/sent": 1}


@pytest.mark.parametrize(("wish", "keys"), [(Wish(5, 9), ()), (Wish(5, 9, key="q"), ("a",)), (Wish(8, 9), ("a", "q"))])
def test_a_part_that_begins_inside_of_the_span_does_not_tell_what_was_held(wish: Wish, keys: tuple[str, ...]) -> None:
    part = SessionPart("b", "", None, 0, 0, from_ns=7, keys=("a", "q"))
    assert cleared(part, wish).keys == keys


def test_after_such_a_part_its_release_goes_as_well() -> None:
    parts = (SessionPart("a", "", None, 0, 0), SessionPart("b", "", None, 0, 0, from_ns=7, keys=("q",)))
    events = [KeyPress(6, "a", HUMAN), KeyRelease(12, "q", HUMAN), KeyPress(13, "x", HUMAN)]
    assert inputs_after(Wish(5, 10), events, *parts) == events[2:]
