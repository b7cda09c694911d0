"""The null sink and no hands send nothing and hold nothing."""

from agent.plan import Plan
from agent.play_ports import NoHands, NullSink
from bridge.events import Author, ButtonPress, MouseButton
from bridge.held import HeldInput

PRESS = ButtonPress(0, 1, 2, MouseButton.LEFT, Author.AGENT)


def test_nothing_is_ever_held():
    sink = NullSink()
    sink.send(PRESS)
    sink.release_all()
    assert sink.held() == HeldInput()
    sink.close()
    sink.close()


def test_no_hands_report_nothing():
    hands = NoHands()
    hands.arm()
    hands.plan(Plan(0, (PRESS,)))
    assert hands.reports() == hands.rest() == ()
    hands.close()
