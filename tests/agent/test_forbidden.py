"""Nothing is pressed where the table forbids it: by what is on the wire, and by place in the fixed layout."""

import pytest

from agent.forbidden import forbidden_places, load_forbidden
from agent.limits import Limits
from agent.lockstep import run_lockstep
from agent.loop import Mode, PlayLoop
from agent.plan import Plan
from agent.play_ports import PlayPorts
from bridge.clock import VirtualClock
from bridge.events import Author, ButtonPress, MouseButton
from bridge.geometry import Rect
from bridge.sandbox.game import SandboxGame
from bridge.sandbox.layout import TAB_BUTTONS, Tab
from bridge.state import Button, GamePhase, GameState, Interface, Menu, MenuRow, Tick, View

TABLE = load_forbidden()
PLACE = Rect(10, 20, 30, 10)
WHOLE = Rect(0, 0, 765, 503)


def places(interface: Interface | None = None, *, is_resizable: bool | None = None) -> tuple[Rect, ...]:
    view = View(765, 503, Rect(4, 4, 512, 334), is_resizable=is_resizable)
    state = GameState(Tick(0, 0), GamePhase.LOGGED_IN, view, interface=interface or Interface())
    return forbidden_places(TABLE, state)


@pytest.mark.parametrize("name", ["logout", "tab.logout"])
def test_the_ways_out_are_forbidden_wherever_the_game_says_they_lie(name):
    assert places(Interface(buttons=(Button(name, PLACE), Button("compass", WHOLE)))) == (PLACE,)


@pytest.mark.parametrize("name", ["trade", "bank_pin"])
def test_nothing_is_pressed_anywhere_while_such_an_interface_is_open(name):
    assert places(Interface(open=("bank", name))) == (WHOLE,)


@pytest.mark.parametrize("option", ["Report", "Trade with", "Logout"])
def test_a_row_of_the_menu_is_forbidden_by_its_option(option):
    menu = Menu(WHOLE, (MenuRow("Walk here", "", WHOLE), MenuRow(option, "somebody", PLACE)))
    assert places(Interface(menu=menu)) == (PLACE,)


def test_the_fixed_layout_has_places_of_its_own_and_a_resizable_one_has_none():
    fixed = places(is_resizable=False)
    assert len(fixed) == len(TABLE.fixed_places) >= 2
    assert all(WHOLE.intersection(place) == place for place in fixed)
    assert places(is_resizable=True) == places() == ()


def test_the_sandboxs_own_logout_tab_is_never_pressed():
    clock = VirtualClock()
    game, loop = (
        SandboxGame("woodcutting", 1, clock),
        PlayLoop(Mode.ARMED, forbids=lambda s: forbidden_places(TABLE, s)),
    )
    spot = TAB_BUTTONS[Tab.LOGOUT].centre

    def planner(history):
        return Plan(history.now_ns, (ButtonPress(history.now_ns + 5, spot.x, spot.y, MouseButton.LEFT, Author.AGENT),))

    run_lockstep(PlayPorts(game, game, game, None), clock, loop, planner, 3, Limits(765, 503))
    assert loop.statistics.refused["forbidden_place"] == 3
    assert loop.statistics.sent == 0
