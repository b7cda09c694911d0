"""The table of the session, and the document that is drawn from it."""

import typing
from itertools import pairwise

from bridge.protocol.messages import Message
from bridge.protocol.transitions import TRANSITIONS, Role, SessionState, diagram, message_name, state_after
from tests.bridge.protocol.examples import EXAMPLES
from tests.golden.regenerate_protocol import DOCUMENT, with_diagram

FROM_AGENT = {"challenge", "welcome", "error", "ping"}


def test_the_diagram_in_the_document_is_the_table():
    document = DOCUMENT.read_text(encoding="utf-8")
    assert diagram() in document
    assert with_diagram(document) == document


def test_the_handshake_is_the_only_way_from_new_to_open():
    path = [SessionState.NEW]
    for sender, name in [(Role.GAME, "hello"), (Role.AGENT, "challenge"), (Role.GAME, "auth"), (Role.AGENT, "welcome")]:
        path.append(state_after(path[-1], sender, EXAMPLES[name]))
    assert path == [each for each in SessionState if each is not SessionState.CLOSED]
    steps = [(state, after) for state, moves in TRANSITIONS.items() for after in moves.values() if after is not state]
    assert [step for step in steps if step[1] is not SessionState.CLOSED] == list(pairwise(path))


def test_the_agent_says_nothing_that_acts_on_the_game():
    spoken = {message_name(kind) for moves in TRANSITIONS.values() for sender, kind in moves if sender is Role.AGENT}
    assert spoken == FROM_AGENT


def test_every_message_has_its_one_sender():
    spoken = {(sender, kind) for moves in TRANSITIONS.values() for sender, kind in moves}
    assert len(spoken) == len({kind for _, kind in spoken}) == len(typing.get_args(Message))


def test_nothing_follows_the_end():
    assert TRANSITIONS[SessionState.CLOSED] == {}


def test_a_message_from_the_wrong_side_is_not_allowed():
    assert state_after(SessionState.OPEN, Role.AGENT, EXAMPLES["tick"]) is None
    assert state_after(SessionState.OPEN, Role.GAME, EXAMPLES["tick"]) is SessionState.OPEN


def test_each_role_faces_the_other():
    assert (Role.GAME.other, Role.AGENT.other) == (Role.AGENT, Role.GAME)
