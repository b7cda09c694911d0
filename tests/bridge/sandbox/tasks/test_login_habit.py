"""The login screen is passed by keys, and tried again later."""

from __future__ import annotations

from bridge.sandbox.tasks.errand import Rest, TypeKeys
from bridge.sandbox.tasks.login_habit import LOGIN_KEYS, RETRY_TICKS, LoginHabit
from tests.bridge.sandbox.tasks.scenes import scene


def test_name_and_password_are_typed_once_then_again_after_a_while() -> None:
    habit = LoginHabit()
    wants = [habit.want(scene(tick=tick)) for tick in range(RETRY_TICKS + 1)]
    assert [tick for tick, errand in enumerate(wants) if not isinstance(errand, Rest)] == [0, RETRY_TICKS]
    assert wants[0] == TypeKeys("log in", LOGIN_KEYS)
