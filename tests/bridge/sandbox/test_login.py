"""The login screen."""

from __future__ import annotations

from bridge.events import Author, KeyPress
from bridge.sandbox.layout import LOGIN_PASSWORD, LOGIN_SUBMIT
from bridge.sandbox.login import NAME_LENGTH, focused, logged_in, logged_out
from bridge.sandbox.world import Login, World
from bridge.state import GamePhase
from tests.bridge.sandbox.small_worlds import OPEN_FIELD, after, click, type_keys, world_of

SCREEN = world_of(OPEN_FIELD, phase=GamePhase.LOGIN_SCREEN)


def typing(world: World, *keys: str) -> World:
    return after(world, type_keys(*keys))


def test_keys_fill_the_name_first_and_tab_goes_to_the_password_and_back() -> None:
    world = typing(SCREEN, "b", "o", "b", "tab", "1", "2", "tab", "s")
    assert (world.login.name, world.login.password) == ("bobs", "12")


def test_enter_logs_in_and_forgets_the_password() -> None:
    world = typing(SCREEN, "b", "tab", "p", "enter")
    assert world.phase is GamePhase.LOGGED_IN
    assert world.login == Login(name="b")
    assert world.chat == ("Welcome to the sandbox.",)


def test_mouse_and_keys_together_log_in() -> None:
    world = after(SCREEN, type_keys("b"), click(LOGIN_PASSWORD), type_keys("p"), click(LOGIN_SUBMIT))
    assert world.phase is GamePhase.LOGGED_IN


def test_an_empty_field_keeps_one_out_and_is_put_in_focus() -> None:
    nameless = typing(SCREEN, "enter")
    assert (nameless.phase, nameless.login.field) == (GamePhase.LOGIN_SCREEN, "name")
    without_password = typing(SCREEN, "b", "enter")
    assert without_password.login == Login("b", "", "password", "Please enter your password.")


def test_spaces_are_no_name() -> None:
    assert typing(SCREEN, "space", "tab", "p", "enter").phase is GamePhase.LOGIN_SCREEN


def test_shift_types_capitals_and_backspace_takes_back() -> None:
    world = after(SCREEN, (KeyPress(0, "shift", Author.HUMAN), KeyPress(1, "b", Author.HUMAN)))
    assert world.login.name == "B"
    assert typing(SCREEN, "a", "b", "backspace", "c").login.name == "ac"


def test_keys_without_a_sign_type_nothing() -> None:
    assert typing(SCREEN, "left", "f1", "letter", "other", "shift").login.name == ""


def test_a_name_has_its_longest_length() -> None:
    assert len(typing(SCREEN, *"abcdefghijklmnop").login.name) == NAME_LENGTH


def test_logging_out_stops_the_player_and_keeps_the_name() -> None:
    inside = logged_in(typing(SCREEN, "b", "tab", "p"))
    outside = logged_out(inside)
    assert outside.phase is GamePhase.LOGIN_SCREEN
    assert outside.login == Login(name="b", field="password")
    assert (outside.hero.path, outside.hero.aim, outside.chat) == ((), "", ())


def test_a_field_is_put_in_focus() -> None:
    assert focused(SCREEN, "password").login.field == "password"
