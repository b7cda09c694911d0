"""Messages between the agent and its hands survive any cut of the bytes, and nothing else gets through."""

import struct

import msgspec
import pytest

from agent.desktop.canvas import GameWindow
from agent.desktop.wire import Arm, Failed, Rest, Setup, answer_unpacker, order_unpacker, packed
from agent.errors import DesktopError
from agent.limits import Limits
from agent.plan import Plan
from agent.reports import Halted, NotSent, Sent
from bridge.events import Author, ButtonPress, MouseButton, PointerMove
from bridge.geometry import Rect

MOVE = PointerMove(5, 1, 2, Author.AGENT)
LIMITS = Limits(765, 503, allowed_keys=frozenset({"a"}), forbidden=(Rect(1, 2, 3, 4),))
ORDERS = [
    Setup(GameWindow(7, "a window", canvas_id=9), LIMITS, "f12", yields=True),
    Arm(),
    Plan(5, (MOVE, ButtonPress(6, 1, 2, MouseButton.LEFT, Author.AGENT))),
    Rest(),
]


def test_orders_arrive_as_they_were_sent_whatever_the_cuts():
    data = b"".join(packed(order) for order in ORDERS)
    for cut in range(len(data)):
        unpacker = order_unpacker()
        assert [*unpacker.messages(data[:cut]), *unpacker.messages(data[cut:])] == ORDERS


def test_answers_arrive_as_they_were_sent():
    answers = [Failed("no"), Sent(MOVE, 6, None), Sent(MOVE, 6, 7), NotSent(MOVE, "late"), Halted(8, "a person")]
    assert list(answer_unpacker().messages(b"".join(map(packed, answers)))) == answers


@pytest.mark.parametrize("x", [float("nan"), float("inf"), 0.5, "5", None, 2**70])
def test_a_place_that_is_no_whole_number_is_no_order(x):
    body = (
        msgspec.msgpack.encode(
            {
                "type": "plan",
                "made_from_ns": 5,
                "events": [{"type": "pointer_move", "at_ns": 5, "x": x, "y": 2, "author": "agent"}],
            }
        )
        if x != 2**70
        else b"\xc1"
    )
    with pytest.raises(DesktopError, match="a broken message"):
        list(order_unpacker().messages(struct.pack("<I", len(body)) + body))


def test_a_plan_that_breaks_its_own_rules_is_no_order():
    late = {"type": "pointer_move", "at_ns": 700_000_000, "x": 1, "y": 2, "author": "agent"}
    body = msgspec.msgpack.encode({"type": "plan", "made_from_ns": 5, "events": [late]})
    with pytest.raises(DesktopError, match="within 600 ms"):
        list(order_unpacker().messages(struct.pack("<I", len(body)) + body))


def test_a_huge_length_is_refused_before_anything_is_awaited():
    with pytest.raises(DesktopError, match="a message of 4294967295 bytes"):
        list(order_unpacker().messages(b"\xff" * 4))
