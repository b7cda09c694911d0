from collections.abc import Iterator

import pytest

from agent.desktop.keyboard_x11 import KEYSYMS, KeyboardMap, button_named, button_number, read_keyboard_map
from agent.desktop.sendable import NAMELESS_KEYS
from agent.desktop.x11 import open_connection
from bridge.events import KEYS, MouseButton


@pytest.fixture
def read(display) -> Iterator[KeyboardMap]:
    connection = open_connection()
    yield read_keyboard_map(connection)
    connection.disconnect()


def test_every_named_key_has_a_symbol():
    assert set(KEYSYMS.values()) == set(KEYS) - NAMELESS_KEYS


def test_every_named_key_is_on_the_keyboard_and_keeps_its_name(read):
    assert {name: read.key_name(keycode) for name, keycode in read.keycodes.items()} == {
        name: name for name in KEYS if name not in NAMELESS_KEYS
    }


def test_a_key_without_a_name_is_other(read):
    assert read.key_name(255) == "other"


def test_buttons_are_as_the_server_has_them(read):
    assert [read.logical_button(number) for number in (1, 2, 3)] == [1, 2, 3]
    assert read.logical_button(99) == 99


def test_a_left_handed_person_presses_the_other_button():
    swapped = KeyboardMap({}, {}, (3, 2, 1, 4, 5))
    assert swapped.logical_button(1) == 3
    assert swapped.physical_button(1) == 3
    assert swapped.physical_button(4) == 4


def test_the_wheel_is_no_button():
    assert button_named(4) is None
    assert [button_named(button_number(button)) for button in MouseButton] == list(MouseButton)
