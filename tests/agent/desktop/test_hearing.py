from agent.desktop.keyboard_x11 import read_keyboard_map
from agent.desktop.x11 import open_connection
from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from tests.agent.desktop.listening import discrete, heard, is_discrete, pause, timeless
from tests.agent.desktop.plain_window import plain_window

HUMAN, AGENT, LEFT, RIGHT = Author.HUMAN, Author.AGENT, MouseButton.LEFT, MouseButton.RIGHT
A_KEY = 38


def test_a_device_is_a_person_and_xtest_the_agent(plain, xinput, xtest, devices):
    plain.warp(300, 200)
    devices.button(1, is_press=True)
    devices.button(1, is_press=False)
    xtest.send(ButtonPress(0, 200, 120, LEFT, AGENT))
    xtest.send(ButtonRelease(0, 200, 120, LEFT, AGENT))
    events = discrete(heard(xinput, 4, is_discrete))  # two connections have no order between them
    devices.key(A_KEY, is_press=True)
    devices.key(A_KEY, is_press=False)
    assert timeless(events + heard(xinput, 2)) == [
        ButtonPress(0, 200, 120, LEFT, HUMAN),
        ButtonRelease(0, 200, 120, LEFT, HUMAN),
        ButtonPress(0, 200, 120, LEFT, AGENT),
        ButtonRelease(0, 200, 120, LEFT, AGENT),
        KeyPress(0, "a", HUMAN),
        KeyRelease(0, "a", HUMAN),
    ]


def test_a_mouse_is_followed_step_by_step(plain, xinput, devices):
    plain.warp(300, 200)
    for _ in range(3):
        devices.step(10, -1)
    devices.button(3, is_press=True)
    devices.step(1, 0)
    devices.button(3, is_press=False)
    assert timeless(heard(xinput, 6)) == [
        PointerMove(0, 210, 119, HUMAN),
        PointerMove(0, 220, 118, HUMAN),
        PointerMove(0, 230, 117, HUMAN),
        ButtonPress(0, 230, 117, RIGHT, HUMAN),
        PointerMove(0, 231, 117, HUMAN),
        ButtonRelease(0, 231, 117, RIGHT, HUMAN),
    ]


def test_the_wheel_turns_up_and_down_and_not_sideways(plain, xinput, devices):
    plain.warp(300, 200)
    for button in (4, 6, 7, 5):
        devices.inject_button(button, is_press=True)
        devices.inject_button(button, is_press=False)
    assert timeless(heard(xinput, 2)) == [WheelScroll(0, 200, 120, 1, AGENT), WheelScroll(0, 200, 120, -1, AGENT)]


def test_clicks_beside_the_window_and_on_windows_over_it_are_not_heard(plain, xinput, devices):
    with plain_window(x=200, y=200, width=50, height=50):
        plain.warp(5, 5)
        for step in ((0, 0), (215, 215), (80, 0)):
            devices.step(*step)
            devices.button(1, is_press=True)
            devices.button(1, is_press=False)
        assert timeless(discrete(heard(xinput, 2, is_discrete))) == [
            ButtonPress(0, 200, 140, LEFT, HUMAN),
            ButtonRelease(0, 200, 140, LEFT, HUMAN),
        ]


def test_a_drag_out_of_the_window_ends_at_its_edge(plain, xinput, devices):
    plain.warp(110, 90)
    devices.button(1, is_press=True)
    devices.step(-60, 0)
    devices.button(1, is_press=False)
    assert timeless(heard(xinput, 2)) == [ButtonPress(0, 10, 10, LEFT, HUMAN), ButtonRelease(0, 0, 10, LEFT, HUMAN)]


def test_keys_typed_elsewhere_are_not_heard(plain, xinput, devices):
    with plain_window(x=900, y=700, width=50, height=50) as other:
        other.focus()
        _type(devices, A_KEY)
        plain.focus()
        _type(devices, A_KEY + 1)
        other.grab_keyboard()
        _type(devices, A_KEY)
        other.ungrab_keyboard()
        _type(devices, A_KEY + 1)
    assert timeless(heard(xinput, 4)) == 2 * [KeyPress(0, "s", HUMAN), KeyRelease(0, "s", HUMAN)]


def test_a_key_held_as_the_focus_leaves_is_released_where_it_is(plain, xinput, devices):
    with plain_window(x=900, y=700, width=50, height=50) as other:
        plain.focus()
        devices.key(A_KEY, is_press=True)
        other.focus()
        devices.key(A_KEY, is_press=False)
        assert timeless(heard(xinput, 2)) == [KeyPress(0, "a", HUMAN), KeyRelease(0, "a", HUMAN)]


def test_a_held_key_repeats_nothing(plain, xinput, devices):
    for _ in range(3):
        devices.key(A_KEY, is_press=True)
    devices.key(A_KEY, is_press=False)
    assert timeless(heard(xinput, 2)) == [KeyPress(0, "a", HUMAN), KeyRelease(0, "a", HUMAN)]


def test_a_moved_window_takes_its_canvas_with_it(plain, xinput, devices):
    plain.place(300, 200)
    plain.warp(310, 220)
    devices.button(1, is_press=True)
    assert timeless(heard(xinput, 1)) == [ButtonPress(0, 10, 20, LEFT, HUMAN)]
    plain.place(305, 215)
    devices.button(1, is_press=False)
    assert timeless(heard(xinput, 1)) == [ButtonRelease(0, 5, 5, LEFT, HUMAN)]


def test_a_hidden_window_hears_nothing_until_it_is_back(plain, xinput, devices):
    plain.hide()
    devices.button(1, is_press=True)
    devices.button(1, is_press=False)
    pause()
    plain.show()
    plain.warp(101, 82)
    devices.button(1, is_press=True)
    assert timeless(heard(xinput, 1)) == [ButtonPress(0, 1, 2, LEFT, HUMAN)]
    devices.button(1, is_press=False)


def test_buttons_are_heard_as_the_persons_settings_have_them(plain, xinput, xtest, devices):
    connection = open_connection()
    count = len(read_keyboard_map(connection).buttons)
    assert connection.core.SetPointerMapping(count, [3, 2, 1, *range(4, count + 1)]).reply().status == 0
    try:
        devices.button(3, is_press=True)
        devices.button(3, is_press=False)
        xtest.send(ButtonPress(0, 300, 220, RIGHT, AGENT))
        xtest.send(ButtonRelease(0, 300, 220, RIGHT, AGENT))
        assert [event.button for event in discrete(heard(xinput, 4, is_discrete))] == [LEFT, LEFT, RIGHT, RIGHT]
    finally:
        connection.core.SetPointerMapping(count, list(range(1, count + 1))).reply()
        connection.disconnect()


def _type(devices, keycode: int) -> None:
    devices.key(keycode, is_press=True)
    devices.key(keycode, is_press=False)
