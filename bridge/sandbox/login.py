"""The login screen: two fields filled by keys, and the way in and out of the game."""

from __future__ import annotations

import msgspec

from bridge.sandbox.world import Login, World, with_line
from bridge.state import GamePhase

NAME_LENGTH = 12
PASSWORD_LENGTH = 20
_SIGNS = {"space": " ", "minus": "-", "period": ".", "comma": ",", "slash": "/", "equal": "=", "quote": "'"}


def typed(world: World, key: str) -> World:
    """The world after a key went down on the login screen."""
    login = world.login
    match key:
        case "tab":
            other = "password" if login.field == "name" else "name"
            return _with_login(world, msgspec.structs.replace(login, field=other))
        case "enter":
            return logged_in(world)
        case "backspace":
            return _with_login(world, _with_text(login, _text(login)[:-1]))
        case _:
            return _with_login(world, _with_text(login, _text(login) + _character(key, world.held.keys)))


def focused(world: World, field: str) -> World:
    """The world with keys going to a field: "name" or "password"."""
    return _with_login(world, msgspec.structs.replace(world.login, field=field))


def logged_in(world: World) -> World:
    """The game entered with what the fields hold; where one is empty, the login screen with that field in focus."""
    login = world.login
    empty = next((field for field in ("name", "password") if not getattr(login, field).strip()), None)
    if empty is not None:
        return _with_login(world, msgspec.structs.replace(login, field=empty, message=f"Please enter your {empty}."))
    entered = msgspec.structs.replace(world, phase=GamePhase.LOGGED_IN, login=Login(name=login.name))
    return with_line(entered, "Welcome to the sandbox.")


def logged_out(world: World) -> World:
    """The login screen; the player stops where it stands, the name stays, the password does not."""
    hero = msgspec.structs.replace(world.hero, path=(), aim="", is_working=False, is_moving=False)
    login = Login(name=world.login.name, field="password" if world.login.name else "name")
    return msgspec.structs.replace(
        world,
        phase=GamePhase.LOGIN_SCREEN,
        hero=hero,
        login=login,
        open_interface="",
        menu=None,
        item_in_hand=None,
        chat=(),
    )


def _with_login(world: World, login: Login) -> World:
    return msgspec.structs.replace(world, login=login)


def _text(login: Login) -> str:
    return login.name if login.field == "name" else login.password


def _with_text(login: Login, text: str) -> Login:
    if login.field == "name":
        return msgspec.structs.replace(login, name=text[:NAME_LENGTH])
    return msgspec.structs.replace(login, password=text[:PASSWORD_LENGTH])


def _character(key: str, held: frozenset[str]) -> str:
    """What a key types: nothing for keys without a sign."""
    if len(key) == 1:
        return key.upper() if "shift" in held else key
    return _SIGNS.get(key, "")
