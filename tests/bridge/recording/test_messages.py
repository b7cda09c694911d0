from __future__ import annotations

import msgspec

from bridge.geometry import Point, Rect
from bridge.recording.messages import StateView, view_of
from bridge.state import GamePhase, GameState, Interface, Menu, Tick, View, WorldPoint
from tests.bridge.recording.sessions import START_NS, state_at


def test_a_view_shows_what_is_worth_a_plot() -> None:
    assert view_of(state_at(2)) == StateView(
        at_ns=state_at(2).tick.received_ns,
        tick=2,
        phase=GamePhase.LOGGED_IN,
        position=WorldPoint(3202, 3200),
        animation=-1,
        is_moving=None,
        run_energy=0.5,
        hitpoints=None,
        entities=1,
        inventory_filled=1,
        bank_filled=None,
        open_interfaces=None,
        is_menu_open=False,
        mouse=Point(2, 2),
    )


def test_the_unknown_stays_unknown_in_a_view() -> None:
    bare = GameState(Tick(0, START_NS), GamePhase.LOADING, View(765, 503, Rect(0, 0, 1, 1)))
    view = msgspec.to_builtins(view_of(bare))
    known = {name for name, value in view.items() if value is not None}
    assert known == {"at_ns", "tick", "phase", "is_menu_open"}


def test_an_open_menu_shows() -> None:
    menu = Menu(Rect(0, 0, 1, 1), ())
    state = GameState(Tick(0, 0), GamePhase.LOADING, View(765, 503, Rect(0, 0, 1, 1)), Interface(("bank",), menu=menu))
    assert view_of(state).is_menu_open
    assert view_of(state).open_interfaces == ("bank",)
