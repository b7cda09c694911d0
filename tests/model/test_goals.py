from __future__ import annotations

from bisect import bisect_right
from pathlib import Path

import msgspec
import numpy as np
from msgspec.structs import replace

from bridge.events import Author, ButtonPress, KeyPress, KeyRelease, MouseButton
from bridge.geometry import Rect
from bridge.recording.messages import HANDBACK, TAKEOVER, Marker
from bridge.recording.reader import open_recording
from bridge.state import Button, Dialogue, Interface
from model.dataset import WindowDataset, dataset_of, vocabulary_of
from model.event_table import table_of
from model.goals import GOAL_WINDOWS, UNTOLD, next_presses
from model.session_columns import SessionColumns, cut_session
from model.sources import open_shards
from model.tokens.token import TokenField
from model.vocabulary import FIRST_NAME, Vocabulary
from model.windows import Floats
from tests.model.feature_groups.scenes import QUIET
from tests.model.sessions import at, key_press, key_release, move, played, press, release, shard_of, ticks_at

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


def test_an_answer_by_its_key_is_the_button_that_gives_it(tmp_path: Path) -> None:
    """Three buttons under one another; what the pointer presses is the first."""
    buttons = tuple(Button(f"make.{key}", Rect(0, 40 * n, 80, 40)) for n, key in enumerate(("1", "2", "space")))
    dialogue = Dialogue("", "Make what?", ("Ring", "Amulet"))
    asks = replace(QUIET, interface=Interface(("make",), "inventory", False, buttons, None, dialogue))
    events = [
        *(move(-10), *key(650, "left"), *key(700, "2"), *key(750, "1"), press(800, 5, 5), release(850, 5, 5)),
        *(press(1300, 5, 5), *key(1350, "2"), *key(1900, "space"), *key(2500, "3")),
    ]
    states = [QUIET, asks, asks, asks, asks, QUIET, QUIET]
    cut = cut_session(table_of(events), ticks_at(0, 600, 1200, 1800, 2400, 3000, 3600), states)
    shards = [shard_of(cut, tmp_path)]
    data = dataset_of(shards, vocabulary_of(shards))
    assert [wanted_name(data, tick) for tick in range(5)] == [None, "make.2", "make.1", "make.space", None]
    pressed = next_presses(data)[:, 2]
    assert pressed[1] == pressed[2], "what the hand goes to is what it presses"


def test_what_is_wanted_is_pressed_by_a_button_or_not_pressed_at_all(tmp_path: Path) -> None:
    """Until a press one knows which; an answer by its key, and what is no thing, are pressed by none."""
    buttons = tuple(Button(f"make.{key}", Rect(0, 40 * n, 80, 40)) for n, key in enumerate(("1", "2")))
    dialogue = Dialogue("", "Make what?", ("Ring", "Amulet"))
    asks = replace(QUIET, interface=Interface(("make",), "inventory", False, buttons, None, dialogue))
    events = [
        *(move(-10), press(700, 5, 5, MouseButton.RIGHT), release(750, 5, 5, MouseButton.RIGHT)),
        *(press(1300, 5, 5), release(1350, 5, 5), *key(1900, "2"), press(2500, 300, 300, MouseButton.RIGHT)),
    ]
    cut = cut_session(table_of(events), ticks_at(0, 600, 1200, 1800, 2400, 3000), [asks] * 6)
    shards = [shard_of(cut, tmp_path)]
    by_right = next_presses(dataset_of(shards, vocabulary_of(shards)))[:5, 4]
    np.testing.assert_array_equal(by_right, [1.0, 1.0, 0.0, np.nan, np.nan])


def test_what_the_expert_answers_by_key_is_wanted(tmp_path: Path) -> None:
    play = played(3, 400, "jewellery")
    shards = [shard_of(play.cut(), tmp_path)]
    data = dataset_of(shards, vocabulary_of(shards))
    ticks_ns = [state.tick.received_ns for state in play.states]
    answered = 0
    for event in play.events:
        tick = bisect_right(ticks_ns, event.at_ns) - 1
        interface = play.states[tick].interface
        names = [button.name for button in interface.buttons or ()] if interface is not None else []
        if isinstance(event, KeyPress) and f"make.{event.key}" in names:
            assert wanted_name(data, tick) == f"make.{event.key}"
            answered += 1
    assert answered >= 2


def key(ms: float, name: str) -> tuple[KeyPress, KeyRelease]:
    return key_press(ms, name), key_release(ms + 20, name)


def wanted_name(data: WindowDataset, tick: int) -> str | None:
    """The name of the token that is wanted at a tick."""
    number = next_presses(data)[tick, 3]
    if np.isnan(number):
        return None
    row = data.tokens.rows.take(data.tokens.offsets[tick : tick + 1] + int(number))[0]
    return data.vocabulary.names[int(row[TokenField.NAME]) - FIRST_NAME]


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
