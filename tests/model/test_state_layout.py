from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from bridge.geometry import Point
from bridge.held import HeldInput
from bridge.sandbox.tasks import TASK_NAMES
from model.state_features import STATE_FEATURES, D, feature_digest, state_features
from model.state_layout import CategoryColumn, PointerOffset, StateLayout, feature_layout
from model.vocabulary import NameCollector
from tests.model.sessions import played


def test_every_column_is_a_number_or_a_category_once() -> None:
    layout = feature_layout()
    columns = sorted((*layout.numeric_columns, *(category.column for category in layout.categories)))
    assert columns == list(range(len(STATE_FEATURES)))


def test_the_layout_carries_the_digest_of_the_features() -> None:
    assert feature_layout().digest == feature_digest()


def test_every_linear_offset_is_a_target() -> None:
    names = [feature.name for feature in STATE_FEATURES]
    offsets = feature_layout().offsets
    assert sorted(offset.dy_column for offset in offsets) == [
        index for index, name in enumerate(names) if name.endswith(".dy_linear")
    ]
    assert all(names[offset.dx_column].endswith(".dx_linear") for offset in offsets)


@pytest.mark.parametrize("task", TASK_NAMES)
def test_only_columns_of_the_hand_change_with_the_pointer(task: str) -> None:
    changed, names, places = np.zeros(D, np.bool_), NameCollector(), [(5, 5), (300, 200), (640, 300), (420, 90)]
    for state in played(1, task=task).states[::5]:
        rows = [state_features(state, HeldInput(Point(*place)), names) for place in places]
        changed |= ~_equal(rows).all(axis=0)
    assert changed.sum() > 20
    assert set(np.flatnonzero(changed).tolist()) <= set(feature_layout().hand)


def _equal(rows: list[npt.NDArray[np.float32]]) -> npt.NDArray[np.bool_]:
    return np.array([(row == rows[0]) | (np.isnan(row) & np.isnan(rows[0])) for row in rows])


def test_a_target_with_a_name_knows_its_column() -> None:
    names = [feature.name for feature in STATE_FEATURES]
    by_target = {names[offset.dy_column]: offset.name_column for offset in feature_layout().offsets}
    assert by_target["bank_place.dy_linear"] == names.index("bank_place.name")
    assert by_target["minimap.dy_linear"] is None


def test_rows_of_a_menu_share_its_dx() -> None:
    names = [feature.name for feature in STATE_FEATURES]
    rows = [offset for offset in feature_layout().offsets if names[offset.dy_column].startswith("menu.")]
    assert {names[offset.dx_column] for offset in rows} == {"menu.dx_linear"}
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("categories", "shares", "offsets"),
    [
        ((CategoryColumn(1, 3), CategoryColumn(1, 3)), (), ()),
        ((CategoryColumn(1, 3),), (), (PointerOffset(1, 2, 1.0),)),
        ((CategoryColumn(9, 3),), (), ()),
        ((), (9,), ()),
        ((CategoryColumn(1, 3),), (1,), ()),
        ((CategoryColumn(0, 3),), (), (PointerOffset(1, 2, 1.0, name_column=0),)),
    ],
)
def test_a_layout_that_contradicts_itself_is_refused(
    categories: tuple[CategoryColumn, ...], shares: tuple[int, ...], offsets: tuple[PointerOffset, ...]
) -> None:
    with pytest.raises(ValueError, match="column"):
        StateLayout(4, categories, shares, offsets)
