import pytest

from agent.desktop.keyboard_pynput import is_x11, key_for, key_name
from agent.desktop.sendable import NAMELESS_KEYS
from bridge.events import KEYS


@pytest.fixture
def keyboard(display):
    from pynput import keyboard

    return keyboard


@pytest.mark.parametrize("name", [key for key in KEYS if key not in NAMELESS_KEYS])
def test_every_key_that_can_be_pressed_is_heard_by_its_name(keyboard, name):
    assert key_name(_as_heard(keyboard, key_for(name, keyboard))) == name


def _as_heard(keyboard, key):
    """What the listener makes of a key that was pressed by its symbol."""
    if isinstance(key, keyboard.Key) or key.vk is None:
        return key
    return keyboard.KeyCode.from_char(chr(key.vk))


def test_a_shifted_character_is_its_key(keyboard):
    assert key_name(keyboard.KeyCode.from_char("A")) == "a"
    assert key_name(keyboard.KeyCode.from_char("!")) == "1"
    assert key_name(keyboard.KeyCode.from_char("?")) == "slash"


def test_left_and_right_are_one_name(keyboard):
    assert key_name(keyboard.Key.shift_r) == key_name(keyboard.Key.shift_l) == "shift"


def test_what_has_no_name_is_other(keyboard):
    assert key_name(None) == "other"
    assert key_name(keyboard.Key.media_next) == "other"
    assert key_name(keyboard.KeyCode.from_char("é")) == "other"


def test_classes_of_keys_cannot_be_pressed(keyboard):
    assert key_for("letter", keyboard) is None
    assert key_for("other", keyboard) is None


def test_under_an_x_server_pynput_is_x11(keyboard):
    assert is_x11(keyboard)
