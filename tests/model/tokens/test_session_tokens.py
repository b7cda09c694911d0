from __future__ import annotations

import numpy as np

from model.tokens.session_tokens import session_tokens
from model.tokens.state_tokens import state_tokens
from model.tokens.token import F_TOKEN
from model.vocabulary import NameCollector
from tests.model.feature_groups.scenes import VOCABULARY
from tests.model.sessions import played


def test_tokens_lie_end_to_end_and_a_state_that_is_not_seen_has_none():
    states = [history.now.state for history in played(1).histories[:6]]
    found = session_tokens([*states[:2], None, *states[2:]], VOCABULARY)
    counts = np.diff(found.offsets).tolist()
    assert counts[2] == 0
    assert found.rows.tobytes() == b"".join(state_tokens(state, VOCABULARY).rows.tobytes() for state in states)
    assert found.offsets[-1] == len(found.rows) == len(found.keys)


def test_a_thing_keeps_its_number_along_the_session():
    states = [history.now.state for history in played(1).histories[:20]]
    found = session_tokens(states, NameCollector())
    keys = [key for state in states for key in state_tokens(state, NameCollector()).keys]
    numbers: dict[str, set[int]] = {}
    for key, number in zip(keys, found.keys.tolist(), strict=True):
        numbers.setdefault(key, set()).add(number)
    assert all(len(one) == 1 for one in numbers.values())
    assert len(set.union(*numbers.values())) == len(numbers)


def test_without_states_there_is_nothing():
    found = session_tokens([None, None], NameCollector())
    assert (found.rows.shape, found.offsets.tolist(), found.dropped) == ((0, F_TOKEN), [0, 0, 0], 0)
