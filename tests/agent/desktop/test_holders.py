"""What people hold is told apart from what XTest does."""

from agent.desktop.holders import Down, Holders
from agent.desktop.x11 import extension, open_connection, root_window

SHIFT = 50


def test_what_xtest_holds_is_no_persons(plain, devices):
    connection = open_connection()
    holders, xtest = Holders(connection), extension(connection, "xtest")
    devices.key(SHIFT, is_press=True)
    devices.button(1, is_press=True)
    xtest.FakeInput(4, 3, 0, root_window(connection), 0, 0, 0)
    assert holders.people() == Down(frozenset({SHIFT}), frozenset({1}))
    xtest.FakeInput(5, 3, 0, root_window(connection), 0, 0, 0)
    devices.key(SHIFT, is_press=False)
    devices.button(1, is_press=False)
    assert holders.people() == Down()
    connection.disconnect()
