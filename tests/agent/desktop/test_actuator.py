from contextlib import closing

import pytest

from agent.desktop.actuator import open_actuator
from agent.desktop.actuator_pynput import PynputActuator
from agent.desktop.actuator_xtest import XTestActuator
from agent.desktop.backend import InputBackend


@pytest.mark.parametrize(
    ("backend", "kind"), [(InputBackend.X11, XTestActuator), (InputBackend.PYNPUT, PynputActuator)]
)
def test_the_backend_chooses_the_actuator(game, backend, kind):
    with closing(open_actuator(game, backend)) as actuator:
        assert isinstance(actuator, kind)
