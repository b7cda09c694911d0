import numpy as np

from agent.exported_states import ExportedStates
from bridge.held import HeldInput
from model.state_features import STATE_FEATURES
from tests.bridge.recording.sessions import state_at


def test_a_state_becomes_the_models_features_and_its_names_are_kept():
    states = ExportedStates()
    row = states.columns.row(state_at(0), HeldInput())
    assert states.columns.names == tuple(feature.name for feature in STATE_FEATURES)
    assert (row.shape, row.dtype) == ((len(STATE_FEATURES),), np.float32)
    assert "Tree" in states.names()
