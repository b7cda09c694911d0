"""The null sink sends nothing and holds nothing."""

from agent.play_ports import NullSink
from bridge.events import Author, ButtonPress, MouseButton
from bridge.held import HeldInput


def test_nothing_is_ever_held():
    sink = NullSink()
    sink.send(ButtonPress(0, 1, 2, MouseButton.LEFT, Author.AGENT))
    sink.release_all()
    assert sink.held() == HeldInput()
    sink.close()
    sink.close()
