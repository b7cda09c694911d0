from contextlib import closing

import pytest

from agent.desktop.backend import InputBackend
from agent.desktop.listener import open_listener
from agent.desktop.listener_pynput import PynputListener
from agent.desktop.listener_xinput import XInputListener
from bridge.clock import SystemClock
from bridge.events import Author, PointerMove
from tests.agent.desktop.listening import heard, timeless


@pytest.mark.parametrize(
    ("backend", "kind"), [(InputBackend.X11, XInputListener), (InputBackend.PYNPUT, PynputListener)]
)
def test_the_backend_chooses_the_listener(game, backend, kind):
    with closing(open_listener(game, SystemClock(), backend)) as listener:
        assert isinstance(listener, kind)


def test_a_scripted_persons_hand_is_a_persons(game, xtest):
    with closing(open_listener(game, SystemClock(), InputBackend.X11, injected_by=Author.HUMAN)) as listener:
        xtest.send(PointerMove(0, 5, 6, Author.AGENT))
        assert timeless(heard(listener, 1)) == [PointerMove(0, 5, 6, Author.HUMAN)]
