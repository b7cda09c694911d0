"""A client that changes its canvas, or its world while it is acted on, is objected to."""

import msgspec

from agent.client_watch import ClientWatch
from bridge.geometry import Rect
from bridge.state import GamePhase, GameState, Tick, View

VIEW = View(765, 503, Rect(4, 4, 512, 334))
STATE = GameState(Tick(0, 0), GamePhase.LOGGED_IN, VIEW, world_host="localhost")


def in_world(host):
    return msgspec.structs.replace(STATE, world_host=host)


def test_a_client_that_stays_as_it_is_is_fine():
    watch = ClientWatch(VIEW, "localhost")
    assert watch.look(STATE) == watch.objection == ""


def test_another_canvas_is_objected_to_and_the_first_objection_stays():
    watch = ClientWatch(VIEW)
    wide = msgspec.structs.replace(STATE, view=View(900, 503, Rect(4, 4, 512, 334)))
    assert watch.look(wide) == "the client's canvas changed from 765x503 to 900x503 pixels"
    assert watch.look(STATE) == watch.objection != ""


def test_the_camera_may_move():
    moved = msgspec.structs.replace(STATE, view=msgspec.structs.replace(VIEW, yaw_rad=1.0, zoom=9.0))
    assert ClientWatch(VIEW).look(moved) == ""


def test_while_acting_the_world_must_stay():
    assert "from world host 'localhost' to 'game.example'" in ClientWatch(VIEW, "localhost").look(
        in_world("game.example")
    )
    assert "to None" in ClientWatch(VIEW, "localhost").look(in_world(None))


def test_while_nothing_acts_any_world_will_do():
    assert ClientWatch(VIEW).look(in_world("oldschool1.runescape.com")) == ""
