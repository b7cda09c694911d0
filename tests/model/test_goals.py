from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from bridge.events import Author, ButtonPress
from bridge.recording.messages import HANDBACK, TAKEOVER, Marker
from bridge.recording.reader import open_recording
from model.dataset import dataset_of, vocabulary_of
from model.event_table import table_of
from model.goals import GOAL_WINDOWS, UNTOLD, next_presses
from model.session_columns import SessionColumns, cut_session
from model.sources import open_shards
from model.tokens.token import TokenField
from model.vocabulary import Vocabulary
from model.windows import Floats
from tests.model.sessions import at, move, press, shard_of, ticks_at

PRESS = 1


def test_the_goal_is_the_next_press_within_three_windows(demonstrations: Path) -> None:
    """Against the recording itself, read the slow way."""
    path = sorted(demonstrations.glob("*.mcap"))[0]
    shards = open_shards([path])
    data = dataset_of(shards, vocabulary_of(shards))
    found = next_presses(data)
    recording = open_recording(path)
    ticks_ns = [state.tick.received_ns for state in recording.states()]
    presses = [event for event in recording.inputs() if isinstance(event, ButtonPress)]
    assert len(presses) > 5
    for tick, start_ns in enumerate(ticks_ns[: -GOAL_WINDOWS - 1]):
        due = [press for press in presses if start_ns <= press.at_ns < ticks_ns[tick + GOAL_WINDOWS]]
        pointer = data.now.held.pointer[tick]
        if due and not np.isnan(pointer).any():
            assert (found[tick, :2] + pointer).tolist() == [due[0].x, due[0].y]
        else:
            assert np.isnan(found[tick, :3]).all()


def test_what_an_agent_presses_and_what_the_end_hides_is_told_to_nobody(tmp_path: Path) -> None:
    own = msgspec.structs.replace(press(1300), author=Author.AGENT)
    events, ticks_ns = [move(10), own, press(1900)], ticks_at(0, 600, 1200, 1800, 2400, 3000, 3600)
    markers = (Marker(at(0), TAKEOVER, ""), Marker(at(1200), HANDBACK, ""), Marker(at(1800), TAKEOVER, ""))
    cut = cut_session(table_of(events), ticks_ns, [None] * len(ticks_ns), markers=markers, is_attempt=True)
    goals = next_presses(dataset_of([shard_of(cut, tmp_path)], Vocabulary()))[:, 0]
    assert goals[0] != goals[0]  # the pointer was not seen yet
    assert (goals == UNTOLD).tolist() == [False, True, True, False, True, True, True]


def test_no_goal_lies_in_another_session(demonstrations: Path) -> None:
    shards = open_shards([demonstrations])
    together = next_presses(dataset_of(shards, vocabulary_of(shards)))
    apart = [next_presses(dataset_of([shard], vocabulary_of([shard]))) for shard in shards]
    np.testing.assert_array_equal(together, np.concatenate(apart))


def test_a_press_points_at_the_same_thing_in_the_windows_before(demonstrations: Path) -> None:
    """Against the tokens of each window, searched one by one."""
    shards = open_shards([sorted(demonstrations.glob("*.mcap"))[0]])
    data = dataset_of(shards, vocabulary_of(shards))
    found, own, seen = next_presses(data), shards[0].columns, 0
    for tick in range(len(found) - GOAL_WINDOWS):
        ahead = next((n for n in range(GOAL_WINDOWS) if PRESS in kinds_of(own, tick + n)), None)
        if ahead is None or np.isnan(found[tick, 0]):
            assert np.isnan(found[tick, 2])
            continue
        place = found[tick, :2] + data.now.held.pointer[tick]
        pressed = smallest_at(own, tick + ahead, place)
        keys = own.token_keys[own.token_offsets[tick] : own.token_offsets[tick + 1]].tolist()
        if pressed is None or pressed not in keys:
            assert np.isnan(found[tick, 2])
        else:
            assert keys[int(found[tick, 2])] == pressed
            seen += 1
    assert seen > 5


def kinds_of(columns: SessionColumns, tick: int) -> list[int]:
    start, end = columns.target_offsets[tick : tick + 2]
    return [int(kind) for kind in columns.targets[start:end, 1]]


def smallest_at(columns: SessionColumns, tick: int, place: Floats) -> int | None:
    """The key of the smallest token whose rectangle holds a place."""
    best: tuple[float, int] | None = None
    for row in range(columns.token_offsets[tick], columns.token_offsets[tick + 1]):
        x, y, width, height = columns.tokens[row, TokenField.X : TokenField.HEIGHT + 1].tolist()
        if x <= place[0] < x + width and y <= place[1] < y + height and (best is None or width * height < best[0]):
            best = width * height, int(columns.token_keys[row])
    return None if best is None else best[1]
