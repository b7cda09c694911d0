"""Interfaces, buttons and the menu as numbers."""

import math

import pytest

from bridge.geometry import Point, Rect
from bridge.state import Button, GamePhase, Interface, Menu, MenuRow
from tests.model.feature_groups.scenes import VOCABULARY, features


def with_buttons(*buttons):
    return features(interface=Interface((), "inventory", False, buttons), pointer=Point(100, 100))


def with_menu(*options):
    rows = tuple(MenuRow(name, "", Rect(80, 90 + 16 * row, 60, 16)) for row, name in enumerate(options))
    return features(interface=Interface((), menu=Menu(Rect(80, 70, 60, 20 + 16 * len(rows)), rows)))


def test_every_phase_has_a_class_of_its_own():
    assert [features(phase=phase)["interface.phase"] for phase in GamePhase] == [1.0, 2.0, 3.0]


def test_the_interface_opened_last_and_the_tab_are_named():
    found = features(interface=Interface(("other", "bank"), "inventory"))
    assert (found["interface.open"], found["interface.tab"]) == (
        VOCABULARY.id_of("bank"),
        VOCABULARY.id_of("inventory"),
    )
    assert features()["interface.open"] == 1.0
    assert math.isnan(features(interface=Interface())["interface.open"])


@pytest.mark.parametrize("name", ["deposit_all", "close", "run_toggle"])
def test_a_button_is_known_by_the_last_part_of_its_name(name):
    found = with_buttons(Button(f"bank.{name}", Rect(130, 60, 21, 21)))
    assert (found[f"{name}.dx_linear"], found[f"{name}.dy_linear"]) == pytest.approx((0.1, -0.075))
    assert found[f"{name}.is_under_pointer"] == 0.0
    assert math.isnan(with_buttons()[f"{name}.dx_linear"])


def test_the_minimap_is_a_way_from_the_pointer():
    assert features()["minimap.dx_linear"] == pytest.approx((670 - 100) / 400)


def test_a_closed_menu_is_known_to_be_closed():
    assert features()["menu.is_open"] == 0.0
    assert math.isnan(features(interface=Interface())["menu.is_open"])


def test_a_menus_first_rows_act_and_its_last_row_cancels():
    found = with_menu("Chop", "Walk", "Look", "Cancel")
    assert found["menu.is_open"] == 1.0
    names = [found[f"menu.{row}"] for row in ("row_0", "row_1", "last")]
    assert names == [VOCABULARY.id_of("Chop"), 0.0, VOCABULARY.id_of("Cancel")]
    assert found["menu.last.dy_linear"] - found["menu.row_0.dy_linear"] == pytest.approx(48 / 400)
    assert found["menu.dx_linear"] == pytest.approx(10 / 400)


def test_a_menu_of_one_row_has_only_its_last():
    found = with_menu("Cancel")
    assert [found[f"menu.{row}"] for row in ("row_0", "row_1", "last")] == [1.0, 1.0, VOCABULARY.id_of("Cancel")]
    assert math.isnan(found["menu.row_0.dy_linear"])


def test_a_menu_without_rows_is_open_and_empty():
    found = with_menu()
    assert (found["menu.is_open"], found["menu.last"]) == (1.0, 1.0)
