"""An agent's own acts are never what it learns from; what a corrector does is."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from bridge.events import Author, InputEvent
from bridge.recording.messages import HANDBACK, TAKEOVER, Marker
from model.authorship import Role, target_roles
from model.dataset import dataset_of
from model.errors import DataError
from model.event_table import table_of
from model.session_columns import cut_session
from model.vocabulary import Vocabulary
from tests.model.sessions import at, move, shard_of, ticks_at

OWN, CORRECTED, DEMONSTRATED = Role.OWN, Role.CORRECTED, Role.DEMONSTRATED
TICKS = ticks_at(0, 600, 1200, 1800, 2400)


def own(event: InputEvent) -> InputEvent:
    return msgspec.structs.replace(event, author=Author.AGENT)


def roles(*events: InputEvent, markers: tuple[Marker, ...] = (), is_attempt: bool = True) -> list[Role]:
    found = target_roles(table_of(events), TICKS, markers, is_attempt=is_attempt)
    return [Role(role) for role in found.tolist()]


def takeover(ms: float) -> Marker:
    return Marker(at(ms), TAKEOVER, "")


def handback(ms: float) -> Marker:
    return Marker(at(ms), HANDBACK, "")


def test_what_a_person_plays_is_demonstrated():
    assert roles(move(100), move(700), is_attempt=False) == [DEMONSTRATED] * 4


def test_an_agents_acts_in_a_persons_session_are_its_own():
    assert roles(move(100), own(move(700)), is_attempt=False) == [DEMONSTRATED, OWN, DEMONSTRATED, DEMONSTRATED]


def test_an_attempt_in_which_nobody_takes_over_teaches_nothing():
    assert roles(own(move(100)), own(move(1900))) == [OWN] * 4
    assert roles() == [OWN] * 4


def test_between_takeover_and_handback_all_is_corrected_what_is_not_done_too():
    found = roles(own(move(100)), move(700), markers=(takeover(600), handback(1800)))
    assert found == [OWN, CORRECTED, CORRECTED, OWN]


def test_an_agent_that_rests_after_the_handback_is_not_learned_from():
    assert roles(move(700), markers=(takeover(600), handback(1200))) == [OWN, CORRECTED, OWN, OWN]


def test_without_markers_the_last_author_plays_from_the_next_tick_on():
    assert roles(own(move(100)), move(1000), own(move(2000))) == [OWN, OWN, CORRECTED, OWN]


def test_other_markers_say_nothing():
    assert roles(own(move(100)), markers=(Marker(at(50), "segment", ""),)) == [OWN] * 4


def attempt(folder, *events: InputEvent, markers: tuple[Marker, ...] = ()):
    cut = cut_session(table_of(events), TICKS, [None] * len(TICKS), markers=markers, is_attempt=True)
    return dataset_of([shard_of(cut, folder)], Vocabulary())


def test_a_dataset_holds_corrections_alone_with_the_agents_acts_in_their_history(tmp_path):
    data = attempt(tmp_path, own(move(100)), move(1300), markers=(takeover(1200),))
    assert data.ticks.tolist() == [2, 3]
    assert (data.roles[data.ticks] == Role.CORRECTED).all()
    assert np.count_nonzero(data.batch(np.array([0])).history.action_mask) == 1


def test_data_of_which_nothing_is_to_be_learned_is_refused(tmp_path):
    with pytest.raises(DataError, match="does not learn from itself"):
        attempt(tmp_path, own(move(100)))
