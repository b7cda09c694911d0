"""The plugin collects what the sandbox tells, in the same words: a model trained on one decides on the other."""

from __future__ import annotations

import numpy as np
import pytest

from agent.history_buffer import HistoryBuffer
from agent.model_player import agent_planner
from bridge.events import Author
from bridge.held import HeldInput
from bridge.state import GameState
from model.state_features import STATE_FEATURES, state_features
from model.vocabulary import Vocabulary
from tests.bridge.runelite.glue import TIMEOUT_S, compile_glue, told
from tests.bridge.runelite.java_game import compile_wire


@pytest.fixture(scope="module")
def states(tmp_path_factory) -> list[GameState]:
    """Two ticks that the plugin's own collector filled, in Java, from a client of answers."""
    wire_classes, folder = tmp_path_factory.mktemp("wire"), tmp_path_factory.mktemp("glue")
    compile_wire(wire_classes)
    with told(compile_glue(wire_classes, folder), folder, "tick") as link:
        found = [link.receive(TIMEOUT_S), link.receive(TIMEOUT_S)]
    return [state for state in found if state is not None]


def known(state: GameState) -> set[str]:
    """The names of the features that are known of a state."""
    values = state_features(state, HeldInput(), Vocabulary())
    return {feature.name for feature, value in zip(STATE_FEATURES, values, strict=True) if not np.isnan(value)}


def test_what_the_client_knows_is_a_feature_and_what_it_does_not_is_marked_as_unknown(states):
    features = known(states[0])
    assert features >= {"player.run_energy", "player.interacting", "camera.yaw_sin", "interface.phase", "menu.is_open"}
    assert features >= {"menu.row_0", "near_0.name"}
    assert (states[0].inventory, states[0].mouse) == (None, None)
    assert not {name for name in features if name.startswith(("inventory.", "pointer."))}


def test_a_model_trained_in_the_sandbox_plans_on_what_the_plugin_collects(tiny_run, states):
    buffer, planner = HistoryBuffer(), agent_planner(tiny_run, "cpu", 5)
    for state in states:
        buffer = buffer.ticked(state.tick.received_ns, state)
        plan = planner(buffer.snapshot())
        assert plan.made_from_ns == state.tick.received_ns
        assert {event.author for event in plan.events} <= {Author.AGENT}
