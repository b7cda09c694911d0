"""Several tapes hear the same, in the same order; the silent one keeps nothing."""

from agent.tape import SilentTape, Tapes
from bridge.clock import VirtualClock
from bridge.events import Author, PointerMove
from bridge.recording.messages import Marker, PlannedInput, SentInput
from bridge.sandbox.game import SandboxGame

MOVE = PointerMove(1, 2, 3, Author.AGENT)


class Heard:
    def __init__(self):
        self.heard = []

    def __getattr__(self, name):
        return lambda value: self.heard.append((name, value))


def test_several_tapes_hear_the_same():
    state = SandboxGame("woodcutting", 1, VirtualClock(10)).receive(0.0)
    tapes = Heard(), Heard(), SilentTape()
    said = [
        ("keep_state", state),
        ("keep_inputs", (MOVE,)),
        ("keep_frame", None),
        ("keep_plan", PlannedInput(1, 2, (MOVE,))),
        ("keep_sent", SentInput(3, MOVE)),
        ("keep_marker", Marker(4, "report", "{}")),
    ]
    for name, value in said:
        getattr(Tapes(*tapes), name)(value)
    assert tapes[0].heard == tapes[1].heard == said
