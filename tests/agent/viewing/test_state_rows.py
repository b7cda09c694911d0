"""A state becomes rows that a person can read, whatever is unknown in it."""

from agent.viewing.state_rows import StateRow, state_rows
from bridge.geometry import Point, Rect
from bridge.state import GamePhase, GameState, Interface, Menu, MenuRow, Skill, Tick, View
from tests.bridge.recording.sessions import state_at


def values(state: GameState) -> dict[str, str]:
    return {row.name: row.value for row in state_rows(state)}


def test_every_part_has_its_row():
    rows = values(state_at(3))
    assert rows["player.position"] == "3203, 3200"
    assert rows["player.run_energy"] == "0.5"
    assert rows["inventory"] == "1 of 28: 4 Logs"
    assert rows["equipment"] == "0 of 11: empty"
    assert rows["entities"] == "Tree 3201, 3201"
    assert rows["mouse"] == "3, 2"


def test_what_is_unknown_says_so_and_what_is_nothing_says_none():
    state = GameState(Tick(0, 0), GamePhase.LOGGED_IN, View(10, 10, Rect(0, 0, 5, 5)), Interface(open=()), entities=())
    rows = values(state)
    assert rows["player"] == rows["bank"] == "unknown"
    assert rows["interface.menu"] == "closed"
    assert rows["entities"] == rows["interface.open"] == "none"


def test_a_menu_and_skills_are_told_in_words():
    menu = Menu(Rect(0, 0, 5, 5), (MenuRow("Chop down", "Oak tree", Rect(0, 0, 5, 1)),))
    state = GameState(
        Tick(0, 0),
        GamePhase.LOGGED_IN,
        View(10, 10, Rect(0, 0, 5, 5)),
        Interface(menu=menu, is_text_field_active=True),
        skills=(Skill("Woodcutting", 12, 1584),),
        mouse=Point(1, 2),
    )
    rows = values(state)
    assert rows["interface.menu"] == "Chop down Oak tree"
    assert rows["interface.is_text_field_active"] == "yes"
    assert rows["skills"] == "Woodcutting 12 (1584 xp)"


def test_the_view_stands_last_because_it_hardly_changes():
    assert [row.name.startswith("view.") for row in state_rows(state_at(0))][-1] is True
    assert state_rows(state_at(0))[0] == StateRow("tick.index", "0")


def test_a_long_value_is_cut():
    state = GameState(Tick(0, 0), GamePhase.LOGGED_IN, View(10, 10, Rect(0, 0, 5, 5)), Interface(open=("x" * 90,) * 5))
    assert values(state)["interface.open"].endswith("…")
    assert len(values(state)["interface.open"]) == 240
