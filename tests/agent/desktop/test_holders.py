"""Whose a key is: XTest's, or a person's own devices'."""

from agent.desktop.holders import Down, Holders
from agent.desktop.x11 import extension, open_connection, root_window

SHIFT = 50


def test_xtests_own_state_is_told_apart_from_a_persons(plain, devices):
    connection = open_connection()
    holders, xtest = Holders(connection), extension(connection, "xtest")
    devices.key(SHIFT, is_press=True)
    devices.button(1, is_press=True)
    xtest.FakeInput(4, 3, 0, root_window(connection), 0, 0, 0)
    assert holders.xtest() == Down(buttons=frozenset({3}))
    assert holders.people() == Down(frozenset({SHIFT}), frozenset({1}))
    xtest.FakeInput(5, 3, 0, root_window(connection), 0, 0, 0)
    devices.key(SHIFT, is_press=False)
    devices.button(1, is_press=False)
    assert holders.xtest() == holders.people() == Down()
    connection.disconnect()
