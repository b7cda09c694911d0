"""A damaged column is found by its name."""

from dataclasses import replace

import numpy as np
import pytest

from model.column_checks import check_columns
from model.state_features import STATE_FEATURES
from tests.model.sessions import cut, key_press, move, played, press, release

SESSION = cut([move(-5), press(10), release(90), key_press(700)], 0, 600, 1200)
COLUMNS = SESSION.columns


def damaged(name, place, value):
    column = getattr(COLUMNS, name).copy()
    column[place] = value
    return replace(COLUMNS, **{name: column})


def test_what_was_cut_passes():
    check_columns(COLUMNS, len(SESSION.names))
    session = played(1).cut()
    check_columns(session.columns, len(session.names))


@pytest.mark.parametrize(
    ("name", "place", "value", "found"),
    [
        ("rows", (0, 2), np.nan, r"rows\.x: nan at \(0,\)"),
        ("rows", (1, 0), np.inf, r"rows\.offset_s: inf"),
        ("rows", (1, 0), 1e38, r"rows\.offset_s: 9\.9"),
        ("length_s", 1, 1e38, r"length_s: 9\.9"),
        ("rows", (1, 1), 6, r"rows\.kind: 6"),
        ("rows", (1, 5), 500, r"rows\.key: 500"),
        ("states", (1, 0), np.inf, r"states\.pointer\.x: inf"),
        ("states", (1, 0), 1e9, r"states\.pointer\.x: 1000000000"),
        ("states", (1, 11), 3.0, r"states\.player\.animation: 3"),
        ("targets", (0, 0), -1, r"targets\.wait_ms: -1"),
        ("targets", (0, 1), 9, r"targets\.kind: 9"),
        ("targets", (1, 0), 595, "waits and survival of a window: 1115"),
        ("survival_ms", 0, 601, "survival_ms: 601"),
        ("length_s", 1, np.nan, "length_s: nan"),
        ("since_last_s", 1, 61.0, "since_last_s: 61"),
        ("pointer", (1, 1), np.inf, "pointer: inf"),
        ("canvas", (1, 1), 0.0, "canvas: 0"),
        ("ticks_ns", 1, 0, "ticks_ns steps"),
        ("row_offsets", 1, 9, "row_offsets: expected to grow"),
        ("target_offsets", -1, 9, "target_offsets: expected to grow"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_place(name, place, value, found):
    with pytest.raises(ValueError, match=found):
        check_columns(damaged(name, place, value), len(SESSION.names))


@pytest.mark.parametrize("place", [0, 146, 147, 398, 399])
def test_a_wrong_value_is_found_in_whichever_of_many_rows_it_is(place):
    columns = replace(COLUMNS, rows=np.tile(COLUMNS.rows[:1], (400, 1)), row_offsets=np.array([0, 0, 400, 400]))
    check_columns(columns, 0)
    columns.rows[place, 1] = 7.0
    with pytest.raises(ValueError, match=rf"rows\.kind: 7\.0 at \({place},\)"):
        check_columns(columns, 0)


def test_a_column_that_may_be_unknown_may_be_so_throughout_and_another_may_not():
    states = COLUMNS.states.copy()
    states[:, 0] = np.nan
    check_columns(replace(COLUMNS, states=states), 0)
    rows = COLUMNS.rows.copy()
    rows[:, 2] = np.nan
    with pytest.raises(ValueError, match=r"rows\.x: nan at \(0,\)"):
        check_columns(replace(COLUMNS, rows=rows), 0)


def test_a_name_class_beyond_the_shards_names_is_refused():
    column = next(index for index, feature in enumerate(STATE_FEATURES) if feature.is_name)
    columns = damaged("states", (0, column), 4.0)
    check_columns(columns, name_count=3)
    with pytest.raises(ValueError, match="expected 0"):
        check_columns(columns, name_count=2)


def test_a_column_of_another_shape_or_kind_is_refused():
    with pytest.raises(ValueError, match=r"states: expected float32 \(3, 128\), found float32 \(3, 127\)"):
        check_columns(replace(COLUMNS, states=COLUMNS.states[:, :127]), 0)
    with pytest.raises(ValueError, match="rows: expected float32"):
        check_columns(replace(COLUMNS, rows=COLUMNS.rows.astype(np.float64)), 0)


def test_a_session_without_a_window_is_refused():
    with pytest.raises(ValueError, match="at least 2 ticks"):
        check_columns(replace(COLUMNS, ticks_ns=COLUMNS.ticks_ns[:1]), 0)
